import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getErrorRow } from '#shared/kernel/errors.ts'
import { deskEnvironment, deskRuntime, launchDesk } from '#tools/run/launch-desk.ts'
import { examine } from '../examine.ts'
import { expect, test } from '../fixtures.ts'
import { DeskPage } from '../pages/desk-page.ts'
import { noura } from '../people.ts'

/** An address where nobody listens. */
const nowhere = 'http://127.0.0.1:9'

test('the machine’s policy decides on the authority’s address, and the device says so', async ({
  authority,
  folder,
  language,
  hand,
  t,
}) => {
  const policy = join(folder, 'policy.json')
  writeFileSync(policy, JSON.stringify({ authority: authority.url, autoLockMinutes: 5 }), { mode: 0o644 })
  const { page, close } = await launchDesk({
    authorityUrl: nowhere,
    profile: join(folder, 'profile'),
    env: { MUMARIS_POLICY: policy },
  })
  const desk = new DeskPage(page, t, language, hand)
  await desk.open()
  await desk.signIn(noura)
  await page.keyboard.press('Alt+Digit0')
  const about = page.getByRole('region', { name: t('device.about') })
  await expect(about).toContainText(authority.url)
  await expect(about).toContainText(t('device.from_policy'))
  await expect(about).toContainText(policy)
  await about.scrollIntoViewIfNeeded()
  await examine(page, 'device-policy', 'ar', 'en')
  await close()
})

test('a policy that is broken stops the start, and says in both languages what is wrong where', async ({ folder }) => {
  const policy = join(folder, 'policy.json')
  writeFileSync(policy, '{ "authorty": "https://desk.example" }', { mode: 0o644 })
  const { executablePath, args } = deskRuntime()
  const options = { authorityUrl: nowhere, profile: join(folder, 'profile'), env: { MUMARIS_POLICY: policy } }
  const process = spawn(executablePath, args, { env: deskEnvironment(options), stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  process.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const code = await new Promise((resolve) => process.once('exit', resolve))
  expect(code).toBe(1)
  const row = getErrorRow('policy/invalid')
  for (const words of [row.ar, row.doAr, row.en, row.doEn, policy, 'field: authorty']) expect(said).toContain(words)
})

test('a page whose process dies is loaded again where it was, and what a crash left of its memory is deleted', async ({
  authority,
  folder,
  language,
  hand,
  t,
}) => {
  const profile = join(folder, 'profile')
  const dump = join(profile, 'Crashpad', 'completed', 'left.dmp')
  mkdirSync(join(profile, 'Crashpad', 'completed'), { recursive: true })
  writeFileSync(dump, 'memory')
  const { app, page, close } = await launchDesk({ authorityUrl: authority.url, profile })
  expect(existsSync(dump)).toBe(false)
  const desk = new DeskPage(page, t, language, hand)
  await desk.open()
  await desk.signIn(noura)
  await page.keyboard.press('Alt+Digit0')
  await expect(page.getByRole('region', { name: t('device.about') })).toBeVisible()
  const crashed = page.waitForEvent('crash')
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer())
  await crashed
  // Playwright is done with a page that crashed; the window is not.
  const heading = () =>
    app.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      return contents?.executeJavaScript('document.querySelector("h1")?.textContent ?? ""').catch(() => '')
    })
  await expect.poll(heading, { timeout: 30_000 }).toContain(t('device.title'))
  const log = readFileSync(join(profile, 'logs', 'main.log'), 'utf8')
  expect(log).toContain('fault code=desktop/page-gone channel=page reason=crashed')
  expect(log).toContain('crash-dumps-deleted count=1')
  await close()
})
