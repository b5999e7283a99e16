import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openTestStore } from '#core/db/test-database.ts'
import { listClockJumps } from '#core/repositories/clock-jumps.ts'
import { provenNow } from '#core/use-cases/certificates/proven-now.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import { ClockWatch } from './clock-watch.ts'
import { ReaderClock } from './reader-clock.ts'
import { type ClockJump, noMemory, TrustedClock } from './trusted-clock.ts'

const minute = 60_000
const year = 365 * 86_400_000
const begin = Date.parse('2026-11-22T07:00:00.000Z')

/** Real time, a machine's clock that may be anywhere, and time that only grows; all moved by the test. */
function buildWorld() {
  const world = { real: begin, set: 0, booted: begin }
  return {
    wall: { now: () => world.real + world.set },
    elapsed: () => world.real - world.booted,
    pass: (milliseconds: number) => void (world.real += milliseconds),
    setBy: (milliseconds: number) => void (world.set += milliseconds),
    boot: () => void (world.booted = world.real),
    real: () => world.real,
  }
}

test('trusted time follows the authority forward, and back when the machine had run ahead, and never runs behind it', () => {
  const world = buildWorld()
  const clock = new TrustedClock(world.wall, world.elapsed, noMemory, () => undefined)
  clock.see(isoInstant(begin + 60 * minute))
  world.pass(1000)
  expect(clock.now()).toBe(begin + 60 * minute + 1000)
  world.setBy(-2 * year)
  expect(clock.now()).toBe(begin + 60 * minute + 1000)
  world.pass(1000)
  expect(clock.now()).toBe(begin + 60 * minute + 2000)
  world.setBy(12 * year)
  expect(clock.now()).toBeGreaterThan(begin + 9 * year)
  clock.see(isoInstant(begin + 61 * minute))
  expect(clock.now()).toBe(begin + 61 * minute)
  // A restored authority that is behind itself: its own latest word stands.
  clock.see(isoInstant(begin))
  expect(clock.now()).toBe(begin + 61 * minute)
})

test('time that was carried over a start shows no earlier moment when the authority is a little behind it', () => {
  const world = buildWorld()
  const before = new TrustedClock(world.wall, world.elapsed, noMemory, () => undefined)
  world.pass(10 * minute)
  before.now()
  world.setBy(-8 * minute)
  world.boot()
  const clock = new TrustedClock(world.wall, world.elapsed, before.memory(), () => undefined)
  world.pass(minute)
  const shown = clock.now()
  expect(shown).toBe(begin + 11 * minute)
  clock.see(isoInstant(shown - 600))
  expect(clock.now()).toBe(shown)
  world.pass(minute)
  expect(clock.now()).toBe(shown + minute - 600)
})

test('jumps of more than five minutes are noticed: while running, at opening, by the authority', () => {
  const world = buildWorld()
  const jumps: ClockJump[] = []
  const open = (memory = noMemory) => new TrustedClock(world.wall, world.elapsed, memory, (jump) => jumps.push(jump))
  const seen = () => jumps.splice(0).map(({ noticed, jump }) => [noticed, Math.round(jump / minute)])
  let clock = open()
  world.setBy(4 * minute)
  clock.now()
  expect(seen()).toEqual([])
  world.setBy(30 * minute)
  clock.now()
  world.setBy(-20 * minute)
  clock.now()
  expect(seen()).toEqual([
    ['running', 30],
    ['running', -20],
  ])
  clock.see(isoInstant(world.real()))
  world.pass(60 * minute)
  clock.see(isoInstant(world.real()))
  expect(seen()).toEqual([])

  const memory = clock.memory()
  world.setBy(-90 * minute)
  world.boot()
  clock = open(memory)
  expect(seen()).toEqual([['opening', -90]])
  clock.see(isoInstant(world.real()))
  expect(seen()).toEqual([])

  // Set forward while the desk was closed: only the authority can tell.
  const later = clock.memory()
  world.pass(10 * minute)
  world.setBy(2 * 60 * minute)
  world.boot()
  clock = open(later)
  clock.now()
  expect(seen()).toEqual([])
  clock.see(isoInstant(world.real()))
  expect(seen()).toEqual([['authority', 120]])
})

test('whatever the clock does, over restarts too, nothing that the authority has shown to be past is proven to be to come', () => {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('pass' as const), by: fc.integer({ min: 1, max: year }) }) },
    fc.record({ kind: fc.constant('set' as const), by: fc.integer({ min: -10 * year, max: 10 * year }) }),
    fc.record({ kind: fc.constant('restart' as const), by: fc.constant(0) }),
    fc.record({ kind: fc.constant('cut' as const), by: fc.constant(0) }),
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('answer' as const), by: fc.constant(0) }) },
  )
  const database = openTestStore()
  const { store } = database
  try {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        store.runOf('DELETE FROM settings')
        store.runOf('DELETE FROM clock_jumps')
        const world = buildWorld()
        let watch = new ClockWatch(store, world.wall, world.elapsed)
        let reader = new ReaderClock(store, world.wall)
        let told = 0
        let shown = 0
        let read = 0
        for (const { kind, by } of steps) {
          if (kind === 'pass') world.pass(by)
          if (kind === 'set') world.setBy(by)
          if (kind === 'restart') watch.keep()
          if (kind === 'restart' || kind === 'cut') {
            world.boot()
            watch = new ClockWatch(store, world.wall, world.elapsed)
            reader = new ReaderClock(store, world.wall)
            read = 0
          }
          // Who reads may be asked before the writer looks.
          const before = reader.now()
          expect(before).toBeGreaterThanOrEqual(read)
          read = before
          if (kind === 'answer') {
            watch.seeServerTime(isoInstant(world.real()))
            // The authority may say that less time has passed; it alone.
            shown = 0
            read = 0
            told = world.real()
          } else watch.look()
          const now = watch.clock.now()
          // A power cut may undo the last minute.
          expect(now).toBeGreaterThanOrEqual(told - minute)
          expect(now).toBeGreaterThanOrEqual(shown - minute)
          shown = now
          const proven = provenNow(store, world.wall)
          expect(Date.parse(proven.now)).toBeGreaterThanOrEqual(told - minute)
        }
      }),
      { numRuns: 150 },
    )
  } finally {
    database.end()
  }
})

test('a reader shows no earlier time when the clock is set ahead and back between two looks of the writer', () => {
  const database = openTestStore()
  const { store } = database
  const world = buildWorld()
  const watch = new ClockWatch(store, world.wall, world.elapsed)
  const reader = new ReaderClock(store, world.wall)
  world.setBy(60 * minute)
  expect(reader.now()).toBe(begin + 60 * minute)
  world.setBy(-60 * minute)
  world.pass(minute)
  expect(reader.now()).toBe(begin + 60 * minute)
  // The authority knows better.
  watch.seeServerTime(isoInstant(world.real()))
  watch.keep()
  expect(reader.now()).toBe(begin + minute)
  database.end()
})

test('what is noticed is kept in the store', () => {
  const database = openTestStore()
  const world = buildWorld()
  const watch = new ClockWatch(database.store, world.wall, world.elapsed)
  world.setBy(-3 * year)
  watch.look()
  expect(listClockJumps(database.store, 5)).toMatchObject([{ noticed: 'running', jump: -3 * year }])
  database.end()
})
