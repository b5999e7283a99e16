import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { findAppointment, listTakenPlaces } from '#authority/repositories/appointments.ts'
import { publish } from '#authority/repositories/feed.ts'
import { insertSchedule } from '#authority/repositories/schedules.ts'
import type { TestAuthority } from '#authority/test/start-authority.ts'
import { addRows } from '#authority/test/test-context.ts'
import type { ChannelInput, ChannelOutput } from '#shared/contracts/contract-map.ts'
import type { Schedule, SlotKey } from '#shared/domain/appointments/appointment.ts'
import { addBusinessDays } from '#shared/domain/business-days.ts'
import { addDays, riyadhDateOf } from '#shared/domain/calendar.ts'
import { luhnCheckDigit } from '#shared/domain/national-id.ts'
import { shippedBook } from '#shared/domain/reference/reference-book.ts'
import { buildClerk, buildSchedule } from '#shared/testing/builders.ts'
import { startSmallAuthority, TestDeskCore } from './test-desk.ts'

// Two busy cores, with other suites beside this one.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

const today = riyadhDateOf(Date.now())
const holidays = shippedBook.holidaysBetween(today, addDays(today, 60))
const day = addBusinessDays(today, 2, holidays)
const nextDay = addBusinessDays(today, 3, holidays)

let authority: TestAuthority
let desk: TestDeskCore
let other: TestDeskCore
let schedule: Schedule
let made = 0

const auditor = buildClerk({ id: 'auditor', role: 'auditor' })
const administrator = buildClerk({ id: 'administrator', role: 'administrator' })

beforeAll(async () => {
  authority = await startSmallAuthority()
  await addRows(authority.db, { clerks: [auditor, administrator] })
})
beforeEach(async () => {
  made += 1
  // A counter of its own for each test: half an hour, one visitor.
  schedule = buildSchedule({ id: `schedule-${made}`, counter: made, slotMinutes: 30, capacity: 1, validFrom: today })
  await insertSchedule(authority.db, schedule)
  await publish(authority.db, [{ scope: 'branch:riyadh', table: 'schedules', id: schedule.id, version: 1 }])
  ;[desk, other] = [new TestDeskCore(authority.url), new TestDeskCore(authority.url)]
  for (const [core, id] of [
    [desk, 'noura'],
    [other, 'salem'],
  ] as const) {
    await core.signIn({ id })
    await core.ask('sync.now', {})
  }
})
afterEach(async () => {
  await desk.end()
  await other.end()
})
afterAll(() => authority.close())

const slot = (time: string, date: string = day): SlotKey => ({ scheduleId: schedule.id, date, time })
let people = 0
const visitor = (): ChannelInput<'appointments.book'>['visitor'] => {
  people += 1
  const nine = String(300_000_000 + people).replace(/^3/, '1')
  return { name: 'ماجد الحربي', mobile: '٠٥٥ ٠١٢ ٨٨٤٢', idNo: nine + luhnCheckDigit(nine) }
}
const offline = (core: TestDeskCore) => core.ask('sync.setLine', { connected: false })
const online = async (core: TestDeskCore) => {
  await core.ask('sync.setLine', { connected: true })
  return core.ask('sync.now', {})
}
const slotsOn = (core: TestDeskCore, from: string = day, to = from) => core.ask('appointments.slots', { from, to })
const slotNow = async (core: TestDeskCore, key: SlotKey) => {
  const { days } = await slotsOn(core, key.date)
  return (
    days[0]?.slots.find(({ scheduleId, time }) => scheduleId === key.scheduleId && time === key.time) ??
    expect.fail('no such slot')
  )
}
const rowOf = async (core: TestDeskCore, id: string, date: string = day) =>
  (await slotsOn(core, date)).appointments.find((row) => row.id === id)
const codeOf = async (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'no error',
    (thrown: Error) => thrown.message,
  )
/** What stands at the authority of this test's counter: time and state of each appointment. */
const atAuthority = async () => {
  const rows = await authority.db
    .selectFrom('appointments')
    .select(['date', 'time', 'state', 'place', 'number'])
    .where('scheduleId', '=', schedule.id)
    .orderBy('date')
    .orderBy('time')
    .execute()
  return rows.map(({ date, time, state, place }) => `${date === day ? '' : `${date} `}${time} ${state} ${place ?? '-'}`)
}

