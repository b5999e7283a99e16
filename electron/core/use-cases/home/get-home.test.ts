import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTestStore, type TestStore } from '#core/db/test-database.ts'
import { putAppointment } from '#core/repositories/appointments.ts'
import { putClerk } from '#core/repositories/clerks.ts'
import { enrolClerk } from '#core/repositories/enrolled-clerks.ts'
import { putMember } from '#core/repositories/members.ts'
import { putReferenceVersion } from '#core/repositories/reference.ts'
import { putRequest } from '#core/repositories/requests.ts'
import { putSchedule } from '#core/repositories/schedules.ts'
import { putSetting } from '#core/repositories/settings.ts'
import { contracts } from '#shared/contracts/contract-map.ts'
import type { Appointment } from '#shared/domain/appointments/appointment.ts'
import { calendarDate } from '#shared/domain/calendar.ts'
import type { ReferenceVersion } from '#shared/domain/reference/reference-version.ts'
import { shippedVersions } from '#shared/domain/reference/shipped.ts'
import type { DecisionRecord, Request } from '#shared/domain/requests/request.ts'
import {
  buildAppointment,
  buildClerk,
  buildEmailChange,
  buildMember,
  buildSchedule,
  countingIds,
} from '#shared/testing/builders.ts'
import { decideRequest } from '../requests/decide-request.ts'
import { getHome } from './get-home.ts'

const noura = buildClerk({ id: 'noura' })
const salem = buildClerk({ id: 'salem', role: 'supervisor' })
const admin = buildClerk({ id: 'admin', role: 'administrator' })

let it: TestStore
let now: number
const clock = { now: () => now }
beforeEach(() => {
  it = openTestStore()
  // Sunday 22 November 2026, 10:42 in Riyadh.
  now = Date.parse('2026-11-22T07:42:00.000Z')
  putSetting(it.store, 'device', 'desk-1')
  for (const clerk of [noura, salem, admin]) {
    putClerk(it.store, clerk, JSON.stringify(clerk), 1)
    enrolClerk(it.store, clerk.id, '2026-11-22T07:00:00.000Z')
  }
})
afterEach(() => it.end())

let made = 0
function put(over: Partial<Request> = {}): Request {
  made += 1
  const member = buildMember({ id: `member-${made}`, membershipNo: String(20_000_000 + made) })
  putMember(it.store, member, JSON.stringify(member), 1, '2026-11-22T07:00:00.000Z')
  const request = buildEmailChange(member, { id: `request-${made}`, number: `R-48-${made}`, ...over })
  putRequest(it.store, request, JSON.stringify(request), 1)
  return request
}
const proposedBy = (by: string): Partial<Request> => ({
  state: 'awaiting-second',
  proposal: {
    commandId: null,
    decision: 'approve',
    step: 'propose',
    by,
    at: '2026-11-22T06:00:00.000Z',
    reasons: [],
    remarks: '',
    fields: {},
  } satisfies DecisionRecord,
})
const home = (clerk = noura) => contracts['home.get'].output.parse(getHome({ store: it.store, clock }, clerk))

describe('figures', () => {
  test('mine, due today, late and second approvals are counted for the clerk at the screen', () => {
    put({ dueAt: '2026-11-22T06:00:00.000Z' })
    put({ dueAt: '2026-11-22T20:59:59.000Z' })
    put({ dueAt: '2026-11-22T21:00:00.000Z' })
    put({ dueAt: '2026-11-24T12:00:00.000Z', ...proposedBy('noura') })
    put({ dueAt: '2026-11-24T12:00:00.000Z', ...proposedBy('salem') })
    put({ dueAt: '2026-11-20T12:00:00.000Z', branch: 'jeddah' })
    put({ state: 'completed', dueAt: null })
    expect(home().figures).toEqual({ mine: 3, dueToday: 2, late: 1, second: 0, decidedToday: 0 })
    expect(home(salem).figures).toMatchObject({ mine: 4, second: 1 })
    expect(home(admin).figures).toEqual({ mine: 0, dueToday: 0, late: 0, second: 0, decidedToday: 0 })
  })

  test('the nearest due stand first, at most eight', () => {
    for (const hour of [9, 3, 5, 1, 8, 2, 7, 4, 6, 10])
      put({ dueAt: `2026-11-24T${String(hour).padStart(2, '0')}:00:00.000Z` })
    const { nearest } = home()
    expect(nearest.map(({ dueAt }) => dueAt?.slice(11, 13))).toEqual(['01', '02', '03', '04', '05', '06', '07', '08'])
  })

  test('a decision of today is counted, one of another day and one of somebody else is not', () => {
    const [mine, other] = [put(), put()]
    const context = { store: it.store, clock, newId: countingIds('command'), lineIsUp: () => false }
    const approve = { decision: 'approve' as const, reasons: [] as string[], remarks: '', fields: {} }
    now = Date.parse('2026-11-21T20:00:00.000Z')
    decideRequest(context, noura, { ...approve, id: other.id, revisionHash: other.revisionHash })
    now = Date.parse('2026-11-22T07:42:00.000Z')
    decideRequest(context, noura, { ...approve, id: mine.id, revisionHash: mine.revisionHash })
    expect(home().figures.decidedToday).toBe(1)
    expect(home(salem).figures.decidedToday).toBe(0)
  })
})

