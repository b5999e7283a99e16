import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type {} from './fixture-types.ts'
import { eventually, type Fixture, launchFixture, noBrowser } from './harness.ts'

describe.skipIf(noBrowser)(
  'the bridge and IPC in the shell (skipped where there is no Chromium)',
  { timeout: 30_000 },
  () => {
    let fixture: Fixture
    beforeAll(async () => void (fixture = await launchFixture()), 60_000)
    afterAll(() => fixture.close(), 30_000)

    it('exposes a frozen API that the page cannot replace, with functions and errors of its own world', async () => {
      const facts = await fixture.page.evaluate(() => {
        const descriptor = Object.getOwnPropertyDescriptor(window, 'bridge')
        const outcome = (action: () => unknown) => {
          try {
            return action()
          } catch (error) {
            return `${error instanceof Error} ${(error as Error).message}`
          }
        }
        return {
          frozen: Object.isFrozen(bridge) && Object.isFrozen(bridge.facts),
          writable: descriptor?.writable,
          configurable: descriptor?.configurable,
          callback: bridge.callback((value, inner) => value.a + inner()),
          nested: bridge.functions().one(),
          symbol: outcome(() => bridge.sync(Symbol('x'))),
          element: outcome(() => bridge.sync(document.body)),
          facts: bridge.facts,
        }
      })
      expect(facts).toMatchObject({ frozen: true, writable: false, configurable: false, callback: 7, nested: 1 })
      expect(facts.symbol).toContain('true contextBridge')
      expect(facts.element).toContain('true')
      expect(facts.facts).toEqual({ platform: process.platform, sandboxed: true, argv: ['--hello'] })
    })

    it('carries what structured clone carries, both ways', async () => {
      const same = await fixture.page.evaluate(async () => {
        const cycle: { self?: unknown; at: Date } = { at: new Date(5) }
        cycle.self = cycle
        const sent = [new Map([[1, new Set(['ا'])]]), new Uint8Array([1, 2, 255]), 12n, undefined, NaN, cycle, 'نص']
        const [map, bytes, big, nothing, nan, back, text] = (await bridge.invoke('echo', ...sent)) as [
          Map<number, Set<string>>,
          Uint8Array,
          bigint,
          undefined,
          number,
          typeof cycle,
          string,
        ]
        return [
          map instanceof Map && map.get(1)?.has('ا'),
          bytes instanceof Uint8Array && bytes.join(),
          big === 12n,
          nothing === undefined,
          Number.isNaN(nan),
          back.self === back && back.at instanceof Date && back.at.getTime(),
          text,
        ]
      })
      expect(same).toEqual([true, '1,2,255', true, true, true, 5, 'نص'])
    })

    it('rejects with Electron’s words, also for answers that cannot be cloned', async () => {
      const reasons = await fixture.page.evaluate(() =>
        Promise.all(
          ['fail', 'unknown', 'unclonable'].map((channel) =>
            bridge.invoke(channel).catch((error: Error) => error.message),
          ),
        ),
      )
      expect(reasons[0]).toBe("Error invoking remote method 'fail': RangeError: refused")
      expect(reasons[1]).toBe("Error invoking remote method 'unknown': Error: No handler registered for 'unknown'")
      expect(reasons[2]).toContain('could not be cloned')
    })

    it('keeps the order of sends and the answers of parallel calls apart', async () => {
      const values = await fixture.page.evaluate(async () => {
        for (let i = 0; i < 100; i++) bridge.send('tell', i)
        const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => bridge.invoke('echo', i)))
        return answers.flat()
      })
      expect(values).toEqual(Array.from({ length: 100 }, (_, i) => i))
      expect(await fixture.app.evaluate(() => fixtureState.sent)).toEqual(values)
    })

    it('sends events to the page, and stops when the page unsubscribes', async () => {
      await fixture.page.evaluate(() => {
        const seen: unknown[] = []
        const stop = bridge.on('news', (value) => {
          seen.push(value)
          if (value === 2) stop()
        })
        Object.assign(window, { seen })
      })
      await fixture.app.evaluate(({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents
        for (const value of [1, 2, 3]) contents?.send('news', value)
        contents?.send('event', 'last')
      })
      await fixture.page.locator('body[data-event=last]').waitFor()
      expect(await fixture.page.evaluate(() => (window as unknown as { seen: unknown[] }).seen)).toEqual([1, 2])
    })

    it('drops an answer that comes after a reload, and goes on', async () => {
      await fixture.page.evaluate(() => void bridge.invoke('slow', 300))
      await fixture.page.reload()
      await fixture.page.locator('body[data-ready]').waitFor()
      await new Promise((resolve) => setTimeout(resolve, 400))
      expect(await fixture.page.evaluate(() => bridge.invoke('echo', 'still here'))).toEqual(['still here'])
      expect(fixture.output()).not.toMatch(/Cannot find context|Unhandled|Error/)
    })

    it('keeps two windows apart', async () => {
      const opened = fixture.app.waitForEvent('window')
      await fixture.app.evaluate(() =>
        fixtureState.openWindow({ width: 700, height: 500 }).loadURL('app://desk/other.html'),
      )
      const second = await opened
      await second.locator('body[data-ready]').waitFor()
      expect(await second.evaluate(() => bridge.invoke('who'))).toMatchObject({
        window: 2,
        url: 'app://desk/other.html',
      })
      expect(await fixture.page.evaluate(() => bridge.invoke('who'))).toMatchObject({ window: 1 })
      await fixture.app.evaluate(({ BrowserWindow }) => BrowserWindow.fromId(2)?.webContents.send('event', 'two'))
      await second.locator('body[data-event=two]').waitFor()
      expect(await fixture.page.evaluate(() => document.body.dataset['event'])).not.toBe('two')
      const main = await fixture.app.browserWindow(second)
      const facts = () => main.evaluate((window) => [window.id, window.getTitle(), window.isFocused()])
      await eventually(facts).toEqual([2, 'Fixture', true])
      await main.evaluate((window) => window.close())
      await eventually(() => fixture.app.windows().length).toBe(1)
    })
  },
)
