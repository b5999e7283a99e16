import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestStore, type TestStore } from '#core/db/test-database.ts'
import { putClerk } from '#core/repositories/clerks.ts'
import { putCursor } from '#core/repositories/cursors.ts'
import { enrolClerk } from '#core/repositories/enrolled-clerks.ts'
import { putMember } from '#core/repositories/members.ts'
import { findEntry } from '#core/repositories/outbox.ts'
import { putRequest } from '#core/repositories/requests.ts'
import { putSetting } from '#core/repositories/settings.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import type { Member } from '#shared/domain/members/member.ts'
import { summariseFields } from '#shared/domain/requests/field-decisions.ts'
import type { FieldDecisions, Request } from '#shared/domain/requests/request.ts'
import { buildClerk, buildMember, countingIds, fixedClock } from '#shared/testing/builders.ts'
import { buildDataUpdate, fieldDecisions, otherValues } from '#shared/testing/data-updates.ts'
import type { WriteContext } from '../desk-context.ts'
import { getMember } from '../members/get-member.ts'
import { undoDecision } from '../outbox/take-back.ts'
import { decideRequest } from './decide-request.ts'
import { getRequest } from './get-request.ts'
import { countRequests, listRequests } from './list-requests.ts'

const noura = buildClerk({ id: 'noura' })
const salem = buildClerk({ id: 'salem', role: 'supervisor' })
const at = '2026-11-22T07:00:00.000Z'

let it: TestStore
let desk: WriteContext
let clock: ReturnType<typeof fixedClock>
let request: Request
beforeEach(() => {
  it = openTestStore()
  clock = fixedClock()
  const { store } = it
  desk = { store, clock, newId: countingIds('command'), lineIsUp: () => false }
  putSetting(store, 'device', 'desk-1')
  for (const clerk of [noura, salem]) {
    putClerk(store, clerk, JSON.stringify(clerk), 1)
    enrolClerk(store, clerk.id, at)
  }
  putCursor(store, { scope: 'directory', epoch: 'e', cursor: 'c', caughtUp: true, totals: {}, rows: 0, pulledAt: at })
  put(buildMember())
  request = ask()
})
afterEach(() => it.end())

const put = (member: Member) => putMember(it.store, member, JSON.stringify(member), 1, at)
const ask = (over: Partial<Request> = {}): Request => {
  const asked = buildDataUpdate(buildMember(), undefined, over)
  putRequest(it.store, asked, JSON.stringify(asked), 1)
  return asked
}
const decide = (fields: FieldDecisions, clerk: Clerk = noura) => {
  const { id, revisionHash } = request
  const decision = summariseFields(fields)
  return decideRequest(desk, clerk, { id, decision, reasons: [], remarks: '', fields, revisionHash })
}
const whole = (decision: 'approve' | 'return' | 'reject', reasons: string[], clerk: Clerk = noura) => {
  const { id, revisionHash } = request
  return decideRequest(desk, clerk, { id, decision, reasons, remarks: '', revisionHash })
}
const review = (clerk: Clerk = noura) => getRequest(desk, clerk, { id: request.id })
const states = (clerk: Clerk = noura) =>
  Object.fromEntries(review(clerk).changes.map(({ field, state }) => [field, state?.state]))

test('each field shows how it stands, and the member what will change, before any receipt', () => {
  expect(states()).toEqual({ nameAr: 'open', mobile: 'open', city: 'open', poBox: 'open', employer: 'open' })
  expect(review().actions.map(({ step }) => step)).toEqual(['propose', 'decide', 'decide'])
  const made = decide(fieldDecisions({ nameAr: 'approve', mobile: 'approve', city: 'reject', poBox: 'return' }))
  expect(made).toMatchObject({ step: 'propose', state: 'awaiting-second' })
  expect(states()).toEqual({
    nameAr: 'awaiting-second',
    mobile: 'applied',
    city: 'rejected',
    poBox: 'returned',
    employer: 'open',
  })
  expect(getMember(desk, noura, { id: 'member-1' }).pending).toEqual([
    { field: 'mobile', value: otherValues.mobile, commandId: made.commandId },
  ])
  expect(countRequests(desk, salem).views).toMatchObject({ 'second-approval': 1, mine: 1 })
  expect(listRequests(desk, {}, noura, { view: 'mine', filters: {}, limit: 10 }).rows).toEqual([])
  // What the decision rests on is what it approves, and nothing else.
  const entry = findEntry(it.store, made.commandId)
  expect(entry?.decided).toMatchObject({
    args: {
      decision: 'approve',
      step: 'propose',
      seen: { fields: { nameAr: 'فهد ناصر سعد القحطاني', mobile: '+966550128841' } },
    },
  })
})

test('without fields a decision goes for every field that is open to it, at both places', () => {
  decide(fieldDecisions({ city: 'approve', poBox: 'approve' }))
  whole('approve', [])
  expect(states()).toEqual({
    nameAr: 'awaiting-second',
    mobile: 'applied',
    city: 'applied',
    poBox: 'applied',
    employer: 'applied',
  })
  const made = whole('return', ['RTN-EVIDENCE-REQUIRED'], salem)
  expect(made).toMatchObject({ step: 'decide', state: 'returned' })
  expect(review().changes[0]?.state).toMatchObject({
    state: 'returned',
    reasons: ['RTN-EVIDENCE-REQUIRED'],
    by: 'salem',
  })
})

