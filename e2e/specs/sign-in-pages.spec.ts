import { once } from 'node:events'
import { createServer } from 'node:http'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { type Browser, chromium, expect, type Page, test } from '@playwright/test'
import { keyOnPage } from '#authority/test/sign-in-helper.ts'
import { startAuthority, type TestAuthority } from '#authority/test/start-authority.ts'
import { addAccount } from '#authority/use-cases/identity/accounts.ts'
import { codeOf, stepAt } from '#authority/use-cases/identity/totp.ts'
import { findBrowser } from '#tools/chromium-shell/find-browser.ts'
import { root } from '#tools/run/command.ts'

const sizes = { wide: { width: 1280, height: 800 }, narrow: { width: 360, height: 640 } }

let authority: TestAuthority
let browser: Browser
test.beforeAll(async () => {
  const executablePath = findBrowser()
  test.skip(executablePath === undefined, 'needs a Chromium')
  authority = await startAuthority({ members: 0, demo: false })
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  browser = await chromium.launch({ ...(executablePath !== undefined && { executablePath }), args })
})
test.afterAll(async () => {
  await browser?.close()
  await authority?.close()
})

/** Pictures of the page in both themes and sizes, checked by axe, with nothing that has to be scrolled to sideways. */
async function look(page: Page, name: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme })
    for (const [size, viewport] of Object.entries(sizes)) {
      await page.setViewportSize(viewport)
      await page.evaluate(() => document.fonts.ready)
      await page.screenshot({
        path: join(root, 'out', 'screens', `authority-${name}-${theme}-${size}.png`),
        fullPage: true,
      })
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), name).toBe(true)
    }
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
    expect(
      violations.map(({ id, nodes }) => `${name} ${theme} ${id}: ${nodes.map(({ html }) => html).join()}`),
    ).toEqual([])
  }
}

/** The page in both languages, as it stands and without what was typed. */
async function lookInBoth(page: Page, name: string): Promise<void> {
  for (const [language, other] of [
    ['ar', 'English'],
    ['en', 'العربية'],
  ] as const) {
    await expect(page.locator('html')).toHaveAttribute('lang', language)
    await look(page, `${name}-${language}`)
    await page.getByRole('link', { name: other }).click()
  }
}

test('a whole sign-in by keyboard, in both languages, leads back to the desk', async () => {
  const desk = createServer((_, response) => response.end('<!doctype html><title>desk</title>'))
  desk.listen(0, '127.0.0.1')
  await once(desk, 'listening')
  const address = desk.address()
  const callback = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/callback`
  const password = await addAccount(authority.context, 'riyadh-clerk-1', 'n.alotaibi')
  const context = await browser.newContext()
  const page = await context.newPage()
  const wrongs: string[] = []
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) wrongs.push(message.text())
  })
  try {
    const query = new URLSearchParams({
      client_id: 'mumaris-desk',
      response_type: 'code',
      redirect_uri: callback,
      scope: 'openid offline_access',
      prompt: 'consent',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
      state: 'state',
    })
    await page.goto(`${authority.url}/oidc/auth?${query}`)
    const { keyboard } = page
    await lookInBoth(page, 'password')
    // The first field has the cursor; the button is reached and pressed by Enter.
    await keyboard.type('n.alotaibi')
    await keyboard.press('Tab')
    await keyboard.type('wrong')
    await keyboard.press('Enter')
    await expect(page.getByRole('alert')).toContainText('اسم المستخدم أو كلمة المرور غير صحيحة')
    await expect(page.getByLabel('كلمة المرور')).toBeFocused()
    await look(page, 'password-wrong-ar')
    await keyboard.type(password)
    await keyboard.press('Enter')

    await lookInBoth(page, 'change')
    await keyboard.type('Sand-4242')
    await keyboard.press('Tab')
    await keyboard.type('sand-4242')
    await keyboard.press('Enter')
    await expect(page.getByRole('alert')).toBeVisible()
    await keyboard.type('Noura-42')
    await keyboard.press('Tab')
    await keyboard.type('Noura-42')
    await keyboard.press('Enter')
    await expect(page.locator('.bad')).toHaveText(/الاسم/)
    await look(page, 'change-rules-ar')
    await keyboard.type('Sand&Ink-42')
    await keyboard.press('Tab')
    await keyboard.type('Sand&Ink-42')
    await keyboard.press('Enter')

    await lookInBoth(page, 'enrol')
    const secret = keyOnPage(await page.content())
    await keyboard.type(codeOf(secret, stepAt(Date.now())))
    await keyboard.press('Enter')
    await expect(page.locator('.codes li')).toHaveCount(8)
    await look(page, 'recovery-ar')
    await expect(page.getByRole('button')).toBeFocused()
    await keyboard.press('Enter')
    await page.waitForURL(`${callback}?**`)
    expect(new URL(page.url()).searchParams.get('code')).toMatch(/.{20,}/)

    await page.goto(`${authority.url}/oidc/auth?${query}&ui_locales=en`)
    await keyboard.type('n.alotaibi')
    await keyboard.press('Tab')
    await keyboard.type('Sand&Ink-42')
    await keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Verification code' })).toBeVisible()
    await page.goto(`${page.url().split('?')[0]}?lang=ar`)
    await lookInBoth(page, 'code')
    await page.goto(`${authority.url}/oidc/auth?client_id=nobody`)
    await look(page, 'error-ar')
    await page.goto(`${authority.url}/oidc/interaction/${'x'.repeat(21)}?lang=en`)
    await look(page, 'gone-en')
    expect(wrongs).toEqual([])
  } finally {
    await context.close()
    desk.close()
    desk.closeAllConnections()
  }
})
