import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTestStore, type TestStore } from '#core/db/test-database.ts'
import { putAppointment } from '#core/repositories/appointments.ts'
import { putCertificate } from '#core/repositories/certificates.ts'
import { putClerk } from '#core/repositories/clerks.ts'
import { putCursor } from '#core/repositories/cursors.ts'
import { enrolClerk } from '#core/repositories/enrolled-clerks.ts'
import { putMember } from '#core/repositories/members.ts'
import { putRequest } from '#core/repositories/requests.ts'
import { putSchedule } from '#core/repositories/schedules.ts'
import { putSetting } from '#core/repositories/settings.ts'
import { settleCommand } from '#core/sync/settle.ts'
import type { Certificate } from '#shared/domain/certificates/certificate.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { applyDecision } from '#shared/domain/requests/apply-decision.ts'
import { summariseFields } from '#shared/domain/requests/field-decisions.ts'
import type { Decision, DecisionRecord, FieldDecisions, Request } from '#shared/domain/requests/request.ts'
import type { ErrorDetail } from '#shared/kernel/errors.ts'
import type { Receipt } from '#shared/protocol/push.ts'
import {
  buildAppointment,
  buildCertificate,
  buildClerk,
  buildEmailChange,
  buildMember,
  buildSchedule,
  countingIds,
  fixedClock,
} from '#shared/testing/builders.ts'
import { buildDataUpdate, fieldDecisions } from '#shared/testing/data-updates.ts'
import { moveAppointment, setAppointmentStatus } from '../appointments/change-appointment.ts'
import { revokeCertificate } from '../certificates/revoke-certificate.ts'
import type { WriteContext } from '../desk-context.ts'
import { decideRequest } from '../requests/decide-request.ts'
import { listOutbox, redoCommand } from './outbox-actions.ts'

const noura = buildClerk({ id: 'noura' })
const salem = buildClerk({ id: 'salem', role: 'supervisor', nameAr: 'سالم', nameEn: 'Salem' })
const at = '2026-11-22T07:00:00.000Z'
const member = buildMember()

let it: TestStore
let desk: WriteContext
beforeEach(() => {
  it = openTestStore()
  const { store } = it
  desk = { store, clock: fixedClock(), newId: countingIds('command'), lineIsUp: () => false }
  putSetting(store, 'device', 'desk-1')
  for (const clerk of [noura, salem]) {
    putClerk(store, clerk, JSON.stringify(clerk), 1)
    enrolClerk(store, clerk.id, at)
  }
  putCursor(store, { scope: 'directory', epoch: 'e', cursor: 'c', caughtUp: true, totals: {}, rows: 0, pulledAt: at })
  putMember(store, member, JSON.stringify(member), 1, at)
})
afterEach(() => it.end())

const keep = (request: Request) => putRequest(it.store, request, JSON.stringify(request), 1)
const none = { request: null, member: null, certificate: null, appointment: null }

/** The authority refuses a command, with its rows as they stand there. */
function refuse(id: string, detail: ErrorDetail, current: Partial<NonNullable<Receipt['current']>>): void {
  const receipt: Receipt = {
    id,
    outcome: 'refused',
    code: 'sync/conflict',
    detail,
    rebased: false,
    changed: [],
    current: { ...none, ...current },
    at,
  }
  it.store.transaction(() => settleCommand(it.store, receipt, at))
}
const item = (id: string, clerk: Clerk = noura) =>
  listOutbox(desk, clerk, { show: 'all', limit: 10 }).items.find(({ commandId }) => commandId === id) ??
  expect.fail(`No ${id}`)

/** The request after somebody else decided on it. */
function decidedThere(request: Request, over: Partial<DecisionRecord>): Request {
  const record = {
    commandId: 'theirs',
    decision: 'approve',
    step: 'propose',
    by: 'salem',
    at,
    reasons: [],
    remarks: '',
  }
  return applyDecision(request, { ...record, ...over } as DecisionRecord).request
}

