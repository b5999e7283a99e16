import type { DecisionDraft } from '#shared/domain/requests/decision-draft.ts'
import type { Decision } from '#shared/domain/requests/request.ts'

export const emptyDraft: DecisionDraft = { decision: null, reasons: [], remarks: '', fields: {}, attachments: [] }

/** Longest remarks that the contract takes, in UTF-16 code units. */
export const remarksLimit = 4000
export const reasonsLimit = 20

/** Whether there is nothing in a draft that would be missed. */
export function isEmptyDraft(draft: DecisionDraft): boolean {
  const nothingSaid = draft.remarks.trim() === '' && draft.reasons.length === 0
  return nothingSaid && Object.keys(draft.fields).length === 0 && draft.attachments.length === 0
}

/** The draft with a reason added or taken away; more than twenty are not taken. */
export function toggleReason(draft: DecisionDraft, code: string): DecisionDraft {
  if (draft.reasons.includes(code)) return { ...draft, reasons: draft.reasons.filter((other) => other !== code) }
  return draft.reasons.length >= reasonsLimit ? draft : { ...draft, reasons: [...draft.reasons, code] }
}

/**
 * The draft when another decision is begun: remarks stay, reasons go, because a reason to return is none to reject.
 * Beginning the same decision again changes nothing.
 */
export function beginDecision(draft: DecisionDraft, decision: Decision | null): DecisionDraft {
  return draft.decision === decision ? draft : { ...draft, decision, reasons: [] }
}

export type DraftFault = 'reason-required' | 'remarks-too-long'

/** What keeps a draft from being sent: a return or a rejection needs a reason. Undefined when nothing does. */
export function findDraftFault(draft: DecisionDraft, decision: Decision): DraftFault | undefined {
  if (decision !== 'approve' && draft.reasons.length === 0) return 'reason-required'
  return draft.remarks.length > remarksLimit ? 'remarks-too-long' : undefined
}
