import { describe, expect, it } from 'vitest'
import { availableActions } from '#shared/domain/requests/available-actions.ts'
import { evaluateDataUpdate } from '#shared/domain/requests/data-update-rules.ts'
import { applyFieldDecisions, stepOfFields, summariseFields } from '#shared/domain/requests/field-decisions.ts'
import type { Decision, Request } from '#shared/domain/requests/request.ts'
import { buildClerk, buildMember } from '#shared/testing/builders.ts'
import { buildDataUpdate, fieldDecisions } from '#shared/testing/data-updates.ts'
import { emptyDraft, isEmptyDraft } from './decision-draft.ts'
import {
  approveLight,
  chooseField,
  draftedFields,
  fieldRefusal,
  findFieldsFault,
  lightFields,
  remarkOnField,
  sumFields,
  toggleFieldReason,
} from './field-draft.ts'

const member = buildMember()
const reviewOf = (request: Request, clerk = buildClerk()) => ({
  request,
  actions: availableActions(request, clerk),
  rulesNow: evaluateDataUpdate({ request, member, idHolder: 'none' }),
})
const review = reviewOf(buildDataUpdate(member))

describe('choosing field by field', () => {
  it('takes a choice back when it is made again, and keeps remarks but not reasons when it changes', () => {
    let draft = chooseField(emptyDraft, 'city', 'return')
    draft = remarkOnField(toggleFieldReason(draft, 'city', 'RTN-DOC-UNCLEAR'), 'city', 'نص')
    expect(draft.fields.city).toEqual({ decision: 'return', reasons: ['RTN-DOC-UNCLEAR'], remarks: 'نص' })
    draft = chooseField(draft, 'city', 'reject')
    expect(draft.fields.city).toEqual({ decision: 'reject', reasons: [], remarks: 'نص' })
    draft = chooseField(draft, 'city', 'reject')
    expect(draft.fields).toEqual({})
    expect(isEmptyDraft(draft)).toBe(true)
    expect(isEmptyDraft(chooseField(emptyDraft, 'city', 'approve'))).toBe(false)
    expect(toggleFieldReason(emptyDraft, 'city', 'x')).toBe(emptyDraft)
  })

  it('approves what is light at once, and nothing that is chosen otherwise or grave', () => {
    const draft = approveLight(chooseField(emptyDraft, 'mobile', 'reject'), review)
    expect(Object.entries(draft.fields).map(([field, made]) => [field, made.decision])).toEqual([
      ['mobile', 'reject'],
      ['city', 'approve'],
      ['poBox', 'approve'],
      ['employer', 'approve'],
    ])
    expect(lightFields(review)).not.toContain('nameAr')
  })

  it('does not offer what a rule stops, what is decided, or what the role does not allow', () => {
    const unproven = reviewOf({ ...review.request, evidence: [] })
    expect(fieldRefusal(unproven, 'nameAr', 'approve')).toBe('rules')
    expect(fieldRefusal(unproven, 'nameAr', 'return')).toBeNull()
    expect(fieldRefusal(unproven, 'city', 'approve')).toBeNull()
    expect(fieldRefusal(reviewOf(review.request, buildClerk({ role: 'auditor' })), 'city', 'approve')).toBe('role')
    expect(fieldRefusal(review, 'email', 'approve')).toBe('decided')
    // A draft that was written before the record moved says nothing of such a field.
    expect(draftedFields(chooseField(emptyDraft, 'nameAr', 'approve'), unproven)).toEqual({})
  })
})

describe('what sending would do', () => {
  it('is counted as the effect has it, for every mixture of three fields', () => {
    const choices: (Decision | undefined)[] = ['approve', 'return', 'reject', undefined]
    for (const nameAr of choices)
      for (const city of choices)
        for (const mobile of choices) {
          const words = Object.fromEntries(
            Object.entries({ nameAr, city, mobile }).filter(([, decision]) => decision !== undefined),
          )
          const fields = fieldDecisions(words)
          const sum = sumFields(review, fields)
          const { request, memberFields } = applyFieldDecisions(review.request, {
            commandId: null,
            decision: summariseFields(fields),
            step: stepOfFields(review.request, fields),
            by: 'noura',
            at: '2026-11-22T07:00:00.000Z',
            reasons: [],
            remarks: '',
            fields,
          })
          const count = (state: string) =>
            Object.values(request.fieldStates).filter((field) => field.state === state).length
          expect(sum).toEqual({
            now: Object.keys(memberFields).length,
            second: count('awaiting-second'),
            back: count('returned'),
            rejected: count('rejected'),
            open: count('open'),
            stops: request.state === 'returned',
          })
        }
  })

  it('needs a choice, and a reason for each return and rejection', () => {
    expect(findFieldsFault({})).toBe('nothing-chosen')
    expect(findFieldsFault({ city: { decision: 'return', reasons: [], remarks: 'نص' } })).toBe('reason-required')
    expect(findFieldsFault(fieldDecisions({ city: 'return', mobile: 'approve' }))).toBeUndefined()
    expect(findFieldsFault({ city: { decision: 'approve', reasons: [], remarks: 'x'.repeat(1001) } })).toBe(
      'remarks-too-long',
    )
  })
})
