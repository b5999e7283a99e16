import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type OpenDatabase, openPostgres } from '#authority/db/open-database.ts'
import { enrolKey } from '#authority/repositories/device-keys.ts'
import { insertSchedule } from '#authority/repositories/schedules.ts'
import { startPostgres, type TestPostgres } from '#authority/test/postgres.ts'
import { buildWorld, testContext, type World } from '#authority/test/test-context.ts'
import { emptyDatabase, openTestPostgres } from '#authority/test/test-database.ts'
import { pushItems, TestDesk } from '#authority/test/test-desk.ts'
import type { SlotKey } from '#shared/domain/appointments/appointment.ts'
import { luhnCheckDigit } from '#shared/domain/national-id.ts'
import type { Command } from '#shared/protocol/command.ts'
import type { Receipt } from '#shared/protocol/push.ts'
import { buildAppointment, buildSchedule } from '#shared/testing/builders.ts'
import type { AuthorityContext } from '../context.ts'
import { pushCommands } from '../sync/push-commands.ts'

const found = await startPostgres()
const missing = 'reason' in found ? found.reason : null

/** The connections of one pool. */
const poolSize = 10
const slot = (time: string, scheduleId = 'schedule-1'): SlotKey => ({ scheduleId, date: '2026-11-23', time })
const nine = slot('09:00')
const ten = slot('10:00')

const visitorOf = (index: number) => {
  const first = String(200_000_000 + index)
  return { ...buildAppointment().visitor, idNo: first + luhnCheckDigit(first) }
}

/** A desk of its own with a connection of its own behind it. */
interface Counter {
  readonly desk: TestDesk
  readonly context: AuthorityContext
}

