import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestStore, type TestStore } from '#core/db/test-database.ts'
import { putAppointment } from '#core/repositories/appointments.ts'
import { putCertificate } from '#core/repositories/certificates.ts'
import { putClerk } from '#core/repositories/clerks.ts'
import { MemberPostings, postingStatements } from '#core/repositories/member-postings.ts'
import { findAddressHolders, findIdHolders, findLookAlikes, putMember } from '#core/repositories/members.ts'
import { countCommands, listCommandIds } from '#core/repositories/outbox-lists.ts'
import { putRequest } from '#core/repositories/requests.ts'
import { putSchedule } from '#core/repositories/schedules.ts'
import { getAppointment } from '#core/use-cases/appointments/get-appointment.ts'
import { listAppointments, listSlots } from '#core/use-cases/appointments/list-appointments.ts'
import { listWorklist } from '#core/use-cases/appointments/worklist.ts'
import { DeskEvidence } from '#core/use-cases/certificates/desk-evidence.ts'
import { getCertificate } from '#core/use-cases/certificates/get-certificate.ts'
import { listCertificates } from '#core/use-cases/certificates/list-certificates.ts'
import { provenNow } from '#core/use-cases/certificates/proven-now.ts'
import { listLog } from '#core/use-cases/certificates/verification-log.ts'
import { getHome } from '#core/use-cases/home/get-home.ts'
import { getMember } from '#core/use-cases/members/get-member.ts'
import { searchMembers } from '#core/use-cases/members/search-members.ts'
import { MemberCount } from '#core/use-cases/members/select-members.ts'
import { getRequest } from '#core/use-cases/requests/get-request.ts'
import { countRequests, listRequests } from '#core/use-cases/requests/list-requests.ts'
import { contracts } from '#shared/contracts/contract-map.ts'
import {
  buildAppointment,
  buildCertificate,
  buildClerk,
  buildEmailChange,
  buildMember,
  buildSchedule,
  fixedClock,
} from '#shared/testing/builders.ts'

let it: TestStore
const clock = fixedClock()
const member = buildMember()
const request = buildEmailChange(member)
const certificate = buildCertificate(member)
const appointment = buildAppointment()
const people = [
  buildClerk(),
  buildClerk({ id: 'clerk-2', role: 'supervisor' }),
  buildClerk({ id: 'clerk-3', role: 'auditor', branch: 'riyadh' }),
]

beforeAll(() => {
  it = openTestStore()
  const { store } = it
  store.transaction(() => {
    for (const clerk of people) putClerk(store, clerk, JSON.stringify(clerk), 1)
    putMember(store, member, JSON.stringify(member), 1, '2026-11-22T07:00:00.000Z')
    putRequest(store, request, JSON.stringify(request), 1)
    putCertificate(store, certificate, JSON.stringify(certificate), 1)
    const schedule = buildSchedule()
    putSchedule(store, schedule, JSON.stringify(schedule), 1)
    putAppointment(store, appointment, JSON.stringify(appointment), 1)
  })
})
afterAll(() => it.end())

