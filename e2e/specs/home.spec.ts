import { examine } from '../examine.ts'
import { expect, test } from '../fixtures.ts'
import { khalid, noura } from '../people.ts'

for (const language of ['ar', 'en'] as const) {
  test.describe(language, () => {
    test.use({ language, hand: 'keyboard' })
    test(`the first screen counts as SQL does and leads on, with and without a line (${language})`, async ({
      desk,
      api,
      t,
    }) => {
      const { page } = desk
      const main = page.getByRole('main')
      await desk.signIn(noura)
      await api.ask(noura.id, 'sync.now', {})
      const home = await api.ask(noura.id, 'home.get', {})

      await test.step('it opens first, with the date in both calendars', async () => {
        await expect(main.getByRole('heading', { level: 1 })).toContainText(noura.shown[language].split(' ')[0] ?? '')
        await expect(main).toContainText(language === 'ar' ? 'هـ' : 'AH')
        await expect(main).toContainText(String(new Date(home.asOf).getUTCFullYear()))
        await expect(main).toContainText(t('session.synced'))
      })

      await test.step('it is whole and accessible in both themes', () => examine(page, 'home', language))

      await test.step('five figures, each the count of the list that it leads to', async () => {
        const figures = main.getByRole('list', { name: t('home.figures') }).getByRole('link')
        await expect(figures).toHaveCount(5)
        const shown = await figures.evaluateAll((links) => links.map((link) => link.querySelector('bdi')?.textContent))
        const { mine, dueToday, late, second, decidedToday } = home.figures
        expect(shown).toEqual([mine, dueToday, late, second, decidedToday].map(String))
        await figures.first().click()
        await expect(main).toContainText(t('requests.requestCount', { count: home.figures.mine }))
        await page.keyboard.press('Alt+Digit1')
      })

      await test.step('the cursor stands on the first; J moves it, Enter opens', async () => {
        const [first, second] = home.nearest
        if (!first || !second) throw new Error('The demo register has no work for this clerk')
        await expect(main.getByRole('list', { name: t('home.nearest') }).getByRole('link')).toHaveCount(
          home.nearest.length,
        )
        await page.keyboard.press('Enter')
        await expect(main.locator('header').first()).toContainText(first.number)
        await page.keyboard.press('Alt+Digit1')
        await expect(main.getByRole('link', { name: second.number })).toBeVisible()
        await page.keyboard.press('KeyJ')
        await page.keyboard.press('Enter')
        await expect(main.locator('header').first()).toContainText(second.number)
        await page.keyboard.press('Alt+Digit1')
        await page.keyboard.press('KeyN')
        await expect(main.locator('header').first()).toContainText(first.number)
        await page.keyboard.press('Alt+Digit1')
      })

      await test.step('without a line it says so, and another clerk sees their own figures', async () => {
        await desk.setLine(false)
        await expect(main).toContainText(t('session.disconnectedSince', { time: '' }).trim())
        await desk.switchTo(khalid)
        const his = await api.ask(khalid.id, 'home.get', {})
        const mine = main
          .getByRole('list', { name: t('home.figures') })
          .getByRole('link')
          .first()
        await expect(mine.locator('bdi').first()).toHaveText(String(his.figures.mine))
      })
    })
  })
}
