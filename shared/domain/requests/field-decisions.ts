import type { FieldValues, MemberField } from '../members/member.ts'
import type { ReferenceBook } from '../reference/reference-book.ts'
import {
  changedFields,
  type Decision,
  type DecisionRecord,
  type DecisionStep,
  type FieldDecision,
  type FieldDecisions,
  type FieldState,
  type Request,
  type RequestEvent,
  type RequestState,
  type Risk,
} from './request.ts'

/** What decisions by field look at. */
export type ByField = Pick<Request, 'kind' | 'state' | 'base' | 'proposed' | 'fieldStates'>

/** Whether a request is decided field by field (service 2, data update), not as a whole. */
export function isByField(request: Pick<Request, 'kind'>): boolean {
  return request.kind === 'data-update'
}

const open = (risk: Risk): FieldState => ({
  state: 'open',
  risk,
  by: null,
  at: null,
  reasons: [],
  remarks: '',
})

/**
 * How a field stands; one that nothing was recorded of is open, and takes two people, because nobody has said that it
 * does not.
 */
export function fieldStateOf(request: Pick<Request, 'fieldStates'>, field: MemberField): FieldState {
  return request.fieldStates[field] ?? open('high')
}

/**
 * Every proposed field as open: what a submission and a resubmission begin with. Its risk is the one in force on the day
 * of the submission, and stays.
 */
export function openFieldStates(
  book: ReferenceBook,
  fields: readonly MemberField[],
  submitted: string,
): Request['fieldStates'] {
  return Object.fromEntries(fields.map((field) => [field, open(book.riskOf(field, submitted))]))
}

/** The fields of a data update that stand so, in the order of the form. */
export function fieldsThatAre(
  request: Pick<Request, 'base' | 'proposed' | 'fieldStates'>,
  ...states: readonly FieldState['state'][]
): MemberField[] {
  return changedFields(request).filter((field) => states.includes(fieldStateOf(request, field).state))
}

/** Fields that can be decided at the request's place: while a second person is awaited only what awaits them. */
export function decidableFields(request: ByField): MemberField[] {
  switch (request.state) {
    case 'submitted':
    case 'in-review':
    case 'resubmitted':
      return fieldsThatAre(request, 'open')
    case 'awaiting-second':
      return fieldsThatAre(request, 'awaiting-second')
    default:
      return []
  }
}

const entriesOf = (fields: FieldDecisions) => Object.entries(fields) as [MemberField, FieldDecision][]

/** Fields with this decision, in the order in which they are named. */
export function fieldsDecided(fields: FieldDecisions, decision: Decision): MemberField[] {
  return entriesOf(fields).flatMap(([field, made]) => (made.decision === decision ? [field] : []))
}

/** One decision for every field that can be decided now. */
export function decideEveryField(request: ByField, decision: FieldDecision): FieldDecisions {
  return Object.fromEntries(decidableFields(request).map((field) => [field, decision]))
}

/** What decisions by field come to as one: approve if any field is approved, else return if any is returned. */
export function summariseFields(fields: FieldDecisions): Decision {
  const made = entriesOf(fields).map(([, { decision }]) => decision)
  if (made.includes('approve')) return 'approve'
  return made.includes('return') ? 'return' : 'reject'
}

/** The step of decisions by field: only approvals of high-risk fields are four-eyed. */
export function stepOfFields(request: ByField, fields: FieldDecisions): DecisionStep {
  const approved = fieldsDecided(fields, 'approve')
  if (approved.length === 0) return 'decide'
  if (request.state === 'awaiting-second') return 'confirm'
  return approved.some((field) => fieldStateOf(request, field).risk === 'high') ? 'propose' : 'decide'
}

/** Fields that are named in a decision and cannot be decided at the request's place. */
export function undecidableFields(request: ByField, fields: FieldDecisions): MemberField[] {
  const decidable = decidableFields(request)
  return entriesOf(fields).flatMap(([field]) => (decidable.includes(field) ? [] : [field]))
}

