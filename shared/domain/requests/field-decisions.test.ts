import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildClerk, buildMember } from '#shared/testing/builders.ts'
import {
  anyFields,
  anyFieldWords,
  buildDataUpdate,
  fieldDecisions,
  isGrave,
  otherValues,
} from '#shared/testing/data-updates.ts'
import type { MemberField } from '../members/member.ts'
import { shippedBook } from '../reference/reference-book.ts'
import { applyDecision } from './apply-decision.ts'
import { getAction } from './available-actions.ts'
import {
  decidableFields,
  decideEveryField,
  fieldStateOf,
  fieldsThatAre,
  fieldsWithoutReason,
  openFieldStates,
  stateOfFields,
  stepOfFields,
  summariseFields,
  undecidableFields,
} from './field-decisions.ts'
import { type DecisionRecord, type FieldDecisions, Request } from './request.ts'

const at = '2026-11-22T07:00:00.000Z'
const noura = buildClerk({ id: 'noura' })
const salem = buildClerk({ id: 'salem', role: 'supervisor' })
type Words = Parameters<typeof fieldDecisions>[0]

function record(request: Request, fields: FieldDecisions, by: string): DecisionRecord {
  const decision = summariseFields(fields)
  const step = stepOfFields(request, fields)
  return { commandId: `c-${request.version}`, decision, step, by, at, reasons: [], remarks: '', fields }
}
const decide = (request: Request, words: Words, by = 'noura') =>
  applyDecision(request, record(request, fieldDecisions(words), by))
const states = (request: Request) =>
  Object.fromEntries(Object.entries(request.fieldStates).map(([field, { state }]) => [field, state]))