describe('the appointment desk', () => {
  test('books while the line is up: provisional at once, confirmed by the next round, with its number', async () => {
    const booked = await desk.ask('appointments.book', { slot: slot('09:00'), visitor: visitor() })
    expect(booked).toMatchObject({ provisional: true, heldUntil: null })
    expect(await slotNow(desk, slot('09:00'))).toMatchObject({ capacity: 1, taken: 1, provisional: 1, past: false })
    expect(await rowOf(desk, booked.appointmentId)).toMatchObject({
      pending: true,
      number: '',
      state: 'booked',
      visitor: { mobile: '+966550128842' },
      statuses: ['arrived', 'no-show'],
      canMove: true,
      refusedCommandId: null,
    })
    expect(await atAuthority()).toEqual([])

    await desk.ask('sync.now', {})
    expect(await atAuthority()).toEqual(['09:00 booked 1'])
    const row = await rowOf(desk, booked.appointmentId)
    expect(row).toMatchObject({ pending: false, version: 1 })
    expect(row?.number).toMatch(/^A-\d\d-\d{6}$/)
    expect(await slotNow(desk, slot('09:00'))).toMatchObject({ taken: 1, provisional: 0 })
    await other.ask('sync.now', {})
    expect(await rowOf(other, booked.appointmentId)).toEqual(row)
    expect(await desk.outbox()).toMatchObject([
      { state: 'applied', nameAr: 'ماجد الحربي', act: { service: 'general' } },
    ])
  })

  test('refuses what it can know itself', async () => {
    const one = visitor()
    await desk.ask('appointments.book', { slot: slot('09:00'), visitor: one })
    const book = (over: object) =>
      codeOf(desk.ask('appointments.book', { slot: slot('10:00'), visitor: visitor(), ...over }))
    expect(await book({ slot: slot('09:00') })).toMatch('appointments/slot-full')
    expect(await book({ slot: slot('09:10') })).toMatch('appointments/slot-unknown')
    expect(await book({ slot: { ...slot('09:00'), scheduleId: 'none' } })).toMatch('appointments/slot-unknown')
    expect(await book({ slot: slot('09:00', addDays(today, -7)) })).toMatch('appointments/slot-')
    expect(await book({ visitor: one })).toMatch('appointments/visitor-booked')
    expect(await book({ visitor: { ...visitor(), idNo: '1234567890' } })).toMatch('{"field":"idNo"}')
    expect(await book({ visitor: { ...visitor(), mobile: '0112345678' } })).toMatch('{"field":"mobile"}')
    expect(await book({ insteadOf: 'nothing' })).toMatch('record/not-found')
    expect((await desk.outbox()).length).toBe(1)
    expect(await codeOf(desk.ask('appointments.move', { id: 'nobody', to: slot('10:00') }))).toMatch('record/not-found')
    expect(await codeOf(slotsOn(desk, day, addDays(day, 42)))).toMatch('appointments/too-many-days')
    expect(await codeOf(slotsOn(desk, '2026-02-30'))).toMatch('input/invalid')
    expect((await slotsOn(desk, day, addDays(day, 41))).days).toHaveLength(42)
  })

  test('books, moves, checks in and serves without a line; the chain arrives whole and in order', async () => {
    await offline(desk)
    const { appointmentId: id } = await desk.ask('appointments.book', { slot: slot('09:00'), visitor: visitor() })
    await desk.ask('appointments.move', { id, to: slot('10:30') })
    for (const status of ['arrived', 'served', 'arrived', 'served'] as const)
      await desk.ask('appointments.setStatus', { id, status })
    expect(await codeOf(desk.ask('appointments.setStatus', { id, status: 'no-show' }))).toMatch('action-not-allowed')
    expect(await codeOf(desk.ask('appointments.move', { id, to: slot('11:00') }))).toMatch('{"reason":"served"}')
    expect(await slotNow(desk, slot('09:00'))).toMatchObject({ taken: 0 })
    expect(await slotNow(desk, slot('10:30'))).toMatchObject({ taken: 1, provisional: 1 })
    expect(await rowOf(desk, id)).toMatchObject({
      state: 'served',
      time: '10:30',
      pending: true,
      statuses: ['arrived'],
    })

    const status = await online(desk)
    expect(status.counts).toMatchObject({ receipted: 6, waiting: 0, attention: 0 })
    expect(await atAuthority()).toEqual(['10:30 served 1'])
    const stored = await findAppointment(authority.db, id)
    expect(stored?.events.map(({ kind }) => kind)).toEqual('booked moved arrived served reopened served'.split(' '))
    expect(await rowOf(desk, id)).toMatchObject({ ...stored, pending: false })
    expect((await desk.outbox()).every(({ rebased, state }) => state === 'applied' && !rebased)).toBe(true)
  })

  test('a booking made and given up without a line leaves no place behind', async () => {
    await offline(desk)
    const { appointmentId: id } = await desk.ask('appointments.book', { slot: slot('09:00'), visitor: visitor() })
    await desk.ask('appointments.cancel', { id, remarks: 'اعتذر المراجع' })
    expect(await slotNow(desk, slot('09:00'))).toMatchObject({ taken: 0, provisional: 0 })
    await desk.ask('appointments.book', { slot: slot('09:00'), visitor: visitor() })
    await online(desk)
    expect((await atAuthority()).sort()).toEqual(['09:00 booked 1', '09:00 cancelled -'])
    expect(await findAppointment(authority.db, id)).toMatchObject({ remarks: 'اعتذر المراجع' })
  })

  test('the last place goes to one of two desks without a line; the other finds it on the worklist and rebooks', async () => {
    const [mine, theirs] = [visitor(), visitor()]
    await offline(desk)
    await offline(other)
    const won = await desk.ask('appointments.book', { slot: slot('09:30'), visitor: mine })
    const lost = await other.ask('appointments.book', { slot: slot('09:30'), visitor: theirs })
    await other.ask('appointments.setStatus', { id: lost.appointmentId, status: 'arrived' })
    await online(desk)
    await online(other)
    expect(await atAuthority()).toEqual(['09:30 booked 1'])

    expect(await rowOf(other, lost.appointmentId)).toBeUndefined()
    expect(await slotNow(other, slot('09:30'))).toMatchObject({ taken: 1, provisional: 0 })
    const { items, clerks } = await other.ask('appointments.worklist', {})
    expect(items).toMatchObject([
      {
        commandId: lost.commandId,
        cause: 'appointments/slot-full',
        by: 'salem',
        wanted: slot('09:30'),
        service: 'general',
        visitor: { idNo: theirs.idNo },
        appointmentId: lost.appointmentId,
      },
    ])
    expect(clerks['salem']?.nameEn).toBe('Salem Alghamdi')
    expect((await desk.ask('appointments.worklist', {})).items).toEqual([])
    const own = items[0]?.alternatives ?? []
    expect(own.length).toBeGreaterThanOrEqual(5)
    expect(own.every(({ taken, capacity, past }) => taken < capacity && !past)).toBe(true)
    const times = own.map(({ date, time }) => `${date} ${time}`)
    expect([...times].sort()).toEqual(times)
    expect((await other.ask('sync.status', {})).counts).toMatchObject({ attention: 2 })

    const again = await other.ask('appointments.book', {
      slot: slot('10:00'),
      visitor: theirs,
      insteadOf: lost.commandId,
    })
    expect((await other.ask('appointments.worklist', {})).items).toEqual([])
    await other.ask('sync.now', {})
    expect(await atAuthority()).toEqual(['09:30 booked 1', '10:00 booked 1'])
    const old = (await other.outbox()).find(({ commandId }) => commandId === lost.commandId)
    expect(old).toMatchObject({ state: 'settled', redoneAs: again.commandId })
    expect((await other.ask('sync.status', {})).counts).toEqual({ today: 3, receipted: 3, waiting: 0, attention: 0 })
    expect(
      await codeOf(other.ask('appointments.book', { slot: slot('11:00'), visitor: theirs, insteadOf: lost.commandId })),
    ).toMatch('sync/not-in-that-state')
    await desk.ask('sync.now', {})
    expect(
      (await slotsOn(desk)).appointments.filter((row) => row.scheduleId === schedule.id).map(({ id }) => id),
    ).toEqual([won.appointmentId, again.appointmentId])
  })

  test('a refused booking that is put away takes along what was built on it', async () => {
    await offline(other)
    const lost = await other.ask('appointments.book', { slot: slot('09:30'), visitor: visitor() })
    await other.ask('appointments.move', { id: lost.appointmentId, to: slot('10:00') })
    await other.ask('appointments.setStatus', { id: lost.appointmentId, status: 'arrived' })
    await desk.ask('appointments.book', { slot: slot('09:30'), visitor: visitor() })
    await desk.ask('sync.now', {})
    await online(other)
    expect((await other.ask('sync.status', {})).counts).toMatchObject({ attention: 3 })
    await other.ask('sync.discard', { commandId: lost.commandId })
    expect((await other.ask('sync.status', {})).counts).toMatchObject({ attention: 0 })
    expect((await other.outbox()).map(({ state }) => state)).toEqual(['settled', 'settled', 'settled'])
  })

  test('what was moved without a line and refused is wanted where it was last moved to', async () => {
    await desk.ask('appointments.book', { slot: slot('09:00'), visitor: visitor() })
    await offline(other)
    await desk.ask('sync.now', {})
    const lost = await other.ask('appointments.book', { slot: slot('09:00'), visitor: visitor() })
    await other.ask('appointments.move', { id: lost.appointmentId, to: slot('14:00', nextDay) })
    await online(other)
    expect((await other.ask('appointments.worklist', {})).items).toMatchObject([
      {
        commandId: lost.commandId,
        wanted: slot('14:00', nextDay),
        alternatives: [{ date: nextDay }, {}, {}, {}, {}, {}],
      },
    ])
    await other.ask('sync.discard', { commandId: lost.commandId })
    expect((await other.ask('appointments.worklist', {})).items).toEqual([])
  })

  test('a refused move leaves the visitor where they were, on the worklist, and moves them elsewhere from there', async () => {
    const { appointmentId: id } = await desk.ask('appointments.book', { slot: slot('09:00'), visitor: visitor() })
    await desk.ask('sync.now', {})
    await offline(desk)
    const lost = await desk.ask('appointments.move', { id, to: slot('11:00') })
    await other.ask('appointments.book', { slot: slot('11:00'), visitor: visitor() })
    await other.ask('sync.now', {})
    await online(desk)
    expect(await atAuthority()).toEqual(['09:00 booked 1', '11:00 booked 1'])
    const row = await rowOf(desk, id)
    expect(row).toMatchObject({ time: '09:00', pending: false, refusedCommandId: lost.commandId })
    const { items } = await desk.ask('appointments.worklist', {})
    expect(items).toMatchObject([{ commandId: lost.commandId, wanted: slot('11:00'), appointmentId: id }])

    const { name, mobile, idNo } = items[0]?.visitor ?? expect.fail('no visitor')
    const again = await desk.ask('appointments.book', {
      slot: slot('11:30'),
      visitor: { name, mobile, idNo },
      insteadOf: lost.commandId,
    })
    expect(again.appointmentId).toBe(id)
    await desk.ask('sync.now', {})
    expect(await atAuthority()).toEqual(['11:00 booked 1', '11:30 booked 1'])
    expect(await rowOf(desk, id)).toMatchObject({ time: '11:30', refusedCommandId: null })
    expect(await listTakenPlaces(authority.db, slot('09:00'))).toEqual([])
  })

  test('two desks that change one appointment: the first stands, the other sees it', async () => {
    const { appointmentId: id } = await desk.ask('appointments.book', { slot: slot('09:00'), visitor: visitor() })
    await desk.ask('sync.now', {})
    await other.ask('sync.now', {})
    await offline(other)
    await other.ask('appointments.setStatus', { id, status: 'no-show' })
    await desk.ask('appointments.move', { id, to: slot('13:00') })
    await desk.ask('sync.now', {})
    expect(await rowOf(other, id)).toMatchObject({ state: 'no-show', pending: true })
    await online(other)
    expect(await rowOf(other, id)).toMatchObject({ state: 'booked', time: '13:00', pending: false })
    expect(await other.outbox()).toMatchObject([{ state: 'refused', cause: 'sync/conflict' }])
    await other.ask('appointments.setStatus', { id, status: 'no-show' })
    await other.ask('sync.now', {})
    expect(await atAuthority()).toEqual(['13:00 no-show 1'])
    expect((await other.outbox()).map(({ state }) => state)).toEqual(['applied', 'settled'])
  })

  test('an answer that was lost books nobody twice', async () => {
    let cut = false
    const flaky = new TestDeskCore(authority.url, {
      fetch: async (url, init) => {
        const answer = await globalThis.fetch(url, init)
        if (cut && String(url).includes('/v1/push')) {
          cut = false
          throw new Error('The answer was lost')
        }
        return answer
      },
    })
    try {
      await flaky.signIn({ id: 'huda' })
      await flaky.ask('sync.now', {})
      cut = true
      const { appointmentId: id } = await flaky.ask('appointments.book', { slot: slot('09:00'), visitor: visitor() })
      await flaky.ask('sync.now', {}).catch(() => undefined)
      await flaky.ask('sync.now', {})
      expect(await atAuthority()).toEqual(['09:00 booked 1'])
      expect(await rowOf(flaky, id)).toMatchObject({ pending: false })
      expect((await slotsOn(flaky)).appointments.filter((row) => row.id === id)).toHaveLength(1)
    } finally {
      await flaky.end()
    }
  })

  test('auditors read, administrators do not, and neither books', async () => {
    const { appointmentId: id } = await desk.ask('appointments.book', { slot: slot('09:00'), visitor: visitor() })
    await desk.ask('sync.now', {})
    await desk.signIn(auditor)
    expect(await rowOf(desk, id)).toMatchObject({ statuses: [], canMove: false })
    const book = { slot: slot('10:00'), visitor: visitor() }
    expect(await codeOf(desk.ask('appointments.book', book))).toMatch('permission/denied {"reason":"role"}')
    expect(await codeOf(desk.ask('appointments.cancel', { id }))).toMatch('permission/denied')
    expect((await desk.ask('appointments.slots', { branch: 'abha', from: day, to: day })).appointments).toEqual([])
    await desk.signIn(administrator)
    expect(await codeOf(slotsOn(desk))).toMatch('permission/denied')
    expect(await codeOf(desk.ask('appointments.list', {}))).toMatch('permission/denied {"reason":"role"}')
    expect(await codeOf(desk.ask('appointments.cancel', { id }))).toMatch('permission/denied {"reason":"role"}')
    await desk.signIn({ id: 'noura' })
    expect(await codeOf(desk.ask('appointments.slots', { branch: 'abha', from: day, to: day }))).toMatch(
      'permission/denied',
    )
  })

  test('lists by filter and page, what is pending among the rest', async () => {
    const people = Array.from({ length: 5 }, visitor)
    for (const [index, time] of ['10:00', '10:30', '11:00', '13:00', '14:00'].entries())
      await desk.ask('appointments.book', { slot: slot(time), visitor: people[index] ?? visitor() })
    await desk.ask('sync.now', {})
    const named = { ...visitor(), name: 'Huda Al-Ḥarbī' }
    await offline(desk)
    await desk.ask('appointments.book', { slot: slot('08:00', nextDay), visitor: named })
    const list = (filters: ChannelInput<'appointments.list'>['filters'], more: object = {}) =>
      desk.ask('appointments.list', { filters, ...more })
    const all = await list({ from: day, to: nextDay })
    const keys = all.rows.map(({ date, time }) => `${date} ${time}`)
    expect([...keys].sort()).toEqual(keys)
    const pages: ChannelOutput<'appointments.list'>['rows'] = []
    let after: string | null | undefined
    do {
      const page = await list({ from: day, to: nextDay }, { limit: 4, ...(after && { after }) })
      expect(page.total).toBe(all.total)
      pages.push(...page.rows)
      after = page.after
    } while (after !== null)
    expect(pages).toEqual(all.rows)
    expect(all.total).toBe(all.rows.length)
    expect(await list({ text: 'harbi' })).toMatchObject({ total: 1, rows: [{ pending: true, number: '' }] })
    expect((await list({ text: 'الحَربي' })).total).toBe(all.total - 1)
    expect((await list({ text: people[0]?.idNo ?? '' })).total).toBe(1)
    expect((await list({ text: '055012' })).total).toBe(all.total)
    const number = all.rows.find((row) => row.number !== '')?.number ?? ''
    expect((await list({ text: number.replaceAll('-', '') })).total).toBe(1)
    expect((await list({ state: 'cancelled', service: 'registration' })).total).toBe(0)
    expect((await list({ text: 'لا أحد' })).total).toBe(0)
  })
})
