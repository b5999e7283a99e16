import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Random } from '#authority/demo/prng.ts'
import { openTestStore, type TestStore } from '#core/db/test-database.ts'
import { enrolClerk, putToken } from '#core/repositories/enrolled-clerks.ts'
import { putSetting } from '#core/repositories/settings.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { AuthorityClient } from './authority-client.ts'
import type { AuthorityFetch } from './authority-line.ts'
import { backoffAfter } from './backoff.ts'
import { EventListener } from './event-listener.ts'
import { Sessions } from './sessions.ts'
import { buildSyncContext } from './test-context.ts'

/** After so long without a word a stream is taken for dead, in milliseconds. */
const silence = 65_000

let at: TestStore
beforeEach(() => {
  at = openTestStore()
  putSetting(at.store, 'device', 'desk-1')
  enrolClerk(at.store, 'noura', '2026-11-22T07:00:00.000Z')
  putToken(at.store, 'noura', 'token', '2026-11-22T07:00:00.000Z')
})
afterEach(() => at.end())

/** A desk's stream, whose waits are counted and never come by themselves. */
class Desk {
  readonly waits: { readonly milliseconds: number; readonly work: () => void; over: boolean }[] = []
  readonly listener: EventListener
  /** How often the client said that nobody answered. */
  silences = 0
  rounds = 0

  constructor(fetch: AuthorityFetch, seed: string) {
    const after = (milliseconds: number, work: () => void) => {
      const wait = { milliseconds, work, over: false }
      this.waits.push(wait)
      return () => {
        wait.over = true
      }
    }
    const client = new AuthorityClient({
      baseUrl: 'http://127.0.0.1:9',
      fetch,
      after,
      onSilence: () => {
        this.silences += 1
      },
    })
    const sessions = new Sessions(buildSyncContext(at.store, () => Promise.reject(new AppError('sync/offline'))))
    const random = new Random(seed, 0)
    const onRound = (): void => {
      this.rounds += 1
    }
    this.listener = new EventListener(client, sessions, after, onRound, () => random.next())
  }

  /** The wait before the next stream, once this one has ended. */
  async nextStream(): Promise<number> {
    const pause = () => this.waits.find(({ milliseconds, over }) => !over && milliseconds !== silence)
    await expect.poll(() => pause() !== undefined).toBe(true)
    const wait = pause()
    if (!wait) throw new Error('There is no wait')
    wait.over = true
    wait.work()
    return wait.milliseconds
  }
}

const streamOf = (body: BodyInit): Response => new Response(body, { headers: { 'content-type': 'text/event-stream' } })

describe('the wait before the next stream', () => {
  test('is another one for each desk, when an authority that restarts drops them all', async () => {
    const moves: AuthorityFetch = () => Promise.resolve(streamOf('event: moved\ndata: {}\n\n'))
    const waits: number[] = []
    for (let n = 0; n < 60; n += 1) {
      const desk = new Desk(moves, `desk-${n}`)
      desk.listener.start('noura')
      waits.push(await desk.nextStream())
    }
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(500)
    expect(Math.max(...waits)).toBeLessThanOrEqual(1000)
    // No twentieth of the time has more than a fifth of the desks.
    const crowds = new Map<number, number>()
    for (const wait of waits) crowds.set(Math.floor(wait / 25), (crowds.get(Math.floor(wait / 25)) ?? 0) + 1)
    expect(Math.max(...crowds.values())).toBeLessThanOrEqual(12)
  })

  test('doubles with each stream that says nothing, up to half a minute, and is the same for the same chance', async () => {
    const ends: AuthorityFetch = () => Promise.resolve(streamOf(': nothing\n\n'))
    const waitsOf = async (seed: string): Promise<number[]> => {
      const desk = new Desk(ends, seed)
      const waits: number[] = []
      for (let n = 0; n < 8; n += 1) {
        desk.listener.start('noura')
        waits.push(await desk.nextStream())
      }
      return waits
    }
    const waits = await waitsOf('a')
    for (const [n, wait] of waits.entries()) {
      const whole = Math.min(30_000, 2000 * 2 ** n)
      expect(wait).toBeGreaterThanOrEqual(whole / 2)
      expect(wait).toBeLessThanOrEqual(whole)
    }
    expect(await waitsOf('a')).toEqual(waits)
    expect(await waitsOf('b')).not.toEqual(waits)
  })
})

test('a stream that is silent for 65 s is dropped, and that is no word about the line', async () => {
  const streams: ReadableStreamDefaultController<Uint8Array>[] = []
  const stands: AuthorityFetch = (_url, { signal }) => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        streams.push(controller)
        signal.addEventListener('abort', () => controller.error(new Error('aborted')), { once: true })
      },
    })
    return Promise.resolve(streamOf(body))
  }
  const desk = new Desk(stands, 'a')
  desk.listener.start('noura')
  await expect.poll(() => streams.length).toBe(1)
  const watches = () => desk.waits.filter(({ milliseconds }) => milliseconds === silence)
  expect(watches()).toMatchObject([{ over: false }])

  // A heartbeat begins the time anew.
  streams[0]?.enqueue(new TextEncoder().encode(': still here\n\n'))
  await expect.poll(() => desk.listener.isOpen()).toBe(true)
  expect(watches()).toMatchObject([{ over: true }, { over: false }])

  watches()[1]?.work()
  await expect.poll(() => desk.listener.isOpen()).toBe(false)
  expect(await desk.nextStream()).toBeLessThanOrEqual(2000)
  // Its end causes a round, which asks whether the line is there; the stream itself does not say that it is not.
  expect([desk.rounds, desk.silences]).toEqual([1, 0])
  desk.listener.start('noura')
  await expect.poll(() => streams.length).toBe(2)
  desk.listener.stop()
})

test('desks that were all told when to come again do not come in one instant, and none before that', () => {
  for (const wanted of [2000, 60_000, 900_000]) {
    const random = new Random('after', wanted)
    const waits = Array.from({ length: 200 }, () => backoffAfter(1, random.next(), wanted))
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(wanted)
    expect(Math.max(...waits)).toBeLessThanOrEqual(wanted + 30_000)
    const spread = Math.min(30_000, wanted / 2)
    expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan(spread * 0.9)
  }
  // Nobody asked for anything, or for less than the failures do.
  expect(backoffAfter(3, 0.5, 0)).toBe(3000)
  expect(backoffAfter(7, 0, 1000)).toBe(15_000)
})
