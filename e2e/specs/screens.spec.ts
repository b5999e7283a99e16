import { examine } from '../examine.ts'
import { expect, test } from '../fixtures.ts'
import { firstMember, noura } from '../people.ts'

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