describe('each field goes its own way', () => {
  const request = buildDataUpdate()

  test('light fields take effect at once, a grave one waits, one returns, one is rejected', () => {
    const effect = decide(request, {
      nameAr: 'approve',
      mobile: 'approve',
      city: 'approve',
      poBox: 'return',
      employer: 'reject',
    })
    expect(states(effect.request)).toEqual({
      nameAr: 'awaiting-second',
      mobile: 'applied',
      city: 'applied',
      poBox: 'returned',
      employer: 'rejected',
    })
    expect(effect.memberFields).toEqual({ mobile: otherValues.mobile, city: 'jeddah' })
    expect(effect.request).toMatchObject({
      state: 'awaiting-second',
      dueAt: request.dueAt,
      pausedAt: null,
      proposal: { by: 'noura', step: 'propose' },
    })
    expect(effect.request.fieldStates.employer).toEqual({
      state: 'rejected',
      risk: 'medium',
      by: 'noura',
      at,
      reasons: ['REJ-NO-CHANGE'],
      remarks: '',
    })
    expect(effect.notices).toEqual([{ template: 'data-update-decided', to: 'current-address' }])

    const second = decide(effect.request, { nameAr: 'approve' }, 'salem')
    expect(second.memberFields).toEqual({ nameAr: otherValues.nameAr })
    // What was returned waits for the member, and from now on the clock does too.
    expect(second.request).toMatchObject({ state: 'returned', pausedAt: at, dueAt: null, proposal: null })
    expect(second.request.events.slice(1).map(({ kind }) => kind)).toEqual(['proposed', 'confirmed', 'returned'])
  })

  test('fields that are left out stay open, and can be decided by another command', () => {
    const { request: once, memberFields } = decide(request, { city: 'approve', poBox: 'approve' })
    expect(memberFields).toEqual({ city: 'jeddah', poBox: '12211' })
    expect(once.state).toBe('in-review')
    expect(decidableFields(once)).toEqual(['nameAr', 'mobile', 'employer'])
    expect(undecidableFields(once, fieldDecisions({ city: 'reject', mobile: 'reject' }))).toEqual(['city'])
    const { request: done } = decide(once, { nameAr: 'reject', mobile: 'reject', employer: 'reject' })
    expect(done.state).toBe('completed')
    expect(done.events.slice(1).map(({ kind, by }) => [kind, by])).toEqual([
      ['fields-decided', 'noura'],
      ['fields-decided', 'noura'],
      ['completed', 'system'],
    ])
  })

  test('a first approval alone tells the member nothing; all rejected ends the request', () => {
    const grave = buildDataUpdate(buildMember(), ['nameAr', 'nameEn'])
    expect(decide(grave, { nameAr: 'approve', nameEn: 'approve' }).notices).toEqual([])
    const rejected = decide(grave, { nameAr: 'reject', nameEn: 'reject' })
    expect(rejected).toMatchObject({ request: { state: 'rejected', dueAt: null }, memberFields: {} })
    expect(rejected.request.events.at(-1)).toEqual({ at, kind: 'rejected', by: 'noura' })
  })

  test('a second person may confirm one and leave the other waiting, still as the first one proposed it', () => {
    const grave = buildDataUpdate(buildMember(), ['nameAr', 'nameEn'])
    const { request: proposed } = decide(grave, { nameAr: 'approve', nameEn: 'approve' })
    const { request: half, memberFields } = decide(proposed, { nameAr: 'approve' }, 'salem')
    expect(half).toMatchObject({ state: 'awaiting-second', proposal: { by: 'noura' } })
    expect(Object.keys(memberFields)).toEqual(['nameAr'])
    expect(getAction(half, noura, 'approve').refusal).toBe('role')
    expect(decide(half, { nameEn: 'return' }, 'salem').request.state).toBe('returned')
  })

  test('a second person decides only what awaits them, and not what they proposed', () => {
    const { request: proposed } = decide(request, { nameAr: 'approve', city: 'approve' }, 'salem')
    expect(decidableFields(proposed)).toEqual(['nameAr'])
    expect(getAction(proposed, salem, 'approve').refusal).toBe('same-person')
    expect(getAction(proposed, salem, 'reject').step).toBe('decide')
    const huda = buildClerk({ id: 'huda', role: 'branch-manager' })
    expect(getAction(proposed, huda, 'approve').step).toBe('confirm')
    expect(decideEveryField(proposed, { decision: 'reject', reasons: ['x'], remarks: '' })).toEqual({
      nameAr: { decision: 'reject', reasons: ['x'], remarks: '' },
    })
  })

  test('the step follows from what is approved, not from what the request could become', () => {
    expect(getAction(request, noura, 'approve').step).toBe('propose')
    expect(getAction(request, noura, 'approve', fieldDecisions({ city: 'approve' })).step).toBe('decide')
    expect(stepOfFields(request, fieldDecisions({ nameAr: 'return', city: 'approve' }))).toBe('decide')
    expect(stepOfFields(request, fieldDecisions({ nameAr: 'approve' }))).toBe('propose')
  })

  test('a return or a rejection needs its own reason or remark', () => {
    const said: FieldDecisions = {
      city: { decision: 'return', reasons: [], remarks: ' ' },
      poBox: { decision: 'reject', reasons: [], remarks: 'لا يخص العضو' },
      mobile: { decision: 'approve', reasons: [], remarks: '' },
    }
    expect(fieldsWithoutReason(said)).toEqual(['city'])
  })

  test('where no field waits there is nothing to decide', () => {
    const awaiting = { ...request, state: 'awaiting-second' as const }
    expect(getAction(awaiting, salem, 'approve').refusal).toBe('decided')
    expect(getAction({ ...request, proposed: {} }, noura, 'reject').refusal).toBe('decided')
  })

  test('what nothing was recorded of is open', () => {
    expect(fieldStateOf({ fieldStates: {} }, 'nameAr')).toMatchObject({ state: 'open', risk: 'high', by: null })
    expect(stateOfFields({ ...request, fieldStates: {} })).toBe('in-review')
  })
})