describe('forecast', () => {
  test('today and nine business days, by the day in Riyadh, without the weekend', () => {
    put({ dueAt: '2026-11-22T06:00:00.000Z' })
    put({ dueAt: '2026-11-24T20:59:00.000Z' })
    put({ dueAt: '2026-11-24T21:00:00.000Z' })
    put({ dueAt: '2026-11-19T06:00:00.000Z' })
    put({ dueAt: '2026-12-30T06:00:00.000Z' })
    const { forecast } = home()
    expect(forecast.map(({ date, due }) => `${date.slice(5)} ${due}`)).toEqual([
      '11-22 1',
      '11-23 0',
      '11-24 1',
      '11-25 1',
      '11-26 0',
      '11-29 0',
      '11-30 0',
      '12-01 0',
      '12-02 0',
      '12-03 0',
    ])
  })

  test('a day off on which something is due all the same is shown', () => {
    put({ dueAt: '2026-11-28T06:00:00.000Z' })
    expect(home().forecast).toContainEqual({ date: '2026-11-28', due: 1 })
  })
})

test('what changed since the clerk left, else since yesterday', () => {
  const submitted = (at: string, over: Partial<Request> = {}) => put({ submittedAt: at, updatedAt: at, ...over })
  submitted('2026-11-21T09:00:00.000Z')
  submitted('2026-11-20T09:00:00.000Z')
  const ended = { dueAt: null, updatedAt: '2026-11-22T06:00:00.000Z' }
  submitted('2026-11-19T09:00:00.000Z', { state: 'completed', ...ended })
  submitted('2026-11-19T09:00:00.000Z', { state: 'returned', ...ended, pausedAt: '2026-11-21T12:00:00.000Z' })
  // Changed since, but given back before; and one of another branch.
  submitted('2026-11-18T09:00:00.000Z', { state: 'returned', ...ended, pausedAt: '2026-11-18T12:00:00.000Z' })
  submitted('2026-11-21T09:00:00.000Z', { branch: 'jeddah' })
  expect(home().changed).toEqual({ since: '2026-11-20T21:00:00.000Z', submitted: 1, completed: 1, returned: 1 })
  putSetting(it.store, 'left', { noura: '2026-11-21T10:00:00.000Z', salem: '2026-11-19T00:00:00.000Z' })
  expect(home().changed).toEqual({ since: '2026-11-21T10:00:00.000Z', submitted: 0, completed: 1, returned: 1 })
  expect(home(salem).changed.submitted).toBe(4)
})

test('a proposal of reference data waits for every administrator but its proposer, until its day', () => {
  const version = shippedVersions['field-risk']
  const propose = (id: string, over: Partial<ReferenceVersion> = {}) => {
    const proposal: ReferenceVersion = {
      ...version,
      id,
      effectiveFrom: calendarDate('2026-11-29'),
      publishedBy: 'reem',
      proposalHash: 'a'.repeat(64),
      confirmedAt: null,
      confirmedBy: null,
      ...over,
    }
    putReferenceVersion(it.store, proposal, JSON.stringify(proposal), 1)
  }
  propose('waits')
  propose('own', { publishedBy: admin.id })
  propose('lapsed', { effectiveFrom: calendarDate('2026-11-22') })
  propose('confirmed', { confirmedAt: '2026-11-22T06:00:00.000Z', confirmedBy: 'huda' })
  propose('declined', { withdrawnAt: '2026-11-22T06:00:00.000Z', withdrawnBy: 'huda' })
  propose('alone', { proposalHash: null })
  expect(home(admin).confirmations).toEqual([{ id: 'waits', kind: version.kind, effectiveFrom: '2026-11-29' }])
  expect([home().confirmations, home(salem).confirmations]).toEqual([[], []])
})

test('today\u2019s counter: places of the schedules, how visitors stand, the next of them, and nobody\u2019s for an administrator', () => {
  putSchedule(it.store, buildSchedule(), JSON.stringify(buildSchedule()), 1)
  const put = (id: string, over: Partial<Appointment>) => {
    const appointment = buildAppointment({ id, number: id, date: '2026-11-22', ...over })
    putAppointment(it.store, appointment, JSON.stringify(appointment), 1)
  }
  put('a', { time: '08:00', state: 'served' })
  put('b', { time: '08:15', state: 'no-show' })
  put('c', { time: '11:00' })
  put('d', { time: '10:30', state: 'arrived' })
  put('e', { time: '10:45', state: 'cancelled' })
  put('f', { time: '09:00', date: '2026-11-23' })
  put('g', { time: '09:00', branch: 'jeddah' })
  const { counter } = home()
  // 26 slots of two visitors.
  expect(counter).toMatchObject({ capacity: 52, booked: 1, arrived: 1, served: 1, noShow: 1, worklist: 0 })
  expect(counter.next.map(({ id }) => id)).toEqual(['d', 'c'])
  expect(home(admin).counter).toMatchObject({ capacity: 0, next: [] })
})
