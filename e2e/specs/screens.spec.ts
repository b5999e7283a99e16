import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { root } from '#tools/run/command.ts'
import { expect, test } from '../fixtures.ts'
import { firstMember, noura } from '../people.ts'

const sizes = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
]

/** Checks the open screen by axe in both themes and takes its picture in both sizes, to out/screens. */
async function examine(page: Page, name: string, language: string): Promise<void> {
  for (const theme of ['light', 'dark']) {
    await page.evaluate((scheme) => {
      const stored = JSON.parse(localStorage.getItem('desk.preferences') ?? '{}') as object
      const newValue = JSON.stringify({ ...stored, theme: scheme })
      localStorage.setItem('desk.preferences', newValue)
      // Another window's change: this one follows without losing its place.
      window.dispatchEvent(new StorageEvent('storage', { key: 'desk.preferences', newValue }))
    }, theme)
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme)
    for (const size of sizes) {
      await page.setViewportSize(size)
      await page.waitForTimeout(250)
      const path = join(root, 'out', 'screens', `${name}-${language}-${theme}-${size.width}.png`)
      await page.screenshot({ path })
    }
    // Legacy mode: the other one opens a blank page of its own, which this application does not allow.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
    expect(
      violations.map(({ id, nodes }) => `${name} ${theme} ${id}: ${nodes.map((node) => node.html).join(' | ')}`),
    ).toEqual([])
  }
}

for (const language of ['ar', 'en'] as const) {
  test.describe(language, () => {
    test.use({ language, hand: 'mouse' })
    test(`every screen is whole and accessible in both themes (${language})`, async ({ desk, t }) => {
      test.setTimeout(240_000)
      const { page } = desk
      await examine(page, 'sign-in', language)
      // The page's policy is in force, and the theme with it.
      const ink = await page.evaluate(() => getComputedStyle(document.body).getPropertyValue('--mantine-color-ink-7'))
      expect(ink.trim()).toBe('#176379')
      await desk.signIn(noura)
      await desk.openView('open')
      await expect(page.getByRole('row').nth(3)).toBeVisible()
      await examine(page, 'queue', language)

      const dialog = await desk.search(firstMember.typed[language])
      await expect(dialog.getByRole('option').nth(1)).toBeVisible()
      await examine(page, 'search', language)
      await page.keyboard.press('Escape')

      const byMail = await desk.search(firstMember.oldEmail)
      await desk.openOption(byMail, firstMember.name[language])
      await expect(page.getByRole('main')).toContainText(firstMember.oldEmail)
      await examine(page, 'member', language)

      await page.getByRole('main').getByRole('link', { name: /R-\d/ }).first().click()
      await expect(page.getByRole('main')).toContainText('EM-02')
      await expect(page.locator('main canvas').first()).toBeVisible()
      await examine(page, 'review', language)

      await desk.setLine(false)
      await desk.press(t('requests.approvePropose'), 'KeyA')
      await page
        .getByRole('navigation')
        .getByRole('link', { name: t('frame.outbox') })
        .click()
      await expect(page.getByRole('main')).toContainText(t('outbox.title_waiting'))
      await examine(page, 'outbox', language)
    })
  })
}