describe('a request that somebody else decided', () => {
  const request = buildEmailChange(member)
  const decide = (decision: Decision) => {
    const words = { reasons: decision === 'approve' ? [] : ['RTN-EVIDENCE-REQUIRED'], remarks: 'خاطبته بالهاتف' }
    const { id, revisionHash } = request
    return decideRequest(desk, noura, { id, decision, ...words, revisionHash }).commandId
  }
  beforeEach(() => keep(request))

  test.each<[Decision, Partial<DecisionRecord>, string]>([
    ['approve', {}, 'awaiting-second'],
    ['approve', { decision: 'reject', step: 'decide', reasons: ['REJ-NO-CHANGE'], remarks: 'لا حاجة' }, 'rejected'],
    ['approve', { decision: 'return', step: 'decide', reasons: ['RTN-EVIDENCE-REQUIRED'] }, 'returned'],
    ['reject', { decision: 'return', step: 'decide', reasons: ['RTN-EVIDENCE-REQUIRED'] }, 'returned'],
    ['return', { decision: 'reject', step: 'decide', reasons: ['REJ-NO-CHANGE'] }, 'rejected'],
  ])('mine was to %s: who, when and what it was there, no values and no redo', (decision, theirs, state) => {
    const id = decide(decision)
    const there = decidedThere(request, theirs)
    refuse(id, { reason: 'already-decided' }, { request: there, member })
    const { conflict, overtaken, cause, can, remarks } = item(id)
    expect({ conflict, cause, redo: can.redo, remarks }).toEqual({
      conflict: null,
      cause: 'sync/conflict',
      redo: false,
      remarks: 'خاطبته بالهاتف',
    })
    const { decision: made, step, reasons, remarks: said } = there.decisions.at(-1) ?? expect.fail('undecided')
    expect(overtaken).toEqual({
      kind: 'request',
      state,
      decisions: [
        { decision: made, step, reasons, remarks: said, by: 'salem', nameAr: 'سالم', nameEn: 'Salem', at, fields: {} },
      ],
      ended: null,
    })
    expect(() => redoCommand(desk, noura, { commandId: id })).toThrow(/^requests\//)
  })

  test('redo comes back when the request is open again as it was: handed in anew without a change', () => {
    const id = decide('approve')
    const there = decidedThere(request, { decision: 'return', step: 'decide', reasons: ['RTN-EVIDENCE-REQUIRED'] })
    refuse(id, { reason: 'already-decided' }, { request: there, member })
    expect(item(id).can.redo).toBe(false)
    keep({ ...there, version: there.version + 1, state: 'resubmitted', pausedAt: null })
    expect(item(id)).toMatchObject({ can: { redo: true }, overtaken: { state: 'resubmitted' } })
    expect(redoCommand(desk, noura, { commandId: id }).state).toBe('settled')
  })

  test('what its member cancelled is told so, by whom and when', () => {
    const id = decide('approve')
    const events: Request['events'] = [...request.events, { at, kind: 'cancelled', by: 'member' }]
    refuse(id, { reason: 'already-decided' }, { request: { ...request, version: 2, state: 'cancelled', events } })
    expect(item(id).overtaken).toEqual({
      kind: 'request',
      state: 'cancelled',
      decisions: [],
      ended: { by: 'member', nameAr: '', nameEn: '', at },
    })
  })

  test('what was pulled after the receipt counts; of a request that is out of reach nothing is told', () => {
    const id = decide('approve')
    const there = decidedThere(request, {})
    refuse(id, { reason: 'already-decided' }, { request: there, member })
    keep(decidedThere(there, { commandId: 'later', step: 'confirm', by: 'somebody' }))
    expect(item(id).overtaken).toMatchObject({
      state: 'completed',
      decisions: [{ step: 'confirm', by: 'somebody', nameEn: '' }],
    })
    keep({ ...request, id: 'elsewhere', branch: 'riyadh' })
    const { revisionHash } = request
    const words = { decision: 'approve' as const, reasons: [], remarks: '', revisionHash }
    const { commandId: withoutRows } = decideRequest(desk, noura, { id: 'elsewhere', ...words })
    refuse(withoutRows, { reason: 'already-decided' }, {})
    keep({ ...request, id: 'elsewhere', version: 2, branch: 'jeddah', state: 'rejected' })
    expect(item(withoutRows)).toMatchObject({ overtaken: null, conflict: null, can: { redo: false } })
  })
})

describe('a data update', () => {
  const update = buildDataUpdate(member)
  const decide = (fields: FieldDecisions) => {
    const { id, revisionHash } = update
    const decision = summariseFields(fields)
    return decideRequest(desk, noura, { id, decision, reasons: [], remarks: '', fields, revisionHash }).commandId
  }
  const thereBy = (request: Request, by: string, fields: FieldDecisions) =>
    decidedThere(request, { commandId: by, by, decision: summariseFields(fields), step: 'decide', fields })
  beforeEach(() => keep(update))

  test('names whose decisions speak of the same fields, each with its own', () => {
    const id = decide(fieldDecisions({ city: 'approve', poBox: 'reject', mobile: 'approve' }))
    const first = thereBy(update, 'salem', fieldDecisions({ city: 'reject', employer: 'approve' }))
    const there = thereBy(first, 'mona', fieldDecisions({ poBox: 'approve' }))
    refuse(id, { reason: 'already-decided' }, { request: there, member })
    expect(item(id)).toMatchObject({
      conflict: null,
      can: { redo: false },
      overtaken: {
        decisions: [
          { by: 'mona', fields: fieldDecisions({ poBox: 'approve' }) },
          { by: 'salem', fields: fieldDecisions({ city: 'reject' }) },
        ],
      },
    })
  })

  test('that went back to its member for another field is told with that field', () => {
    const id = decide(fieldDecisions({ city: 'approve' }))
    const there = thereBy(update, 'salem', fieldDecisions({ poBox: 'return' }))
    refuse(id, { reason: 'already-decided' }, { request: there, member })
    expect(item(id).overtaken).toMatchObject({
      state: 'returned',
      decisions: [{ by: 'salem', fields: fieldDecisions({ poBox: 'return' }) }],
    })
  })

  test('whose member changed stands side by side in what mine would set, and can be redone', () => {
    const id = decide(fieldDecisions({ mobile: 'approve', poBox: 'reject' }))
    const moved = { ...member, version: 2, mobile: '+966509999999' }
    refuse(id, { reason: 'member-changed', fields: 'mobile' }, { request: update, member: moved })
    const shown = item(id)
    expect(shown).toMatchObject({ overtaken: null, cause: 'sync/conflict', can: { redo: true } })
    expect(shown.conflict?.fields.map(({ field, theirs }) => [field, theirs])).toEqual([['mobile', '+966509999999']])
  })
})

test('a certificate stands in words: as it was seen, as it is, as the step would have left it', () => {
  const proposal = {
    commandId: 'first',
    step: 'propose',
    by: 'mona',
    at,
    reason: 'REV-ISSUED-IN-ERROR',
    remarks: '',
  } as const
  const seen: Certificate = buildCertificate(member, { version: 2, proposal, steps: [proposal] })
  putCertificate(it.store, seen, JSON.stringify(seen), 1)
  const { commandId } = revokeCertificate(desk, salem, {
    id: seen.id,
    step: 'decline',
    reason: '',
    remarks: 'غير صحيح',
  })
  const confirmed = { ...proposal, commandId: 'second', step: 'confirm', by: 'noura' } as const
  const there: Certificate = { ...seen, version: 3, state: 'revoked', proposal: null, steps: [proposal, confirmed] }
  refuse(commandId, { reason: 'already-decided' }, { certificate: there })
  expect(item(commandId, salem)).toMatchObject({
    conflict: null,
    can: { redo: false, discard: true },
    overtaken: {
      kind: 'certificate',
      base: { state: 'in-force', proposed: true },
      theirs: { state: 'revoked', proposed: false },
      mine: { state: 'in-force', proposed: false },
      last: { step: 'confirm', by: 'noura', nameEn: noura.nameEn, reason: 'REV-ISSUED-IN-ERROR' },
    },
  })
})

describe('an appointment', () => {
  const seen = buildAppointment()
  const key = (time: string, scheduleId = 'schedule-1') => ({ scheduleId, date: seen.date, time })
  beforeEach(() => {
    for (const schedule of [buildSchedule(), buildSchedule({ id: 'schedule-2', counter: 2 })])
      putSchedule(it.store, schedule, JSON.stringify(schedule), 1)
    putAppointment(it.store, seen, JSON.stringify(seen), 1)
  })
  const moved = {
    ...seen,
    version: 2,
    time: '10:00',
    events: [...seen.events, { at, kind: 'moved' as const, by: 'salem' }],
  }

  test('moved by both stands with the three slots', () => {
    const { commandId } = moveAppointment(desk, noura, { id: seen.id, to: key('11:00', 'schedule-2') })
    refuse(commandId, { reason: 'appointment-changed' }, { appointment: moved })
    expect(item(commandId).overtaken).toEqual({
      kind: 'appointment',
      base: { slot: key('09:00'), counter: 1, state: 'booked' },
      theirs: { slot: key('10:00'), counter: 1, state: 'booked' },
      mine: { slot: key('11:00', 'schedule-2'), counter: 2, state: 'booked' },
      last: { by: 'salem', nameAr: 'سالم', nameEn: 'Salem', at },
    })
  })

  test('that was moved before its visitor was marked keeps the slot that was seen on this side', () => {
    const { commandId } = setAppointmentStatus(desk, noura, { id: seen.id, status: 'arrived' })
    refuse(commandId, { reason: 'appointment-changed' }, { appointment: moved })
    expect(item(commandId).overtaken).toMatchObject({
      theirs: { slot: key('10:00'), state: 'booked' },
      mine: { slot: key('09:00'), state: 'arrived' },
    })
  })
})
