import type { Clerk } from '../clerks/clerk.ts'
import { type PolicyRefusal, refusalOf } from '../policy/policy.ts'
import type { Action } from '../policy/policy-table.ts'
import {
  decidableFields,
  decideEveryField,
  fieldStateOf,
  fieldsDecided,
  isByField,
  stepOfFields,
} from './field-decisions.ts'
import {
  type Decision,
  type DecisionStep,
  type FieldDecisions,
  type Request,
  type RequestKind,
  type RequestState,
  Risk,
} from './request.ts'

/** Why an action is not open to somebody; the screens have a sentence for each. */
export type ActionRefusal = PolicyRefusal | 'state' | 'with-the-member' | 'decided' | 'kind-not-here'

/** What a person may do with a request now. A refused action is shown disabled, with its reason. */
export interface AvailableAction {
  readonly decision: Decision
  /** What the decision would do; null when it is refused. */
  readonly step: DecisionStep | null
  readonly refusal: ActionRefusal | null
}

/** Kinds whose effects this desk carries out. The others can be read and are decided where they were before. */
export const decidableKinds: readonly RequestKind[] = ['email-change', 'data-update']

type Steps = Partial<Record<Decision, 'first' | 'second'>>

/** State → decisions: `first` where nobody has decided yet, `second` where somebody proposed an approval. */
const decisionsByState: Record<RequestState, Steps> = {
  draft: {},
  submitted: { approve: 'first', reject: 'first', return: 'first' },
  'in-review': { approve: 'first', reject: 'first', return: 'first' },
  returned: {},
  resubmitted: { approve: 'first', reject: 'first', return: 'first' },
  'awaiting-second': { approve: 'second', reject: 'second', return: 'second' },
  approved: {},
  completed: {},
  rejected: {},
  cancelled: {},
  expired: {},
}

/**
 * The step that an approval is at a place of the life cycle. Only approvals are four-eyed: rejecting or returning
 * changes nothing in the register, so one person may do it (docs/adr/0002).
 */
function stepOf(decision: Decision, state: RequestState, risk: Risk): DecisionStep {
  if (decision !== 'approve') return 'decide'
  if (state === 'awaiting-second') return 'confirm'
  return risk === 'high' ? 'propose' : 'decide'
}

/** What the policy table calls a decision at a place. */
function actionOf(decision: Decision, step: DecisionStep, place: 'first' | 'second'): Action {
  if (decision !== 'approve') return place === 'second' ? 'requests.decline-proposed' : 'requests.decline'
  return approvals[step]
}

const approvals: Readonly<Record<DecisionStep, Action>> = {
  decide: 'requests.approve',
  propose: 'requests.propose',
  confirm: 'requests.confirm',
}

/** The risk of what is decided: of a data update, the highest of the fields that are approved. */
function riskAtStake(request: Request, fields: FieldDecisions): Risk {
  if (!isByField(request)) return request.risk
  const risks = fieldsDecided(fields, 'approve').map((field) => fieldStateOf(request, field).risk)
  return Risk.options.findLast((risk) => risks.includes(risk)) ?? request.risk
}

function refusalFor(
  request: Request,
  clerk: Pick<Clerk, 'id' | 'role' | 'branch'>,
  decision: Decision,
  fields: FieldDecisions,
): ActionRefusal | null {
  const place = decisionsByState[request.state][decision]
  if (request.state === 'returned' || request.state === 'draft') return 'with-the-member'
  if (!place) return 'decided'
  const { branch, proposal } = request
  const matter = { branch, risk: riskAtStake(request, fields), ...(proposal && { first: proposal.by }) }
  const refusal = refusalOf(clerk, actionOf(decision, stepOn(request, decision, fields), place), matter)
  // That it needs (another) second person is said last: whatever else is in the way counts before it.
  if (refusal !== null && refusal !== 'risk' && refusal !== 'same-person') return refusal
  if (!decidableKinds.includes(request.kind)) return 'kind-not-here'
  // No field waits at this place: there is nothing that a decision could be about.
  if (isByField(request) && decidableFields(request).length === 0) return 'decided'
  return refusal
}

/** The step of a decision: of one that is made by field, of its fields together. */
function stepOn(request: Request, decision: Decision, fields: FieldDecisions): DecisionStep {
  return isByField(request) ? stepOfFields(request, fields) : stepOf(decision, request.state, request.risk)
}

/**
 * What can be decided at each state, by whoever the policy table allows. Used by the screen (what to show), the core
 * (what to queue) and the authority (what counts). `fields`: what is decided of a data update; without it, every field
 * that is open to a decision.
 */
export function availableActions(
  request: Request,
  clerk: Pick<Clerk, 'id' | 'role' | 'branch'>,
  fields?: FieldDecisions,
): AvailableAction[] {
  return (['approve', 'return', 'reject'] as const).map((decision) => {
    const decided = fields ?? decideEveryField(request, { decision, reasons: [], remarks: '' })
    const refusal = refusalFor(request, clerk, decision, decided)
    return { decision, refusal, step: refusal ? null : stepOn(request, decision, decided) }
  })
}

/** The action of one decision. */
export function getAction(
  request: Request,
  clerk: Pick<Clerk, 'id' | 'role' | 'branch'>,
  decision: Decision,
  fields?: FieldDecisions,
): AvailableAction {
  const action = availableActions(request, clerk, fields).find((candidate) => candidate.decision === decision)
  if (!action) throw new Error(`No row for ${decision}`)
  return action
}
