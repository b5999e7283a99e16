import { isCalendarDate, riyadhDateOf, yearsBetween } from '../calendar.ts'
import { fieldValue, type Member, type MemberField } from '../members/member.ts'
import { checkNationalId } from '../national-id.ts'
import { fieldStateOf } from './field-decisions.ts'
import { isFieldValue } from './field-value.ts'
import { changedFields, type Evidence, type Request, type RuleOutcome, type RuleResult } from './request.ts'

/** What the rules of a data update look at. Facts that cannot be known here are null: the rule is *not evaluated*. */
export interface DataUpdateFacts {
  readonly request: Pick<Request, 'memberId' | 'base' | 'proposed' | 'evidence' | 'fieldStates' | 'submittedAt'>
  readonly member: Member | null
  /** Id of another member who holds the proposed ID number, `'none'`, or null when it could not be looked up. */
  readonly idHolder: string | null
}

const endedMemberStates: readonly string[] = ['revoked', 'deceased', 'merged']

/** What an identity card bears, so that it proves each of them. */
export const fieldsOnIdCard: readonly MemberField[] = ['nameAr', 'nameEn', 'idNo', 'birthDate', 'nationality']

/** Age of a practitioner in whole years (assumptions; a mistaken calendar gives centuries). */
const leastAge = 18
const mostAge = 100

function outcome(known: boolean, met: boolean): RuleOutcome {
  if (!known) return 'not-evaluated'
  return met ? 'met' : 'not-met'
}

/** Whether a document proves a field: it says so, or it is of the kind that bears the field. */
export function provesField({ kind, proves }: Evidence, field: MemberField): boolean {
  if (proves?.field === field) return true
  return kind === 'id-card' ? fieldsOnIdCard.includes(field) : kind === 'employer-letter' && field === 'employer'
}

/** Whether an ID number is of the kind that the nationality asks for: of the register, or of the same request. */
function kindFits(request: DataUpdateFacts['request'], member: Member, idNo: string): boolean {
  const check = checkNationalId(idNo)
  const nationalities = [member.nationality, request.proposed.nationality]
  return check.ok && nationalities.some((code) => code && (code === 'SA') === (check.kind === 'citizen'))
}

/** Whether somebody born on `birthDate` has the age of a practitioner at `instant`. */
function isPlausible(birthDate: string, instant: string): boolean {
  if (!isCalendarDate(birthDate)) return false
  const age = yearsBetween(birthDate, riyadhDateOf(instant))
  return age >= leastAge && age <= mostAge
}

function rulesOfField({ request, member, idHolder }: DataUpdateFacts, field: MemberField): RuleResult[] {
  const value = request.proposed[field] ?? ''
  const { risk, state } = fieldStateOf(request, field)
  const rule = (id: string, met: RuleOutcome, blocking = true): RuleResult => ({ id, field, blocking, outcome: met })
  const results: RuleResult[] = []
  if (risk === 'high' || field === 'employer') {
    const proven = request.evidence.some((document) => provesField(document, field))
    results.push(rule('DU-02', outcome(true, proven), risk === 'high'))
  }
  if (field === 'mobile') results.push(rule('DU-03', outcome(true, isFieldValue(field, value))))
  else if (field === 'idNo') {
    const sound = isFieldValue(field, value)
    const free = idHolder === null ? null : idHolder === 'none' || idHolder === request.memberId
    const known = !sound || free === false || (member !== null && free !== null)
    const met = sound && free === true && member !== null && kindFits(request, member, value)
    results.push(rule('DU-04', outcome(known, met)))
  } else if (field === 'birthDate') {
    results.push(rule('DU-05', outcome(true, isFieldValue(field, value) && isPlausible(value, request.submittedAt))))
  } else results.push(rule('DU-08', outcome(true, isFieldValue(field, value))))
  const differs = member !== null && (fieldValue(member, field) !== value || state === 'applied')
  results.push(rule('DU-06', outcome(member !== null, differs), false))
  if (risk === 'high') results.push(rule('DU-07', state === 'applied' ? 'met' : 'not-evaluated', false))
  return results
}

/**
 * Rules of service 2, data update, field by field in the order of the form. A blocking rule stops the approval of its
 * field alone. Sources: product page, services table ("field-level diff: low, medium, high"; ID number, mobile and
 * calendar vectors of "Domain facts"), and the reasons that the authority gives (`reference/reasons.json`, data-update).
 * - DU-01 the membership number is the applicant's, and the member's file is open (of the whole request)
 * - DU-02 evidence proves a high-risk field (RTN-EVIDENCE-REQUIRED); of the employer it is only asked for
 *   (RTN-EMPLOYER-PROOF)
 * - DU-03 the mobile is one (RTN-MOBILE-FORMAT)
 * - DU-04 the ID number is sound, of the kind that the nationality asks for, and nobody else's
 * - DU-05 the birth date is a day, and an age of a practitioner (RTN-DOB-CALENDAR)
 * - DU-06 the proposed value differs from the register (REJ-NO-CHANGE): never blocking, because a value that stands
 *   there already is applied without harm
 * - DU-07 a second person approves a high-risk field (never blocking: the life cycle enforces it)
 * - DU-08 the value has the form of its field
 */
export function evaluateDataUpdate(facts: DataUpdateFacts): RuleResult[] {
  const { request, member } = facts
  const isApplicant = member !== null && member.id === request.memberId && !endedMemberStates.includes(member.state)
  return [
    { id: 'DU-01', blocking: true, outcome: outcome(member !== null, isApplicant) },
    ...changedFields(request).flatMap((field) => rulesOfField(facts, field)),
  ]
}
