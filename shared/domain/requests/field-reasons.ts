import type { MemberField } from '../members/member.ts'
import { type Reason, reasonsFor } from '../reference/reasons.ts'
import type { Decision } from './request.ts'

/** Reasons of the data update that speak of one field; codes of the reference data. The others fit every field. */
const ofOneField: Readonly<Record<string, MemberField>> = {
  'RTN-DOB-CALENDAR': 'birthDate',
  'RTN-MOBILE-FORMAT': 'mobile',
  'RTN-NAME-LATIN-PASSPORT': 'nameEn',
  'RTN-EMPLOYER-PROOF': 'employer',
}

/** Reasons to choose from for a decision on one field of a data update: its own first, none that speak of another field. */
export function reasonsForField(field: MemberField, decision: Decision): Reason[] {
  const fitting = reasonsFor('data-update', decision).filter(({ code }) => (ofOneField[code] ?? field) === field)
  return [
    ...fitting.filter(({ code }) => ofOneField[code] === field),
    ...fitting.filter(({ code }) => ofOneField[code] === undefined),
  ]
}
