import type { Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type {} from './fixture-types.ts'
import { eventually, type Fixture, launchFixture, noBrowser } from './harness.ts'

describe.skipIf(noBrowser)('two windows (skipped where there is no Chromium)', { timeout: 30_000 }, () => {
  let fixture: Fixture
  let second: Page
  beforeAll(async () => {
    fixture = await launchFixture()
    const opened = fixture.app.waitForEvent('window')
    await fixture.app.evaluate(() => fixtureState.openWindow({ x: 60, y: 50 }).loadURL('app://desk/other.html'))
    second = await opened
    await second.locator('body[data-ready]').waitFor()
  }, 60_000)
  afterAll(() => fixture.close(), 30_000)

  const heard = (page: Page) => page.evaluate(() => document.body.dataset['event'])

  it('brings an event to both, each in its own page', async () => {
    await fixture.app.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) window.webContents.send('event', `to ${window.id}`)
    })
    await eventually(() => heard(fixture.page)).toBe('to 1')
    await eventually(() => heard(second)).toBe('to 2')
  })

  it('knows which of them asks, and answers only that one', async () => {
    const [first, other] = await Promise.all(
      [fixture.page, second].map((page) => page.evaluate(() => bridge.invoke('who'))),
    )
    expect(first).toMatchObject({ window: 1, url: 'app://desk/index.html' })
    expect(other).toMatchObject({ window: 2, url: 'app://desk/other.html' })
    await second.evaluate(() => bridge.send('tell', 'from the second'))
    await eventually(() => fixture.app.evaluate(() => fixtureState.sent)).toEqual(['from the second'])
  })

  it('shares what pages keep, and tells the other window of a change', async () => {
    await fixture.page.evaluate(() => addEventListener('storage', ({ newValue }) => (document.title = newValue ?? '')))
    await second.evaluate(() => localStorage.setItem('language', 'ar'))
    await eventually(() => fixture.page.title()).toBe('ar')
  })

  it('moves the focus, and places each where it was told', async () => {
    const facts = await fixture.app.evaluate(({ BrowserWindow }) => {
      const [one, two] = BrowserWindow.getAllWindows()
      one?.focus()
      const before = BrowserWindow.getFocusedWindow()?.id
      two?.focus()
      return { before, after: BrowserWindow.getFocusedWindow()?.id, first: one?.isFocused(), place: two?.getBounds() }
    })
    expect(facts).toMatchObject({ before: 1, after: 2, first: false, place: { x: 60, y: 50 } })
  })

  it('closes one and leaves the other', async () => {
    await second.close()
    await eventually(() =>
      fixture.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map(({ id }) => id)),
    ).toEqual([1])
    expect(await fixture.page.evaluate(() => bridge.invoke('echo', 'still here'))).toEqual(['still here'])
    expect(await fixture.app.evaluate(() => fixtureState.order)).not.toContain('window-all-closed')
  })
})
