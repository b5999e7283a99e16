import { mkdtempSync, rmSync } from 'node:fs'
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

test('a real desk: first sign-in in the browser, a passphrase, the lock, and the next morning without a line', async ({
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
    await close()

    // The next morning, nobody answers at the authority's address.
    await host.close(url)
    const morning = await launch(url)
    await expect(morning.page.getByRole('heading', { name: t('vault.unlockTitle') })).toBeVisible()
    const field = morning.page.getByLabel(t('vault.passphraseOf', { name: noura.shown.ar }))
    await field.fill('not the right one')
    await morning.page.keyboard.press('Enter')
    await expect(morning.page.getByText('عبارة المرور غير صحيحة.')).toBeVisible()
    await examine(morning.page, 'vault-unlock', 'ar', 'en')
    await field.fill(passphrase)
    await morning.page.keyboard.press('Enter')
    await isIn(morning.page)
    await morning.close()
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
})