test('what does not fit is refused in words', () => {
  const refused = (fields: FieldDecisions, decision: 'approve' | 'return' | 'reject') => () =>
    decideRequest(desk, noura, {
      id: request.id,
      decision,
      reasons: [],
      remarks: '',
      fields,
      revisionHash: request.revisionHash,
    })
  expect(refused({}, 'approve')).toThrow(/^requests\/action-not-allowed \{"reason":"fields"\}/)
  expect(refused(fieldDecisions({ city: 'approve' }), 'return')).toThrow(/"reason":"fields"/)
  expect(refused(fieldDecisions({ email: 'approve' }), 'approve')).toThrow(/"reason":"decided","fields":"email"/)
  expect(refused({ city: { decision: 'return', reasons: [], remarks: '' } }, 'return')).toThrow(
    /^requests\/reason-required \{"fields":"city"\}/,
  )
  expect(() => whole('reject', [])).toThrow(/^requests\/reason-required/)
  decide(fieldDecisions({ city: 'approve' }))
  expect(refused(fieldDecisions({ city: 'reject', mobile: 'approve' }), 'approve')).toThrow(/"reason":"decided"/)
})

test('a blocking rule stops its own field; all of them together stop the approval', () => {
  request = ask({ version: 2, evidence: [] })
  expect(() => decide(fieldDecisions({ nameAr: 'approve', city: 'approve' }))).toThrow(
    /^requests\/rules-not-met \{"rule":"DU-02","field":"nameAr"\}/,
  )
  expect(() => whole('approve', [])).toThrow(/^requests\/rules-not-met/)
  expect(review().actions[0]?.refusal).toBeNull()
  decide(fieldDecisions({ city: 'approve', mobile: 'approve', poBox: 'approve', employer: 'approve' }))
  expect(review().actions[0]?.refusal).toBe('rules')
  expect(decide(fieldDecisions({ nameAr: 'return' }))).toMatchObject({ state: 'returned' })
})

test('an ID number that another member holds here cannot be approved', () => {
  put(buildMember({ id: 'other', membershipNo: '9', email: 'o@x.sa', idNo: otherValues.idNo, mobile: '+966511111111' }))
  request = buildDataUpdate(buildMember(), ['idNo'], { id: 'id', number: 'R-48-000002' })
  putRequest(it.store, request, JSON.stringify(request), 1)
  expect(review().rulesNow).toContainEqual({ id: 'DU-04', field: 'idNo', blocking: true, outcome: 'not-met' })
  expect(() => decide(fieldDecisions({ idNo: 'approve' }))).toThrow(/"rule":"DU-04"/)
})

test('the second person sees remarks only after the receipt, and cannot be the first', () => {
  const said = { ...fieldDecisions({ nameAr: 'approve', city: 'return' }) }
  const fields = Object.fromEntries(Object.entries(said).map(([field, made]) => [field, { ...made, remarks: 'سر' }]))
  decide(fields as FieldDecisions)
  const remarks = (clerk: Clerk) => review(clerk).changes.map(({ state }) => state?.remarks)
  expect(remarks(noura).filter((text) => text === 'سر')).toHaveLength(2)
  expect(remarks(salem).every((text) => text === '')).toBe(true)
  expect(JSON.stringify(review(salem))).not.toContain('سر')
  expect(review(salem).actions.map(({ step }) => step)).toEqual(['confirm', 'decide', 'decide'])
  expect(review(noura).actions[0]).toMatchObject({ refusal: 'role' })
})

test('undo brings every field back', () => {
  const { commandId } = decide(fieldDecisions({ nameAr: 'approve', city: 'approve', poBox: 'reject' }))
  undoDecision(desk, noura, { commandId })
  expect(new Set(Object.values(states()))).toEqual(new Set(['open']))
  expect(review()).toMatchObject({ request: { state: 'submitted', proposal: null }, pending: [] })
  expect(getMember(desk, noura, { id: 'member-1' }).pending).toEqual([])
})

test('the difference stays right when the member has changed: base and proposal stand, and what moved is told', () => {
  put(buildMember({ version: 2, mobile: '+966500000000', city: 'jeddah' }))
  const shown = review()
  expect(shown.changes.find(({ field }) => field === 'mobile')).toMatchObject({
    base: '+966550128841',
    proposed: otherValues.mobile,
  })
  expect(shown.moved).toEqual([
    { field: 'mobile', base: '+966550128841', current: '+966500000000' },
    { field: 'city', base: 'riyadh', current: 'jeddah' },
  ])
  // An effect of the request itself is no move of the register.
  decide(fieldDecisions({ city: 'approve' }))
  expect(review().moved.map(({ field }) => field)).toEqual(['mobile'])
})

test('fields that another desk decided meanwhile stay as the authority says under a pending decision', () => {
  decide(fieldDecisions({ city: 'approve' }))
  const elsewhere: Request = {
    ...request,
    version: 2,
    state: 'in-review',
    fieldStates: {
      ...request.fieldStates,
      mobile: { state: 'rejected', risk: 'medium', by: 'huda', at, reasons: ['REJ-NO-CHANGE'], remarks: '' },
    },
  }
  putRequest(it.store, elsewhere, JSON.stringify(elsewhere), 1)
  expect(states()).toMatchObject({ city: 'applied', mobile: 'rejected', nameAr: 'open' })
})