/** One turn: who decides, and what they say of the fields. */
const anyTurns = fc.array(
  fc.record({
    by: fc.constantFrom(noura, salem, buildClerk({ id: 'huda', role: 'supervisor' })),
    words: anyFieldWords,
  }),
  { minLength: 1, maxLength: 8 },
)

test('whatever is decided in whatever order: no grave field by one person, nothing twice, states as the fields have it', () => {
  let confirmed = 0
  fc.assert(
    fc.property(anyFields, anyTurns, (proposedFields, turns) => {
      const member = buildMember()
      let request = buildDataUpdate(member, proposedFields)
      const given: MemberField[] = []
      for (const { by, words } of turns) {
        // The policy, as core and authority ask it.
        const open = decidableFields(request)
        const entries = Object.entries(fieldDecisions(words)).filter(([field]) => open.includes(field as MemberField))
        const fields = Object.fromEntries(entries) as FieldDecisions
        if (entries.length === 0) continue
        const decision = summariseFields(fields)
        const action = getAction(request, by, decision, fields)
        if (action.step === null) continue
        const before = structuredClone(request)
        const made = record(request, fields, by.id)
        expect(made.step).toBe(action.step)
        const effect = applyDecision(request, made)
        expect(request).toEqual(before)
        for (const field of Object.keys(effect.memberFields) as MemberField[]) {
          expect(given).not.toContain(field)
          given.push(field)
          expect(effect.memberFields[field]).toBe(otherValues[field as keyof typeof otherValues])
          if (!isGrave(field)) continue
          expect(before.fieldStates[field]?.state).toBe('awaiting-second')
          expect(before.fieldStates[field]?.by).not.toBe(by.id)
          expect(['supervisor', 'branch-manager']).toContain(by.role)
          confirmed += 1
        }
        request = Request.parse(effect.request)
        expect(request.version).toBe(before.version + 1)
        expect(request.state).toBe(stateOfFields(request))
        expect(fieldsThatAre(request, 'applied').toSorted()).toEqual(given.toSorted())
        expect(request.pausedAt !== null).toBe(request.state === 'returned')
        expect(request.dueAt !== null).toBe(['in-review', 'awaiting-second'].includes(request.state))
        expect(request.proposal !== null).toBe(request.state === 'awaiting-second')
        for (const field of proposedFields) {
          if (!(field in fields)) expect(fieldStateOf(request, field)).toEqual(fieldStateOf(before, field))
        }
        // The member completes what was returned, and it goes on.
        if (request.state === 'returned') {
          const fieldStates = {
            ...request.fieldStates,
            ...openFieldStates(shippedBook, fieldsThatAre(request, 'returned'), '2026-11-22'),
          }
          const dueAt = before.dueAt ?? at
          request = { ...request, state: 'resubmitted', pausedAt: null, dueAt, fieldStates }
        }
      }
    }),
    { numRuns: 400 },
  )
  // The property speaks of second approvals at all.
  expect(confirmed).toBeGreaterThan(20)
})

test('every combination of one decision per field on one light and two grave fields', () => {
  const choices = ['approve', 'reject', 'return', undefined] as const
  const fields = ['nameAr', 'idNo', 'city'] as const
  for (const nameAr of choices)
    for (const idNo of choices)
      for (const city of choices) {
        const words = Object.fromEntries(
          [nameAr, idNo, city].flatMap((word, i) => (word === undefined ? [] : [[fields[i], word]])),
        ) as Words
        if (Object.keys(words).length === 0) continue
        const { request, memberFields } = decide(buildDataUpdate(buildMember(), fields), words)
        expect(memberFields).toEqual(city === 'approve' ? { city: 'jeddah' } : {})
        const made = [nameAr, idNo, city]
        const expected =
          nameAr === 'approve' || idNo === 'approve'
            ? 'awaiting-second'
            : made.includes('return')
              ? 'returned'
              : made.includes(undefined)
                ? 'in-review'
                : made.includes('approve')
                  ? 'completed'
                  : 'rejected'
        expect([words, request.state]).toEqual([words, expected])
      }
})
