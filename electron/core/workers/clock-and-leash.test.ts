import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openTestStore } from '#core/db/test-database.ts'
import { noteContact } from '#core/repositories/settings.ts'
import { requireLeash } from '#core/use-cases/session/leash.ts'
import { toAppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import { ClockWatch } from './clock-watch.ts'
import { ReaderClock } from './reader-clock.ts'

const minute = 60_000
const day = 86_400_000
const year = 365 * day
const begin = Date.parse('2026-11-22T07:00:00.000Z')
const leash = { readDays: 14, decideDays: 7, decideCommands: 500 }

/** A desk that was told of its leash and then lost its line, on a machine whose clock anybody may set. */
function buildDesk() {
  const database = openTestStore()
  const { store } = database
  const world = { real: begin, set: 0, booted: begin }
  const wall = { now: () => world.real + world.set }
  const elapsed = () => world.real - world.booted
  let watch = new ClockWatch(store, wall, elapsed)
  let reader = new ReaderClock(store, wall)
  watch.seeServerTime(isoInstant(begin))
  noteContact(store, 'noura', { at: isoInstant(begin), leash })
  const may = (now: number, wish: 'read' | 'decide'): boolean => {
    try {
      requireLeash(store, 'noura', now, wish)
      return true
    } catch (thrown) {
      if (toAppError(thrown).code === 'session/leash') return false
      throw thrown
    }
  }
  return {
    run: (milliseconds: number) => {
      world.real += milliseconds
      watch.look()
    },
    setClock: (milliseconds: number) => void (world.set += milliseconds),
    /** Closed, put down for so long, the clock set meanwhile, opened again. */
    reopen: (closed: number, set: number) => {
      watch.keep()
      world.real += closed
      world.set += set
      world.booted = world.real
      watch = new ClockWatch(store, wall, elapsed)
      reader = new ReaderClock(store, wall)
    },
    hear: () => {
      watch.seeServerTime(isoInstant(world.real))
      noteContact(store, 'noura', { at: isoInstant(world.real), leash })
    },
    now: () => watch.clock.now(),
    real: () => world.real,
    mayDecide: () => may(watch.clock.now(), 'decide'),
    mayRead: () => may(reader.now(), 'read'),
    end: () => database.end(),
  }
}

test('a clock that is set back before each start does not stop the leash: it runs while the desk does', () => {
  const desk = buildDesk()
  for (let morning = 0; morning < 22; morning += 1) {
    desk.reopen(minute, -(8 * 60 * minute + minute))
    for (let hour = 0; hour < 8; hour += 1) desk.run(60 * minute)
  }
  // 22 days of eight hours: 7.3 days.
  expect(desk.mayDecide()).toBe(false)
  expect(desk.mayRead()).toBe(true)
  for (let morning = 0; morning < 22; morning += 1) {
    desk.reopen(minute, -10 * year)
    for (let hour = 0; hour < 8; hour += 1) desk.run(60 * minute)
  }
  expect(desk.mayRead()).toBe(false)
  desk.hear()
  expect([desk.mayDecide(), desk.mayRead()]).toEqual([true, true])
  desk.end()
})

test('a clock that was ten years behind at the start and is set right shows the right day, without a line too', () => {
  const desk = buildDesk()
  desk.reopen(60 * minute, -10 * year)
  desk.run(5 * minute)
  expect(desk.now()).toBeLessThanOrEqual(desk.real())
  expect(desk.now()).toBeGreaterThanOrEqual(begin + 5 * minute)
  desk.setClock(10 * year)
  desk.run(minute)
  expect(desk.now()).toBe(desk.real())
  expect([desk.mayDecide(), desk.mayRead()]).toEqual([true, true])
  desk.end()
})

test('ten years ahead for a moment end the leash until the authority answers, and never lengthen it', () => {
  const desk = buildDesk()
  desk.setClock(10 * year)
  desk.run(minute)
  desk.setClock(-10 * year)
  desk.run(minute)
  expect([desk.mayDecide(), desk.mayRead()]).toEqual([false, false])
  desk.reopen(minute, 0)
  expect([desk.mayDecide(), desk.mayRead()]).toEqual([false, false])
  desk.hear()
  expect([desk.mayDecide(), desk.mayRead()]).toEqual([true, true])
  expect(desk.now()).toBe(desk.real())
  desk.end()
})

test('however the clock is set, running or closed, nobody decides for longer than seven days of a running desk', () => {
  const set = fc.oneof(
    fc.constantFrom(-10 * year, 10 * year, -day, day, 0),
    fc.integer({ min: -10 * year, max: 10 * year }),
  )
  const step = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('run' as const), by: fc.integer({ min: 1, max: 3 * day }) }),
    },
    fc.record({ kind: fc.constant('set' as const), by: set }),
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('reopen' as const), by: set }) },
    fc.record({ kind: fc.constant('hear' as const), by: fc.constant(0) }),
  )
  fc.assert(
    fc.property(fc.array(step, { minLength: 6, maxLength: 40 }), (steps) => {
      const desk = buildDesk()
      let ran = 0
      for (const { kind, by } of steps) {
        if (kind === 'run') {
          desk.run(by)
          ran += by
        } else if (kind === 'set') desk.setClock(by)
        else if (kind === 'reopen') desk.reopen(minute, by)
        else {
          desk.hear()
          ran = 0
        }
        if (ran > 7 * day + steps.length * minute) expect(desk.mayDecide()).toBe(false)
        if (ran > 14 * day + steps.length * minute) expect(desk.mayRead()).toBe(false)
      }
      desk.end()
    }),
    { numRuns: 60 },
  )
})
