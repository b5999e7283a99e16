import type { Page } from '@playwright/test'
import { findServiceTime } from '#renderer/features/requests/service-time.ts'
import { expect, test } from '../fixtures.ts'
import { noura } from '../people.ts'

const hour = 3_600_000
const hoursAhead = 72

/** The window of a machine whose clock is ahead, as the core's is by its environment. */
async function setPageAhead(page: Page): Promise<void> {
  await page.addInitScript((ahead) => {
    const Real = Date
    class Ahead extends Real {
      constructor(...given: [] | [number | string]) {
        super(given.length === 0 ? Real.now() + ahead : given[0])
      }
      static override now(): number {
        return Real.now() + ahead
      }
    }
    Object.assign(globalThis, { Date: Ahead })
  }, hoursAhead * hour)
  await page.reload()
}

test.describe('on a machine whose clock is three days ahead', () => {
  test.use({ language: 'en', hand: 'keyboard', env: { MUMARIS_CLOCK_AHEAD_HOURS: String(hoursAhead) } })

  test('service times and the list of what is due agree by the authority’s time, and undo keeps its own', async ({
    desk,
    api,
    t,
  }) => {
    const { page } = desk
    await setPageAhead(page)
    await desk.signIn(noura)
    expect(await page.evaluate(() => Date.now())).toBeGreaterThan(Date.now() + (hoursAhead - 1) * hour)

    await api.ask(noura.id, 'sync.now', {})
    const { rows } = await api.ask(noura.id, 'requests.list', { view: 'open', limit: 200 })
    const falselyLate = rows.find(({ dueAt }) => {
      const left = dueAt === null ? 0 : Date.parse(dueAt) - Date.now()
      return left > hour && left < hoursAhead * hour
    })
    if (!falselyLate) throw new Error('The demo register has no request that is due within three days')
    const { views } = await api.ask(noura.id, 'requests.counts', {})
    const state = findServiceTime(falselyLate, Date.now())?.state

    await test.step('no chip is late before its time, and as many are due today as at a desk whose clock is right', async () => {
      await desk.openView('due-today')
      await expect(page.getByRole('heading', { level: 1 }).locator('..')).toContainText(
        t('requests.requestCount', { count: views['due-today'] }),
      )
      await page.evaluate((id) => void (window.location.hash = `#/requests/${id}`), falselyLate.id)
      const head = page.getByRole('main').locator('header').first()
      await expect(head).toContainText(falselyLate.number)
      await expect(
        head
          .locator('[data-state]')
          .filter({ has: page.locator('svg') })
          .first(),
      ).toHaveAttribute('data-state', state ?? '')
    })

    await test.step('the time to undo is a duration, whatever the clocks say', async () => {
      await page.keyboard.press('KeyR')
      await page.getByRole('checkbox').first().press('Space')
      await page.keyboard.press('Control+Enter')
      const undo = page.getByRole('button', { name: t('common.undo'), exact: false })
      await expect(undo).toBeVisible()
      await page.waitForTimeout(3500)
      await expect(undo).toBeVisible()
      await expect(undo).toHaveCount(0, { timeout: 6000 })
    })
  })
})
