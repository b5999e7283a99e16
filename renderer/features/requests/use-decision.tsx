import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { deskKeys } from '#renderer/lib/desk-queries.ts'
import { callDesk, type DeskError, toDeskError } from '#renderer/lib/ipc-client.ts'
import { beginUndoOffer } from '#renderer/lib/undo-offer.ts'
import { useHotkeyRegistry } from '#renderer/lib/use-hotkeys.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { useToasts } from '#renderer/ui/toasts.tsx'
import type { ReviewOutput } from '#shared/contracts/requests.ts'
import type { Attachment } from '#shared/domain/documents.ts'
import type { DecisionDraft } from '#shared/domain/requests/decision-draft.ts'
import type { Decision, FieldDecisions } from '#shared/domain/requests/request.ts'
import { stepName } from './decision-words.ts'
import type { DraftPlace } from './drafts.ts'
import { getDrafts } from './use-draft.ts'
import { useUndo } from './use-undo.tsx'

/** A decision as its form made it; the form has seen to it that it is whole. */
export interface MadeDecision {
  readonly decision: Decision
  readonly reasons: string[]
  readonly remarks: string
  /** By field, of a data update. */
  readonly fields?: FieldDecisions
  readonly attachments: Attachment[]
}

/**
 * Makes decisions and takes them back. A decision is sent once, whatever is pressed meanwhile; its draft is let go, and
 * comes back with an undo. `findNext` is asked before the list changes; `goTo` leads there.
 */
export function useDecision(options: {
  findNext: (id: string) => string | undefined
  goTo: (id: string) => void
  /** The request that is on the screen now; undefined while it loads. */
  onScreen: string | undefined
}) {
  const { findNext, goTo, onScreen } = options
  const { t } = useText()
  const client = useQueryClient()
  const registry = useHotkeyRegistry()
  const showToast = useToasts()
  const busy = useRef(false)
  const drafts = useRef(new Map<string, { place: DraftPlace; draft: DecisionDraft }>())
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
        if (kept !== undefined) void getDrafts().change(kept.place, kept.draft)
        goTo(requestId)
      },
      [goTo],
    ),
  )

  const decide = async (review: ReviewOutput, made: MadeDecision, draft: DecisionDraft) => {
    const { request, revisionHash } = review
    if (busy.current) return
    const next = findNext(request.id)
    busy.current = true
    setDeciding(request.id)
    setFailed(undefined)
    registry.restDecisions()
    const leftOf = beginUndoOffer()
    try {
      const queued = await callDesk('requests.decide', { id: request.id, ...made, revisionHash })
      const place = { requestId: request.id, revisionHash }
      drafts.current.set(queued.commandId, { place, draft })
      void getDrafts().change(place, null)
      showToast({
        message: (
          <Isolated>
            {made.fields === undefined
              ? t(`requests.toast_${stepName(queued.step, made.decision)}`, { number: request.number })
              : t('requests.toastFields', { number: request.number, count: Object.keys(made.fields).length })}
          </Isolated>
        ),
        subject: queued.commandId,
        undo: () => undo(queued.commandId),
        durationMs: leftOf(queued),
      })
      // Until the request has been asked for again it would look undecided.
      await client.invalidateQueries({ queryKey: deskKeys.call('requests.get', { id: request.id }) })
      registry.restDecisions()
      resting.current = true
      // What was left out of a data update is still to be decided, here.
      if (shown.current !== request.id || (made.fields !== undefined && queued.state === 'in-review')) return
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
