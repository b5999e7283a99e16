import { useCallback, useEffect, useSyncExternalStore } from 'react'
import { onDeskEvent } from '#renderer/lib/desk-events.ts'
import { callDesk } from '#renderer/lib/ipc-client.ts'
import type { DecisionDraft } from '#shared/domain/requests/decision-draft.ts'
import { emptyDraft, isEmptyDraft } from './decision-draft.ts'
import { Drafts } from './drafts.ts'

let ofThisWindow: Drafts | undefined

/** The drafts of the clerk at this window's screen. */
export function getDrafts(): Drafts {
  if (ofThisWindow === undefined) {
    const drafts = new Drafts({
      get: (place) => callDesk('requests.draft', place),
      keep: (kept) => callDesk('requests.keepDraft', kept),
    })
    let clerkId: string | undefined
    onDeskEvent('session-changed', ({ clerk }) => {
      if (clerk?.id !== clerkId) drafts.forget()
      clerkId = clerk?.id
    })
    ofThisWindow = drafts
  }
  return ofThisWindow
}

/** The clerk's draft for one content of a request; it outlives a crash and is let go when nothing is in it. */
export function useDraft(requestId: string, revisionHash: string) {
  const drafts = getDrafts()
  const draft = useSyncExternalStore(
    useCallback((listener) => drafts.subscribe(listener), [drafts]),
    () => drafts.find({ requestId, revisionHash }),
  )
  useEffect(() => {
    // Without an answer the field is empty, and what is typed into it is kept.
    if (draft === undefined) void drafts.load({ requestId, revisionHash }).catch(() => undefined)
  }, [drafts, draft, requestId, revisionHash])
  const change = (next: DecisionDraft) =>
    void drafts.change({ requestId, revisionHash }, isEmptyDraft(next) && next.decision === null ? null : next)
  return [draft ?? emptyDraft, change] as const
}
