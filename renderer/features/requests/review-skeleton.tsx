import { useText } from '#renderer/lib/use-text.ts'
import { Pane } from '#renderer/ui/panes.tsx'
import { SkeletonRows } from '#renderer/ui/skeleton-rows.tsx'

/** The three panes while the request is on its way. */
export function ReviewSkeleton() {
  const { t } = useText()
  return (
    <>
      <Pane label={t('requests.memberPane')}>
        <SkeletonRows rows={9} columns="60px 1fr" count={2} />
      </Pane>
      <Pane label={t('requests.evidencePane')} tone="canvas">
        {null}
      </Pane>
      <Pane label={t('requests.decisionPane')}>
        <SkeletonRows rows={6} columns="1fr 60px 60px" count={3} />
      </Pane>
    </>
  )
}
