import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { deskKeys } from '#renderer/lib/desk-queries.ts'
import { callDesk, type DeskError, toDeskError } from '#renderer/lib/ipc-client.ts'
import { getStored } from '#renderer/lib/stored.ts'
import { useHotkeyRegistry } from '#renderer/lib/use-hotkeys.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { useToasts } from '#renderer/ui/toasts.tsx'
import type { ReviewOutput } from '#shared/contracts/requests.ts'
import type { Decision } from '#shared/domain/requests/request.ts'
import { type DecisionDraft, draftKey, findDraftFault } from './decision-draft.ts'
import { stepName } from './decision-words.ts'
import { useUndo } from './use-undo.tsx'

/** How long undo is offered where the decision only waits for a line, in milliseconds. */
const undoOfferMs = 6000

/**
 * Makes decisions and takes them back. A decision is sent once, whatever is pressed meanwhile; its draft is let go, and
 * comes back with an undo. `findNext` is asked before the list changes; `goTo` leads there.
 */
export function useDecision(options: {
  clerkId: string | undefined
  findNext: (id: string) => string | undefined
  goTo: (id: string) => void
  /** The request that is on the screen now; undefined while it loads. */
  onScreen: string | undefined
}) {
  const { clerkId, findNext, goTo, onScreen } = options
  const { t } = useText()
  const client = useQueryClient()
  const registry = useHotkeyRegistry()
  const showToast = useToasts()
  const busy = useRef(false)
  const drafts = useRef(new Map<string, { key: string; draft: DecisionDraft }>())
  const [failed, setFailed] = useState<{ id: string; error: DeskError }>()
  const [deciding, setDeciding] = useState<string>()

  // The keys rest from the moment at which the next request can be seen, however long it took to come.
  const resting = useRef(false)
  useEffect(() => {
    if (onScreen === undefined || !resting.current) return
    resting.current = false
    registry.restDecisions()
  }, [onScreen, registry])

  // Where the clerk is when the answer comes: who has gone elsewhere by then is not called back to the next request.
  const shown = useRef<string | undefined>(undefined)
  useEffect(() => {
    if (onScreen !== undefined) shown.current = onScreen
  }, [onScreen])
  useEffect(() => () => void (shown.current = undefined), [])

  const undo = useUndo(
    useCallback(
      ({ commandId, requestId }) => {
        const kept = drafts.current.get(commandId)
        if (kept !== undefined) getStored().keep(kept.key, kept.draft)
        goTo(requestId)
      },
      [goTo],
    ),
  )

  const decide = async (review: ReviewOutput, decision: Decision, draft: DecisionDraft) => {
    const { request, revisionHash } = review
    if (busy.current || clerkId === undefined || findDraftFault(draft, decision) !== undefined) return
    const next = findNext(request.id)
    busy.current = true
    setDeciding(request.id)
    setFailed(undefined)
    registry.restDecisions()
    try {
      const { reasons, remarks } = draft
      const made = await callDesk('requests.decide', { id: request.id, decision, reasons, remarks, revisionHash })
      const key = draftKey(clerkId, request.id, revisionHash)
      drafts.current.set(made.commandId, { key, draft })
      getStored().keep(key, undefined)
      const left = made.heldUntil === null ? undoOfferMs : Date.parse(made.heldUntil) - Date.now()
      showToast({
        message: (
          <Isolated>{t(`requests.toast_${stepName(made.step, decision)}`, { number: request.number })}</Isolated>
        ),
        undo: () => undo(made.commandId),
        durationMs: Math.max(1000, left),
      })
      // Until the request has been asked for again it would look undecided.
      await client.invalidateQueries({ queryKey: deskKeys.call('requests.get', { id: request.id }) })
      registry.restDecisions()
      resting.current = true
      if (shown.current !== request.id) return
      if (next === undefined) showToast({ message: t('requests.toastNoNext') })
      else goTo(next)
    } catch (thrown) {
      setFailed({ id: request.id, error: toDeskError(thrown) })
    } finally {
      busy.current = false
      setDeciding(undefined)
    }
  }
  return { decide, undo, failed, deciding }
}
