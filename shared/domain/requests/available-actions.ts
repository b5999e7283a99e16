import { type Clerk, confirmingRoles, decidingRoles, type Role } from '../clerks/clerk.ts'
import { decidableFields, decideEveryField, isByField, stepOfFields } from './field-decisions.ts'
import type { Decision, DecisionStep, FieldDecisions, Request, RequestKind, RequestState, Risk } from './request.ts'

/** Why an action is not open to somebody; the screens have a sentence for each. */
export type ActionRefusal =
  | 'state'
  | 'role'
  | 'branch'
  | 'same-person'
  | 'with-the-member'
  | 'decided'
  | 'kind-not-here'

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

/** State → decisions. `first`: open to every deciding role; `second`: only to roles that confirm. */
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

function refusalFor(request: Request, clerk: Pick<Clerk, 'id' | 'role' | 'branch'>, decision: Decision) {
  const place = decisionsByState[request.state][decision]
  if (request.state === 'returned' || request.state === 'draft') return 'with-the-member'
  if (!place) return 'decided'
  if (!decidingRoles.includes(clerk.role)) return 'role'
  if (clerk.branch !== request.branch) return 'branch'
  if (!decidableKinds.includes(request.kind)) return 'kind-not-here'
  // No field waits at this place: there is nothing that a decision could be about.
  if (isByField(request) && decidableFields(request).length === 0) return 'decided'
  if (place === 'second') {
    if (!canConfirm(clerk.role)) return 'role'
    if (decision === 'approve' && request.proposal?.by === clerk.id) return 'same-person'
  }
  return null
}

/** Whether a role is a checker of the four-eyes rule. */
export function canConfirm(role: Role): boolean {
  return confirmingRoles.includes(role)
}

/** The step of a decision on the whole request: of one that is decided by field, for every field that is open to it. */
function stepOn(request: Request, decision: Decision, fields: FieldDecisions | undefined): DecisionStep {
  if (!isByField(request)) return stepOf(decision, request.state, request.risk)
  return stepOfFields(request, fields ?? decideEveryField(request, { decision, reasons: [], remarks: '' }))
}

/**
 * The one policy of decisions: state × role × risk → actions. Used by the screen (what to show), the core (what to
 * queue) and the authority (what counts). `fields`: what is decided of a data update; without it, every field that is
 * open to a decision.
 */
export function availableActions(
  request: Request,
  clerk: Pick<Clerk, 'id' | 'role' | 'branch'>,
  fields?: FieldDecisions,
): AvailableAction[] {
  return (['approve', 'return', 'reject'] as const).map((decision) => {
    const refusal = refusalFor(request, clerk, decision)
    return { decision, refusal, step: refusal ? null : stepOn(request, decision, fields) }
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