/** Fields that are returned or rejected with neither a reason nor a remark. */
export function fieldsWithoutReason(fields: FieldDecisions): MemberField[] {
  return entriesOf(fields).flatMap(([field, { decision, reasons, remarks }]) =>
    decision !== 'approve' && reasons.length === 0 && remarks.trim() === '' ? [field] : [],
  )
}

/** Where a request stands by how its fields stand: what waits for somebody comes before what is done. */
export function stateOfFields(request: Pick<Request, 'base' | 'proposed' | 'fieldStates'>): RequestState {
  const any = (state: FieldState['state']) => fieldsThatAre(request, state).length > 0
  if (any('awaiting-second')) return 'awaiting-second'
  if (any('returned')) return 'returned'
  if (any('open')) return 'in-review'
  return any('applied') ? 'completed' : 'rejected'
}

function nextFieldState(request: ByField, field: MemberField, made: FieldDecision, record: DecisionRecord): FieldState {
  const { risk } = fieldStateOf(request, field)
  const { by, at } = record
  const { reasons, remarks } = made
  const first = request.state !== 'awaiting-second'
  const state =
    made.decision === 'reject'
      ? 'rejected'
      : made.decision === 'return'
        ? 'returned'
        : first && risk === 'high'
          ? 'awaiting-second'
          : 'applied'
  return { state, risk, by, at, reasons, remarks }
}

/** Lines of the request's history that a decision by field adds. */
function eventsOf(state: RequestState, record: DecisionRecord, fields: FieldDecisions): RequestEvent[] {
  const { by, at, step } = record
  const whole = entriesOf(fields).every(([, { decision }]) => decision === 'approve')
  const ended = state === 'returned' || state === 'rejected'
  const first: RequestEvent['kind'][] =
    step === 'propose'
      ? ['proposed']
      : step === 'confirm'
        ? ['confirmed']
        : state === 'completed' && whole
          ? ['approved']
          : ended && fieldsDecided(fields, 'approve').length === 0
            ? []
            : ['fields-decided']
  const events = first.map((kind): RequestEvent => ({ at, kind, by }))
  if (ended) events.push({ at, kind: state, by })
  if (state === 'completed') events.push({ at, kind: 'completed', by: 'system' })
  return events
}

/** What decisions by field do: the request as it will stand, and the values that take effect at once. */
export interface FieldsEffect {
  readonly request: Request
  readonly memberFields: FieldValues
  /** Whether there is something to tell the member: a field was applied or rejected, or the request is with them again. */
  readonly tells: boolean
}

/**
 * The effect of decisions by field that the policy allows: each field goes its own way, the request follows from all of
 * them. Pure, and one version further. Fields that cannot be decided at the request's place are left as they are.
 */
export function applyFieldDecisions(request: Request, record: DecisionRecord): FieldsEffect {
  const decidable = decidableFields(request)
  const fields = Object.fromEntries(
    entriesOf(record.fields ?? {}).filter(([field]) => decidable.includes(field)),
  ) as FieldDecisions
  const made = Object.fromEntries(
    entriesOf(fields).map(([field, decision]) => [field, nextFieldState(request, field, decision, record)]),
  ) as Request['fieldStates']
  const decided = { ...request, fieldStates: { ...request.fieldStates, ...made } }
  const state = stateOfFields(decided)
  const ended = state === 'completed' || state === 'rejected'
  const stopped = ended || state === 'returned'
  const applied = fieldsThatAre(decided, 'applied').filter((field) => field in made)
  const rejected = fieldsThatAre(decided, 'rejected').filter((field) => field in made)
  return {
    request: {
      ...decided,
      version: request.version + 1,
      state,
      proposal: state !== 'awaiting-second' ? null : record.step === 'propose' ? record : request.proposal,
      dueAt: stopped ? null : request.dueAt,
      pausedAt: state === 'returned' ? record.at : null,
      decisions: [...request.decisions, record],
      events: [...request.events, ...eventsOf(state, record, fields)],
      updatedAt: record.at,
    },
    memberFields: Object.fromEntries(applied.map((field) => [field, request.proposed[field] ?? null])),
    tells: applied.length > 0 || rejected.length > 0 || state === 'returned',
  }
}
