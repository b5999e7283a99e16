import { VisuallyHidden } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ComponentType, useCallback, useEffect, useState } from 'react'
import { deskQuery, useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useNow } from '#renderer/lib/use-now.ts'
import { useReleaseOnLeave } from '#renderer/lib/use-release-on-leave.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { Panes } from '#renderer/ui/panes.tsx'
import { TextLink } from '#renderer/ui/text-link.tsx'
import type { ReviewOutput } from '#shared/contracts/requests.ts'
import { isByField } from '#shared/domain/requests/field-decisions.ts'
import { DecisionForm } from './decision-form.tsx'
import { DecisionPane } from './decision-pane.tsx'
import { FieldsForm } from './fields-form.tsx'
import { MemberPane } from './member-pane.tsx'
import { findNextToDecide, placeIn } from './next-in-view.ts'
import type { QueueSearch } from './queue-search.ts'
import classes from './review.module.css'
import { ReviewHead } from './review-head.tsx'
import { ReviewSkeleton } from './review-skeleton.tsx'
import { useDecision } from './use-decision.tsx'
import { useQueueRows } from './use-queue-rows.ts'

/** What the viewer of evidence is given; it belongs to another feature and is joined in `renderer/app`. */
export interface EvidenceProps {
  requestId: string
  evidence: ReviewOutput['evidence']
  /** A document that was asked for by hand, and how often. */
  shown?: { readonly hash: string; readonly asked: number } | undefined
}

/** Review of one request: who and what changes, the evidence, and the decision, all by keyboard. */
export function ReviewScreen(props: { id: string; search: QueueSearch; evidence: ComponentType<EvidenceProps> }) {
  const { t } = useText()
  const { id, search, evidence: Evidence } = props
  const navigate = useNavigate()
  const client = useQueryClient()
  const now = useNow(30_000)
  const review = useDeskQuery('requests.get', { id })
  const clerk = useDeskQuery('session.current', {}, { staleTime: Number.POSITIVE_INFINITY }).data?.clerk ?? undefined
  const list = useQueueRows(search)
  const { rows, total, loadMore } = list
  const [shown, setShown] = useState<EvidenceProps['shown']>()
  // A decided request leaves the list; its neighbours are those of the place it had.
  const [lastPosition, setLastPosition] = useState(1)
  const place = placeIn(rows, id, lastPosition)
  if (place.position !== undefined && place.position !== lastPosition) setLastPosition(place.position)
  useReleaseOnLeave()

  const goTo = useCallback(
    (other: string) => void navigate({ to: '/requests/$id', params: { id: other }, search }),
    [navigate, search],
  )
  const decision = useDecision({
    findNext: (decided) => (clerk === undefined ? undefined : findNextToDecide(rows, decided, clerk)),
    goTo,
    onScreen: review.data?.request.id,
  })
  const { previous, next } = place
  useEffect(() => {
    if (next !== undefined) void client.prefetchQuery({ ...deskQuery('requests.get', { id: next }), staleTime: 10_000 })
    if (next === undefined || place.position === undefined || place.position > rows.length - 5) loadMore()
  }, [client, next, place.position, rows.length, loadMore])
  const byField = review.data !== undefined && isByField(review.data.request)
  const step = (to: string | undefined) => to !== undefined && goTo(to)
  useHotkeys([
    {
      keys: 'KeyN',
      label: t('requests.nextRequest'),
      decision: true,
      enabled: next !== undefined,
      run: () => step(next),
    },
    // Where fields are decided one by one, the plain keys go over them.
    {
      keys: byField ? 'shift+KeyJ' : 'KeyJ',
      label: t('requests.nextRequest'),
      enabled: next !== undefined,
      run: () => step(next),
    },
    {
      keys: byField ? 'shift+KeyK' : 'KeyK',
      label: t('requests.previousRequest'),
      enabled: previous !== undefined,
      run: () => step(previous),
    },
    { keys: 'KeyU', label: t('requests.backToQueue'), run: () => void navigate({ to: '/requests', search }) },
    { keys: 'KeyZ', label: t('requests.undo'), run: () => decision.undo() },
    { keys: 'mod+KeyZ', label: t('requests.undo'), hidden: true, run: () => decision.undo() },
  ])
  const Form = byField ? FieldsForm : DecisionForm
  const showDocument = (hash: string) => setShown((before) => ({ hash, asked: (before?.asked ?? 0) + 1 }))
  const { data } = review
  return (
    <div className={classes.screen}>
      <ReviewHead
        search={search}
        place={place}
        total={total}
        request={data?.request}
        pending={(data?.pending.length ?? 0) > 0}
        now={now}
        goTo={goTo}
      />
      <VisuallyHidden role="status">
        {data !== undefined && `${t(`requests.kind_${data.request.kind}`)} ${data.request.number}`}
      </VisuallyHidden>
      {review.isError && (
        <div className={classes.empty}>
          <DeskErrorNotice error={review.error} retry={() => void review.refetch()} />
          <TextLink to="/requests" search={search}>
            {t('requests.backToQueue')}
          </TextLink>
        </div>
      )}
      {!review.isError && (
        <Panes columns="448px minmax(0, 1fr) 348px" compact="400px minmax(0, 1fr) 318px">
          {data === undefined ? (
            <ReviewSkeleton />
          ) : (
            <>
              <MemberPane key={id} review={data} now={now} undo={decision.undo} showDocument={showDocument} />
              <Evidence key={`${id} evidence`} requestId={id} evidence={data.evidence} shown={shown} />
              <DecisionPane
                key={`${id} decision`}
                review={data}
                form={
                  clerk !== undefined && (
                    <Form
                      key={data.revisionHash}
                      review={data}
                      decide={(made, draft) => void decision.decide(data, made, draft)}
                      deciding={decision.deciding === id}
                      error={decision.failed?.id === id ? decision.failed.error : undefined}
                      next={next === undefined ? undefined : () => step(next)}
                    />
                  )
                }
              />
            </>
          )}
        </Panes>
      )}
    </div>
  )
}
