import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { Browser } from '#authority/test/browser.ts'
import { type Person, signInAgain, signInFirst } from '#authority/test/sign-in-helper.ts'
import { createI18n } from '#renderer/lib/i18n.ts'
import { launchDesk } from '#tools/run/launch-desk.ts'
import { examine } from '../examine.ts'
import { expect, test } from '../fixtures.ts'
import { noura } from '../people.ts'

const passphrase = 'مطر خفيف على طريق الطائف'
const { t } = createI18n('ar', () => 'latn')

/** Whatever the desk gives to the system's browser from here on. */
async function watchBrowser(app: ElectronApplication): Promise<() => Promise<string>> {
  await app.evaluate(({ shell }) => {
    const kept = globalThis as { opened?: string[] }
    kept.opened = []
    shell.openExternal = async (url: string) => void kept.opened?.push(url)
  })
  return async () => {
    let url: string | undefined
    await expect
      .poll(async () => {
        url = await app.evaluate(() => (globalThis as { opened?: string[] }).opened?.shift())
        return url
      })
      .toBeTruthy()
    return url ?? ''
  }
}

/** Goes through the authority's pages as a person does, and comes back to the desk. */
async function goThroughBrowser(person: Person, address: string): Promise<void> {
  const back = await (person.secret.length === 0 ? signInFirst : signInAgain)(new Browser(), person, address)
  await fetch(back)
}

async function isIn(page: Page): Promise<void> {
  await expect(page.getByRole('navigation', { name: t('frame.navigation') })).toBeVisible()
}

test('a real desk: signed in, locked, opened without a line the next morning, and wiped at the authority’s order', async ({
  host,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'desk-e2e-'))
  const { url, passwords } = await host.openReal(60, [noura.id])
  const person: Person = {
    clerkId: noura.id,
    username: noura.id,
    password: passwords[noura.id] ?? '',
    secret: Buffer.alloc(0),
    recovery: [],
    step: 0,
  }
  const launch = (authorityUrl: string) =>
    launchDesk({
      authorityUrl,
      profile: join(folder, 'profile'),
      env: { MUMARIS_DEMO: '', MUMARIS_SHELL_ALLOW_INSECURE_STORAGE: 'as-if-protected' },
    })
  try {
    const { app, page, close } = await launch(url)
    const opened = await watchBrowser(app)
    await expect(page.getByRole('heading', { name: t('vault.signInTitle') })).toBeVisible()
    await examine(page, 'vault-first', 'ar', 'en')
    const begin = page.getByRole('button', { name: t('vault.signIn') })
    await begin.click()
    const first = await opened()
    await examine(page, 'vault-steps', 'ar')
    await goThroughBrowser(person, first)
    await expect(page.getByText(t('vault.deviceCode'))).toBeVisible()
    await examine(page, 'vault-pending', 'ar')
    expect(await host.decideDevices(url, 'enrolled')).toBe(1)

    await begin.click()
    await goThroughBrowser(person, await opened())
    const secret = page.getByLabel(t('vault.passphrase'), { exact: true })
    await secret.fill('قصيرة')
    await page.getByRole('button', { name: t('vault.save') }).click()
    await examine(page, 'vault-choose', 'ar', 'en')
    await secret.fill(passphrase)
    await page.getByLabel(t('vault.repeat'), { exact: true }).fill(passphrase)
    await page.getByLabel(t('vault.pin'), { exact: true }).fill('٤٠٧١')
    await page.getByRole('button', { name: t('vault.save') }).click()
    await isIn(page)

    await page.keyboard.press('Control+Shift+KeyL')
    await expect(page.getByRole('heading', { name: t('vault.lockedTitle') })).toBeVisible()
    await examine(page, 'vault-locked', 'ar', 'en')
    await page.getByLabel(t('vault.pinOrPassphrase')).fill('4071')
    await page.keyboard.press('Enter')
    await isIn(page)

    // The system locks its own screen, and this one with it.
    await app.evaluate(({ powerMonitor }) => void (powerMonitor as unknown as NodeJS.EventEmitter).emit('lock-screen'))
    await expect(page.getByRole('heading', { name: t('vault.lockedTitle') })).toBeVisible()
    await page.getByLabel(t('vault.pinOrPassphrase')).fill('4071')
    await page.keyboard.press('Enter')
    await isIn(page)

    await page.getByRole('button', { name: t('session.currentClerk') }).click()
    await page.getByRole('menuitem', { name: t('vault.secrets') }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await examine(page, 'vault-secrets', 'ar', 'en')
    await page.keyboard.press('Escape')

    // The authority has let the clerk go and wants them to sign in again: work goes on all the while.
    await host.lockAccount(url, noura.id, true)
    await expect(page.getByText(t('vault.againTitle'))).toBeVisible({ timeout: 90_000 })
    await examine(page, 'vault-again', 'ar', 'en')
    await host.lockAccount(url, noura.id, false)
    await page.getByRole('button', { name: t('vault.again') }).click()
    await goThroughBrowser(person, await opened())
    await expect(page.getByText(t('vault.againTitle'))).toBeHidden({ timeout: 90_000 })
    await close()

    // The next morning nobody answers.
    const morning = await launch('http://127.0.0.1:9')
    const unlock = async ({ page: on }: typeof morning) => {
      await on.getByLabel(t('vault.passphraseOf', { name: noura.shown.ar })).fill(passphrase)
      await on.keyboard.press('Enter')
      await isIn(on)
    }
    await expect(morning.page.getByRole('heading', { name: t('vault.unlockTitle') })).toBeVisible()
    await morning.page.getByLabel(t('vault.passphraseOf', { name: noura.shown.ar })).fill('not the right one')
    await morning.page.keyboard.press('Enter')
    await expect(morning.page.getByText('عبارة المرور غير صحيحة.')).toBeVisible()
    await examine(morning.page, 'vault-unlock', 'ar', 'en')
    await unlock(morning)
    await morning.close()

    // The last day of this device.
    const last = await launch(url)
    await unlock(last)
    await host.decideDevices(url, 'wipe')
    await expect(last.page.getByText(t('vault.wipedDone'))).toBeVisible({ timeout: 90_000 })
    await examine(last.page, 'vault-wiped', 'ar', 'en')
    await last.close()
    expect(readdirSync(join(folder, 'profile')).filter((name) => /^(desk|vault|outbox|wipe)/.test(name))).toEqual([])
    await host.close(url)
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
})
