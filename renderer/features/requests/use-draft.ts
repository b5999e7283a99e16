import { useStored } from '#renderer/lib/stored.ts'
import { type DecisionDraft, decisionDraftSchema, draftKey, emptyDraft, isEmptyDraft } from './decision-draft.ts'

/** The clerk's draft for one revision of a request; it outlives a crash and is let go when nothing is in it. */
export function useDraft(clerkId: string, requestId: string, revisionHash: string) {
  const [draft, keep] = useStored(draftKey(clerkId, requestId, revisionHash), decisionDraftSchema, emptyDraft)
  const change = (next: DecisionDraft) => keep(isEmptyDraft(next) && next.decision === null ? undefined : next)
  return [draft, change] as const
}
