import fc from 'fast-check'
import { baseSnapshot, type FieldValues, type Member, type MemberField } from '../domain/members/member.ts'
import { shippedBook } from '../domain/reference/reference-book.ts'
import { riskOf } from '../domain/reference/services.ts'
import { openFieldStates } from '../domain/requests/field-decisions.ts'
import { changedFields, type FieldDecision, type FieldDecisions, type Request } from '../domain/requests/request.ts'
import { buildEmailChange, buildMember } from './builders.ts'

/** Another value for every field of `buildMember()` that a data update may ask for. */
export const otherValues = {
  nameAr: 'فهد ناصر سعد العتيبي',
  nameEn: 'Fahad Nasser Saad Alotaibi',
  idNo: '1000000016',
  birthDate: '1984-11-01',
  mobile: '+966507712094',
  city: 'jeddah',
  poBox: '12211',
  postalCode: '21411',
  employer: 'مجمع الندى الطبي',
} as const satisfies FieldValues

export type OtherField = keyof typeof otherValues

/** Five fields of every risk, as the guides show them. */
export const fiveFields: readonly OtherField[] = ['nameAr', 'mobile', 'city', 'poBox', 'employer']

const day = '2026-11-22'

/** A data update of `member` that proposes these fields, submitted with an identity card that proves what is grave. */
export function buildDataUpdate(
  member: Member = buildMember(),
  fields: readonly OtherField[] = fiveFields,
  over: Partial<Request> = {},
): Request {
  const base = baseSnapshot(member)
  const proposed = Object.fromEntries(fields.map((field) => [field, otherValues[field]]))
  return buildEmailChange(member, {
    kind: 'data-update',
    risk: riskOf(shippedBook, 'data-update', proposed, day),
    base,
    proposed,
    fieldStates: openFieldStates(shippedBook, changedFields({ base, proposed }), day),
    evidence: [
      {
        hash: 'd'.repeat(64),
        kind: 'id-card',
        mediaType: 'image/jpeg',
        fileName: 'id-card.jpg',
        size: 1000,
        proves: { field: 'nameAr', region: null },
      },
    ],
    addressProof: null,
    ...over,
  })
}

/** Approves, or returns or rejects with a reason. */
export function fieldDecision(decision: FieldDecision['decision']): FieldDecision {
  const reasons = { approve: [], return: ['RTN-EVIDENCE-REQUIRED'], reject: ['REJ-NO-CHANGE'] }[decision]
  return { decision, reasons, remarks: '' }
}

/** `{ city: 'approve', nameAr: 'return' }` as decisions by field. */
export function fieldDecisions(words: Partial<Record<MemberField, FieldDecision['decision']>>): FieldDecisions {
  return Object.fromEntries(Object.entries(words).map(([field, decision]) => [field, fieldDecision(decision)]))
}

const otherFields = Object.keys(otherValues) as OtherField[]

/** Fields of a data update: one to all of those that there are, in any mixture of risks. */
export const anyFields: fc.Arbitrary<OtherField[]> = fc.subarray(otherFields, { minLength: 1 })

/** One decision, or none, for each field that there is. */
export const anyFieldWords: fc.Arbitrary<Partial<Record<MemberField, FieldDecision['decision']>>> = fc
  .array(fc.tuple(fc.constantFrom(...otherFields), fc.constantFrom('approve', 'reject', 'return')), { minLength: 1 })
  .map((pairs) => Object.fromEntries(pairs) as Partial<Record<MemberField, FieldDecision['decision']>>)

/** Whether a field needs two people. */
export const isGrave = (field: string): boolean => shippedBook.riskOf(field as MemberField, day) === 'high'
