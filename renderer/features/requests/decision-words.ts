import type { Decision, DecisionStep } from '#shared/domain/requests/request.ts'

/** The words of a decision at its place: only approvals are of three kinds. */
export type StepName = 'decide_approve' | 'propose_approve' | 'confirm_approve' | 'decide_return' | 'decide_reject'

/** Name of a decision and its step among the messages. */
export function stepName(step: DecisionStep, decision: Decision): StepName {
  if (decision === 'approve') return `${step}_approve`
  return decision === 'return' ? 'decide_return' : 'decide_reject'
}