describe.skipIf(missing !== null)(`the last place${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  let database: OpenDatabase
  const pools: OpenDatabase[] = []
  let world: World
  let counters: Counter[] = []

  beforeAll(async () => {
    const { url } = found as TestPostgres
    database = await openTestPostgres(url)
    for (let pool = 0; pool < 5; pool += 1) pools.push(openPostgres(url))
  })
  beforeEach(async () => {
    await emptyDatabase(database.db)
    world = await buildWorld(database.db)
    counters = Array.from({ length: 50 }, (_, index) => ({
      desk: new TestDesk(`counter-${index}`),
      context: { ...testContext((pools[Math.floor(index / poolSize)] ?? database).db) },
    }))
    for (const { desk } of counters)
      await enrolKey(
        database.db,
        { device: desk.device, clerkId: 'noura', publicKey: desk.enrol('noura') },
        '2026-11-22T06:00:00.000Z',
      )
  })
  afterAll(async () => {
    for (const pool of pools) await pool.close()
    await database?.close()
    await (found as TestPostgres).stop()
  })

  const send = async ({ desk, context }: Counter, ...commands: Command[]): Promise<Receipt[]> => {
    const session = { clerk: world.noura, device: desk.device }
    const input = { protocol: 1, device: desk.device, items: pushItems(...commands) }
    const { receipts, stop } = await pushCommands(context, session, input)
    expect(stop).toBeNull()
    return receipts
  }
  const booking = ({ desk }: Counter, id: string, where: SlotKey, index: number): Command =>
    desk.act('noura', {
      kind: 'appointment.book',
      args: { appointmentId: id, branch: 'riyadh', slot: where, visitor: visitorOf(index) },
    })
  const moving = ({ desk }: Counter, id: string, from: SlotKey, to: SlotKey): Command =>
    desk.act('noura', {
      kind: 'appointment.move',
      args: { appointmentId: id, branch: 'riyadh', to, seen: { slot: from, state: 'booked' } },
      base: { version: 1 },
    })
  /** How many held places each slot has, with the numbers of the places. */
  const places = async (): Promise<Record<string, number[]>> => {
    const rows = await database.db
      .selectFrom('appointments')
      .select(['time', 'scheduleId', 'place'])
      .where('place', 'is not', null)
      .orderBy('place')
      .execute()
    const held: Record<string, number[]> = {}
    for (const { time, scheduleId, place } of rows) (held[`${scheduleId} ${time}`] ??= []).push(place ?? 0)
    return held
  }

  test('goes to exactly one of fifty who ask at once', async () => {
    await insertSchedule(database.db, buildSchedule({ capacity: 3 }))
    const [first = expect.fail('no counter')] = counters
    await send(first, booking(first, 'before-1', nine, 901), booking(first, 'before-2', nine, 902))
    const receipts = (
      await Promise.all(counters.map((counter, i) => send(counter, booking(counter, `a-${i}`, nine, i))))
    ).flat()
    expect(receipts.filter(({ outcome }) => outcome === 'applied')).toHaveLength(1)
    expect(receipts.filter(({ code }) => code === 'appointments/slot-full')).toHaveLength(49)
    expect(await places()).toEqual({ 'schedule-1 09:00': [1, 2, 3] })
  })

  test('never goes twice in a thousand attempts', async () => {
    await insertSchedule(database.db, buildSchedule({ capacity: 4 }))
    const times = ['09:00', '09:15', '09:30', '09:45', '10:00']
    const receipts = (
      await Promise.all(
        counters.map((counter, i) =>
          send(
            counter,
            ...Array.from({ length: 20 }, (_, turn) =>
              booking(counter, `b-${i}-${turn}`, slot(times[(i + turn) % 5] ?? '09:00'), i * 20 + turn),
            ),
          ),
        ),
      )
    ).flat()
    expect(receipts).toHaveLength(1000)
    expect(receipts.filter(({ outcome }) => outcome === 'applied')).toHaveLength(20)
    expect(receipts.filter(({ code }) => code === 'appointments/slot-full')).toHaveLength(980)
    expect(await places()).toEqual(Object.fromEntries(times.map((time) => [`schedule-1 ${time}`, [1, 2, 3, 4]])))
  }, 60_000)

  test('one visitor who asks at fifty counters is booked once', async () => {
    await insertSchedule(database.db, buildSchedule({ capacity: 50 }))
    const receipts = (
      await Promise.all(
        counters.map((counter, i) => send(counter, booking(counter, `c-${i}`, i % 2 === 0 ? nine : ten, 7))),
      )
    ).flat()
    expect(receipts.filter(({ outcome }) => outcome === 'applied')).toHaveLength(1)
    expect(receipts.filter(({ code }) => code === 'appointments/visitor-booked')).toHaveLength(49)
  })

  test('moves that cross neither wait for each other for ever nor lose anybody', async () => {
    await insertSchedule(database.db, buildSchedule({ capacity: 25 }))
    // Twenty-four in each slot, so that one place is free on either side.
    const people = counters.slice(0, 48)
    await Promise.all(
      people.map((counter, i) => send(counter, booking(counter, `d-${i}`, i % 2 === 0 ? nine : ten, i))),
    )
    const receipts = (
      await Promise.all(
        people.map((counter, i) =>
          send(counter, i % 2 === 0 ? moving(counter, `d-${i}`, nine, ten) : moving(counter, `d-${i}`, ten, nine)),
        ),
      )
    ).flat()
    const outcomes = new Set(receipts.map(({ outcome, code }) => code ?? outcome))
    expect([...outcomes].filter((word) => word !== 'applied' && word !== 'appointments/slot-full')).toEqual([])
    expect(receipts.filter(({ outcome }) => outcome === 'applied').length).toBeGreaterThanOrEqual(2)
    const held = await places()
    expect(Object.values(held).flat()).toHaveLength(48)
    for (const numbers of Object.values(held)) {
      expect(numbers.length).toBeLessThanOrEqual(25)
      expect(new Set(numbers).size).toBe(numbers.length)
    }
  })
})
