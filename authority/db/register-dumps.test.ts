import { afterEach, expect, test, vi } from 'vitest'
import type { Logger } from '#shared/kernel/ports.ts'
import { dumpHourly } from './register-dumps.ts'

const said: string[] = []
const note = (event: string, fields?: object) => void said.push(`${event} ${JSON.stringify(fields ?? {})}`)
const log: Logger = { info: note, warn: note, error: note }

afterEach(() => {
  vi.useRealTimers()
  said.length = 0
})

const hour = 3_600_000

test('a dump is taken every hour and once more at the end, and none after that', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  let dumps = 0
  const stop = dumpHourly(() => Promise.resolve(void (dumps += 1)), log)
  vi.advanceTimersByTime(hour - 1)
  expect(dumps).toBe(0)
  vi.advanceTimersByTime(1)
  expect(dumps).toBe(1)
  vi.advanceTimersByTime(3 * hour)
  expect(dumps).toBe(4)
  await stop()
  vi.advanceTimersByTime(3 * hour)
  expect(dumps).toBe(5)
  expect(said).toEqual([])
})

test('one that fails is logged, and the next one is taken all the same', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  let tries = 0
  const stop = dumpHourly(() => {
    tries += 1
    return Promise.reject(new Error('no room'))
  }, log)
  vi.advanceTimersByTime(2 * hour)
  await stop()
  expect(tries).toBe(3)
  expect(said).toEqual(Array.from({ length: 3 }, () => 'dump-failed {"cause":"Error: no room"}'))
})
