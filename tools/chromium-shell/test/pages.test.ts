import type { Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type {} from './fixture-types.ts'
import { eventually, type Fixture, launchFixture, noBrowser } from './harness.ts'

describe.skipIf(noBrowser)('pages in the shell (skipped where there is no Chromium)', { timeout: 30_000 }, () => {
  let fixture: Fixture
  beforeAll(async () => void (fixture = await launchFixture()), 60_000)
  afterAll(() => fixture.close(), 30_000)

  /** Loads from main and says how it ended; on success Playwright, too, has seen the new page. */
  const load = async (path: string) => {
    const outcome = await fixture.app.evaluate(
      ({ BrowserWindow }, url) =>
        BrowserWindow.getAllWindows()[0]
          ?.loadURL(url)
          .then(() => 'loaded')
          .catch((error: Error) => error.message),
      `app://desk${path}`,
    )
    if (outcome === 'loaded') {
      // Asked, not waited for: a wait would take the late news of an earlier failed load for its own.
      await eventually(() => fixture.page.url().endsWith(path)).toBe(true)
      await fixture.page.locator('body[data-ready]').waitFor()
    }
    return outcome
  }

  describe('the application scheme', () => {
    it('serves a secure page, and main knows it by its own name', async () => {
      const facts = await fixture.page.evaluate(async () => ({
        secure: isSecureContext,
        who: await bridge.invoke('who'),
      }))
      expect(facts.secure).toBe(true)
      expect(facts.who).toEqual({ origin: 'app://desk', url: 'app://desk/index.html', isMain: true, window: 1 })
    })

    it('enforces the policy header: inline script and unlisted style do not run, a nonce style does', async () => {
      expect(await load('/inline.html')).toBe('loaded')
      const page = await fixture.page.evaluate(() => ({
        inline: document.body.dataset['inline'],
        ready: document.body.dataset['ready'],
        styled: getComputedStyle(document.querySelector('#styled') as Element).color,
        unstyled: getComputedStyle(document.querySelector('#unstyled') as Element).color,
      }))
      expect(page).toEqual({ ready: 'yes', styled: 'rgb(1, 2, 3)', unstyled: 'rgb(0, 0, 0)' })
      const errors = await fixture.app.evaluate(() => fixtureState.console.filter(({ level }) => level === 'error'))
      expect(errors.map(({ message }) => message).join()).toContain('Content Security Policy')
    })

    it('enforces trusted types and forbids the network', async () => {
      const page = await fixture.page.evaluate(async () => {
        const outcome = (action: () => unknown) => {
          try {
            action()
            return 'allowed'
          } catch (error) {
            return (error as Error).name
          }
        }
        return {
          html: outcome(() => (document.body.innerHTML = '<b>x</b>')),
          evaluated: document.body.dataset['eval'],
          fetched: await fetch('/index.html').then(
            () => 'allowed',
            (error: Error) => error.name,
          ),
        }
      })
      expect(page).toEqual({ html: 'TypeError', evaluated: 'EvalError', fetched: 'TypeError' })
    })

    it('answers posts, and serves frames inside a page but gives them no bridge', async () => {
      expect(await load('/frame.html')).toBe('loaded')
      const inner = fixture.page.frames().find((frame) => frame.url().endsWith('/inner.html'))
      expect(await inner?.locator('p#styled').textContent()).toBe('a')
      const globals = () => [typeof window.bridge, typeof (window as { shellToNode?: unknown }).shellToNode]
      expect(await inner?.evaluate(globals)).toEqual(['undefined', 'undefined'])
    })

    it('lets loadURL fail as Electron does when the handler throws or nobody serves the address', async () => {
      expect(await load('/throw')).toBe("ERR_FAILED (-2) loading 'app://desk/throw'")
      const other = await fixture.app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]
          ?.loadURL('https://example.org/')
          .catch((error: NodeJS.ErrnoException) => error.code),
      )
      expect(other).toBe('ERR_BLOCKED_BY_CLIENT')
      expect(await load('/index.html')).toBe('loaded')
    })
  })

  describe('navigation and new windows', () => {
    it('asks will-navigate and keeps the page when it is prevented', async () => {
      expect(await load('/links.html')).toBe('loaded')
      await fixture.page.evaluate(() => void (document.body.dataset['kept'] = 'yes'))
      await fixture.page.locator('#away').click()
      await eventually(() => fixture.app.evaluate(() => fixtureState.navigations)).toEqual(['https://example.org/'])
      await fixture.page.evaluate(() => void (location.href = '/other.html'))
      await eventually(() => fixture.app.evaluate(() => fixtureState.navigations.at(-1))).toBe('app://desk/other.html')
      expect(await fixture.page.evaluate(() => [location.pathname, document.body.dataset['kept']])).toEqual([
        '/links.html',
        'yes',
      ])
    })

    it('lets a navigation through when nobody prevents it', async () => {
      await fixture.app.evaluate(() => void (fixtureState.allowNavigation = true))
      await fixture.page.evaluate(() => void (location.href = '/other.html'))
      await fixture.page.waitForURL('**/other.html')
      await fixture.page.locator('body[data-ready]').waitFor()
      await fixture.app.evaluate(() => void (fixtureState.allowNavigation = false))
      expect(await fixture.page.evaluate(() => bridge.invoke('who'))).toMatchObject({ url: 'app://desk/other.html' })
    })

    it('denies window.open and target=_blank, and tells the handler of both', async () => {
      expect(await load('/links.html')).toBe('loaded')
      await fixture.app.evaluate(() => void (fixtureState.opened.length = 0))
      expect(await fixture.page.evaluate(() => window.open('/other.html'))).toBeNull()
      await fixture.page.locator('#blank').click()
      await eventually(() => fixture.app.evaluate(() => fixtureState.opened)).toEqual([
        'app://desk/other.html',
        'https://example.org/x',
      ])
      await eventually(() => fixture.app.windows().length).toBe(1)
    })

    it('opens a window with the same preload where the handler allows it', async () => {
      await fixture.app.evaluate(() => void (fixtureState.openAction = 'allow'))
      await fixture.page.evaluate(() => void window.open('/other.html'))
      const find = () => fixture.app.windows().find((page) => page.url().endsWith('/other.html'))
      await eventually(() => find() !== undefined).toBe(true)
      const child = find() as Page
      await child.locator('body[data-ready]').waitFor()
      expect(await child.evaluate(() => bridge.invoke('who'))).toMatchObject({
        url: 'app://desk/other.html',
        isMain: true,
      })
      await fixture.app.evaluate(() => void (fixtureState.openAction = 'deny'))
      await child.close()
      await eventually(() => fixture.app.windows().length).toBe(1)
    })
  })

  describe('permissions', () => {
    it('answers from the application: camera yes, everything else no', async () => {
      const states = await fixture.page.evaluate(async () => {
        const names = ['camera', 'microphone', 'geolocation', 'notifications'] as PermissionName[]
        const answers = await Promise.all(names.map((name) => navigator.permissions.query({ name })))
        return answers.map(({ state }) => state)
      })
      expect(states).toEqual(['granted', 'denied', 'denied', 'denied'])
      expect(await fixture.app.evaluate(() => fixtureState.asked)).toContain('geolocation')
    })
  })

  describe('paper and pictures', () => {
    it('prints a PDF of the page size that was asked for', async () => {
      const text = await fixture.app.evaluate(async ({ BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows()
        const card = { width: 3.37, height: 2.13 }
        const pdf = await window?.webContents.printToPDF({
          pageSize: card,
          printBackground: true,
          generateTaggedPDF: true,
        })
        return pdf?.toString('latin1')
      })
      expect(text).toMatch(/^%PDF-/)
      expect(text).toMatch(/\/MediaBox\s*\[0 0 24[23](\.\d+)? 15[34](\.\d+)?\]/)
    })

    it('takes a picture of an area, and zooms the layout', async () => {
      const size = await fixture.app.evaluate(async ({ BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows()
        return (await window?.webContents.capturePage({ x: 0, y: 0, width: 40, height: 30 }))?.getSize()
      })
      expect(size).toEqual({ width: 40, height: 30 })
      const before = await fixture.page.evaluate(() => innerWidth)
      await fixture.app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(1.25),
      )
      await eventually(() => fixture.page.evaluate(() => innerWidth)).toBe(Math.round(before / 1.25))
      await fixture.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(1))
      await eventually(() => fixture.page.evaluate(() => innerWidth)).toBe(before)
    })
  })

  it('passes the theme on as prefers-color-scheme', async () => {
    const isDark = () => fixture.page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)
    expect(await isDark()).toBe(false)
    await fixture.app.evaluate(({ nativeTheme }) => void (nativeTheme.themeSource = 'dark'))
    await eventually(isDark).toBe(true)
    await fixture.app.evaluate(({ nativeTheme }) => void (nativeTheme.themeSource = 'light'))
    await eventually(isDark).toBe(false)
  })

  it('reports a crashed page', async () => {
    const details = await fixture.app.evaluate(async ({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows()[0]
      const gone = new Promise((resolve) =>
        window?.webContents.once('render-process-gone', (_event, details) => resolve(details)),
      )
      window?.loadURL('chrome://crash').catch(() => {})
      return gone
    })
    expect(details).toMatchObject({ reason: 'crashed' })
  })
})
