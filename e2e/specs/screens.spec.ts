import { examine, setLook } from '../examine.ts'
import { expect, test } from '../fixtures.ts'
import { firstMember, noura } from '../people.ts'

test('every screen is whole and accessible in both languages and themes', async ({ desk, t }) => {
  const { page } = desk
  await examine(page, 'sign-in', 'ar', 'en')
  // The page's policy is in force, and the theme with it.
  const ink = await page.evaluate(() => getComputedStyle(document.body).getPropertyValue('--mantine-color-ink-7'))
  expect(ink.trim()).toBe('#176379')
  await desk.signIn(noura)
  await desk.openView('open')
  await expect(page.getByRole('row').nth(3)).toBeVisible()
  await examine(page, 'queue', 'ar', 'en')

  const dialog = await desk.search(firstMember.typed.ar)
  for (const language of ['ar', 'en'] as const) {
    await dialog.getByRole('combobox').fill(firstMember.typed[language])
    await expect(dialog.getByRole('option', { name: firstMember.name.ar }).first()).toBeVisible()
    await examine(page, 'search', language)
  }
  await setLook(page, { language: 'ar', theme: 'light' })
  await page.keyboard.press('Escape')

  const byMail = await desk.search(firstMember.oldEmail)
  await desk.openOption(byMail, firstMember.name.ar)
  await expect(page.getByRole('main')).toContainText(firstMember.oldEmail)
  await expect(page.getByText(t('common.cpdHours', { count: 15 }))).toBeVisible()
  await examine(page, 'member', 'ar', 'en')

  await page.getByRole('main').getByRole('link', { name: /R-\d/ }).first().click()
  await expect(page.getByRole('main')).toContainText('EM-02')
  await expect(page.locator('main canvas').first()).toBeVisible()
  await examine(page, 'review', 'ar', 'en')

  await desk.setLine(false)
  await desk.press(t('requests.approvePropose'), 'KeyA')
  await page
    .getByRole('navigation')
    .getByRole('link', { name: t('frame.outbox') })
    .click()
  await expect(page.getByRole('main')).toContainText(t('outbox.title_waiting'))
  await examine(page, 'outbox', 'ar', 'en')
})