/** Asks everything that a clerk types, opens or waits for, in every way that makes another statement. */
function askEverything(): void {
  const { store } = it
  const context = { store, clock }
  const input = <C extends keyof typeof contracts>(channel: C, value: object) => contracts[channel].input.parse(value)
  for (const clerk of people) {
    for (const postings of [undefined, new MemberPostings({ frequent: 1 })]) {
      while (postings && postings.warm(store, 1) !== 'warm') continue
      const aids = { count: new MemberCount(), postings }
      for (const text of ['', 'فهد', 'fahad al', '2041', 'fahad_nq88@', 'R-48-018204', 'فهذ '])
        for (const filters of [undefined, { state: 'active' as const, city: 'riyadh' }])
          searchMembers(context, aids, clerk, input('members.search', { text, filters }) as never)
    }
    getMember(context, clerk, { id: member.id })
    getRequest(context, clerk, { id: request.id })
    getHome(context, clerk)
    countRequests(context, clerk)
    const views = contracts['requests.list'].input.shape.view.unwrap().options
    const narrowed = [
      {},
      { kind: request.kind },
      { state: request.state },
      { risk: request.risk },
      { memberId: member.id },
    ]
    for (const view of views)
      for (const filters of [...narrowed, { branch: clerk.branch }, { text: 'فهد' }, { text: '48018204' }])
        for (const after of [undefined, 'a'])
          listRequests(context, clerk, input('requests.list', { view, filters, after }) as never)
    for (const state of [undefined, 'in-force', 'expired', 'suspended', 'awaiting-second'])
      for (const filters of [
        {},
        { kind: certificate.kind },
        { memberId: member.id },
        { text: 'فهد' },
        { text: '2026' },
      ])
        for (const after of [undefined, 'a'])
          listCertificates(context, input('certificates.list', { filters: { ...filters, state }, after }) as never)
    getCertificate(context, clerk, { id: certificate.id })
    for (const filters of [{}, { from: '2026-11-22', to: '2026-11-23' }, { state: appointment.state }, { text: 'فهد' }])
      for (const after of [undefined, 'a'])
        listAppointments(context, clerk, input('appointments.list', { filters, after }) as never)
    listSlots(context, clerk, input('appointments.slots', { from: '2026-11-22', to: '2026-11-28' }) as never)
    listWorklist(context, clerk)
    getAppointment(context, clerk, { id: appointment.id })
    for (const memberId of [undefined, member.id])
      listLog(context, new DeskEvidence(), provenNow(store, clock), { memberId, limit: 50 })
    for (const show of ['all', 'open', 'receipted', 'attention'] as const) listCommandIds(store, clerk.id, show, 50)
    countCommands(store, clerk.id, '2026-11-22T00:00:00.000Z')
  }
  findLookAlikes(store, member, 'other@mail.example')
  findAddressHolders(store, member.email)
  findIdHolders(store, member.idNo)
}

/** Tables that grow with the register, the queue or the years. */
const grows = 'members|requests|request_keys|certificates|appointments|outbox|verifications|documents|member_changes'

/**
 * Steps that read a growing table through row by row, or sort what comes from one: `statement: step`. To go through an
 * index is no such step: it counts without rows, or reads in order until the page is full.
 */
function dearSteps(sql: string): string[] {
  const parameters = (sql.match(/\?/g) ?? []).map(() => null)
  const steps = it.store.allOf<{ parent: number; detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...parameters)
  const reads = new RegExp(`^(?:SCAN|SEARCH) (?:${grows})(?!_)\\b`)
  return steps
    .filter(({ parent, detail }) => {
      if (new RegExp(`^SCAN (?:${grows})$`).test(detail)) return true
      // Rows with pending commands are few: their half of a list may be sorted.
      return /TEMP B-TREE/.test(detail) && steps.some((step) => step.parent === parent && reads.test(step.detail))
    })
    .map(({ detail }) => `${sql.replace(/\s+/g, ' ')}: ${detail}`)
}

/** What is asked all the same, and why it may be. */
const accepted: readonly (readonly [RegExp, string])[] = [
  [/WHERE .*member_id (?:= \?|IN \().*USE TEMP B-TREE FOR ORDER BY$/, 'rows of the members who were found, sorted'],
  [/FROM outbox WHERE actor = \? .* GROUP BY state: USE TEMP B-TREE FOR GROUP BY$/, 'a dozen groups of one clerk'],
  [/count\(\*\) FILTER .* FROM requests WHERE 1 = 1: SCAN requests$/, 'the overview of every branch, once at a start'],
]
const isAccepted = (step: string) => accepted.some(([pattern]) => pattern.test(step))

test('nothing that a clerk waits for reads a growing table through, or sorts one', () => {
  const before = new Set(it.store.statements())
  askEverything()
  const asked = it.store.statements().filter((sql) => !before.has(sql) && sql.startsWith('SELECT'))
  expect(asked.length).toBeGreaterThan(100)
  const dear = [...new Set(asked.flatMap(dearSteps))]
  expect(dear.filter((step) => !isAccepted(step))).toEqual([])
  // An exception that is no longer needed goes.
  expect(accepted.filter(([pattern]) => !dear.some((step) => pattern.test(step)))).toEqual([])
  expect(Object.values(postingStatements).flatMap(dearSteps)).toEqual([])
})

test('a list without its index would be told', () => {
  expect(dearSteps('SELECT row FROM certificates WHERE kind = ? ORDER BY sort_key LIMIT ?')).toEqual([])
  expect(dearSteps('SELECT row FROM members WHERE row = ?')).toHaveLength(1)
  expect(dearSteps('SELECT row FROM requests WHERE branch = ? ORDER BY risk')).toHaveLength(1)
})
