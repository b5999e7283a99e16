import type { ReviewOutput } from '#shared/contracts/requests.ts'
import type { MemberField } from '#shared/domain/members/member.ts'
import type { DecisionDraft } from '#shared/domain/requests/decision-draft.ts'
import {
  decidableFields,
  fieldStateOf,
  fieldsDecided,
  fieldsWithoutReason,
  stateOfFields,
} from '#shared/domain/requests/field-decisions.ts'
import type { Decision, FieldDecision, FieldDecisions, FieldState } from '#shared/domain/requests/request.ts'
import { blockingRules } from '#shared/domain/requests/rules.ts'

/** Longest remark on a field and most reasons that the contract takes. */
export const fieldRemarksLimit = 1000
const fieldReasonsLimit = 10

type Reviewed = Pick<ReviewOutput, 'request' | 'actions' | 'rulesNow'>
/** Why a decision on a field is not open. */
export type FieldRefusal = NonNullable<ReviewOutput['actions'][number]['refusal']>

/** Why a field cannot be decided so, or null when it can. What is decided already is `decided`. */
export function fieldRefusal(review: Reviewed, field: MemberField, decision: Decision): FieldRefusal | null {
  const { request, actions, rulesNow } = review
  if (!decidableFields(request).includes(field)) return 'decided'
  const action = actions.find((candidate) => candidate.decision === decision)
  if (action === undefined || action.refusal !== null) return action?.refusal ?? 'state'
  return decision === 'approve' && blockingRules(rulesNow, [field]).length > 0 ? 'rules' : null
}

/** What a draft says of fields that can still be decided so. */
export function draftedFields(draft: DecisionDraft, review: Reviewed): FieldDecisions {
  const entries = Object.entries(draft.fields) as [MemberField, FieldDecision][]
  return Object.fromEntries(
    entries.filter(([field, { decision }]) => fieldRefusal(review, field, decision) === null),
  ) as FieldDecisions
}

function withField(draft: DecisionDraft, field: MemberField, made: FieldDecision | undefined): DecisionDraft {
  const { [field]: _before, ...others } = draft.fields
  return { ...draft, fields: made === undefined ? others : { ...others, [field]: made } }
}

/**
 * The draft with a field decided so; the same decision again takes it back. Remarks stay when the decision changes,
 * reasons go, because a reason to return is none to reject.
 */
export function chooseField(draft: DecisionDraft, field: MemberField, decision: Decision): DecisionDraft {
  const before = draft.fields[field]
  if (before?.decision === decision) return withField(draft, field, undefined)
  return withField(draft, field, { decision, reasons: [], remarks: before?.remarks ?? '' })
}

/** The draft with a reason of a field added or taken away; more than ten are not taken. */
export function toggleFieldReason(draft: DecisionDraft, field: MemberField, code: string): DecisionDraft {
  const before = draft.fields[field]
  if (before === undefined) return draft
  const reasons = before.reasons.includes(code)
    ? before.reasons.filter((other) => other !== code)
    : [...before.reasons, code].slice(0, fieldReasonsLimit)
  return withField(draft, field, { ...before, reasons })
}

/** The draft with other remarks on a field. */
export function remarkOnField(draft: DecisionDraft, field: MemberField, remarks: string): DecisionDraft {
  const before = draft.fields[field]
  return before === undefined ? draft : withField(draft, field, { ...before, remarks })
}

/** The draft with every field of low or medium risk approved that can be and is not decided otherwise yet. */
export function approveLight(draft: DecisionDraft, review: Reviewed): DecisionDraft {
  return lightFields(review)
    .filter((field) => draft.fields[field] === undefined)
    .reduce((made, field) => chooseField(made, field, 'approve'), draft)
}

/** Fields of low or medium risk that can be approved now. */
export function lightFields(review: Reviewed): MemberField[] {
  return decidableFields(review.request).filter(
    (field) => fieldStateOf(review.request, field).risk !== 'high' && fieldRefusal(review, field, 'approve') === null,
  )
}

/** What sending decisions by field would do, in numbers of fields. */
export interface FieldsSum {
  readonly now: number
  readonly second: number
  readonly back: number
  readonly rejected: number
  readonly open: number
  /** Whether the request would be with the member then, its clock stopped. */
  readonly stops: boolean
}

/** The sum behind the sentence that stands before the button. */
export function sumFields({ request }: Pick<ReviewOutput, 'request'>, fields: FieldDecisions): FieldsSum {
  const first = request.state !== 'awaiting-second'
  const approved = fieldsDecided(fields, 'approve')
  const second = approved.filter((field) => first && fieldStateOf(request, field).risk === 'high').length
  const back = fieldsDecided(fields, 'return')
  const made = Object.fromEntries(
    (Object.entries(fields) as [MemberField, FieldDecision][]).map(
      ([field, { decision }]): [MemberField, FieldState] => {
        const before = fieldStateOf(request, field)
        const waits = decision === 'approve' && first && before.risk === 'high'
        const approvedState = waits ? 'awaiting-second' : 'applied'
        const state = decision === 'approve' ? approvedState : decision === 'return' ? 'returned' : 'rejected'
        return [field, { ...before, state }]
      },
    ),
  )
  const then = stateOfFields({ ...request, fieldStates: { ...request.fieldStates, ...made } })
  return {
    now: approved.length - second,
    second,
    back: back.length,
    rejected: fieldsDecided(fields, 'reject').length,
    open: decidableFields(request).filter((field) => !(field in fields)).length,
    stops: then === 'returned',
  }
}

export type FieldsFault = 'nothing-chosen' | 'reason-required' | 'remarks-too-long'

/** What keeps decisions by field from being sent; undefined when nothing does. A remark alone is no reason on the screen. */
export function findFieldsFault(fields: FieldDecisions): FieldsFault | undefined {
  const made = Object.values(fields)
  if (made.length === 0) return 'nothing-chosen'
  const bare = made.some(({ decision, reasons }) => decision !== 'approve' && reasons.length === 0)
  if (bare || fieldsWithoutReason(fields).length > 0) return 'reason-required'
  return made.some(({ remarks }) => remarks.length > fieldRemarksLimit) ? 'remarks-too-long' : undefined
}
