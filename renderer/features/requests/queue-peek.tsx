import { useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { useHotkeys } from '#renderer/lib/use-hotkeys.tsx'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { DiffCard } from '#renderer/ui/diff-card.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { RiskMark } from '#renderer/ui/risk-mark.tsx'
import { SkeletonRows } from '#renderer/ui/skeleton-rows.tsx'
import type { QueueRow } from '#shared/contracts/requests.ts'
import { fieldWords, isLeftToRight } from './field-words.ts'
import { MemberHead } from './member-head.tsx'
import classes from './queue.module.css'
import { ServiceTimeChip } from './sla-words.tsx'

function PeekBody(props: { row: QueueRow; now: number; close: () => void; open: () => void }) {
  const { t, format } = useText()
  const { row } = props
  const query = useDeskQuery('requests.get', { id: row.id })
  useHotkeys([
    { keys: 'Space', label: t('common.close'), layer: 'overlay', whileTyping: true, run: props.close },
    { keys: 'Enter', label: t('requests.peekOpen'), layer: 'overlay', whileTyping: true, run: props.open },
  ])
  const review = query.data
  return (
    <div className={classes.peek}>
      <div className={classes.peekHead}>
        <strong>{t(`requests.kind_${row.kind}`)}</strong>
        <Ltr>{row.number}</Ltr>
        <ServiceTimeChip request={row} now={props.now} />
        <RiskMark level={row.risk} label={t(`requests.risk_${row.risk}`)} />
      </div>
      {query.isError && <DeskErrorNotice error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <SkeletonRows rows={3} columns="60px 1fr" count={2} />}
      {review !== undefined && (
        <>
          <MemberHead member={review.member} now={props.now} />
          {review.changes.map(({ field, base, proposed }) => (
            <DiffCard
              key={field}
              field={t(`requests.field_${field}`)}
              base={fieldWords(field, base, format)}
              proposed={fieldWords(field, proposed, format)}
              ltr={isLeftToRight(field)}
            />
          ))}
        </>
      )}
      <Button variant="outlined" size="lg" keys="Enter" fullWidth onClick={props.open}>
        {t('requests.peekOpen')}
      </Button>
    </div>
  )
}

/** A request at a glance, without leaving the list: Space opens and closes it, Enter goes on to the review. */
export function QueuePeek(props: {
  row: QueueRow | undefined
  now: number
  close: () => void
  open: (id: string) => void
}) {
  const { t } = useText()
  const { row, close } = props
  return (
    <Dialog opened={row !== undefined} onClose={close} title={t('requests.peekTitle')} size={560}>
      {row !== undefined && <PeekBody row={row} now={props.now} close={close} open={() => props.open(row.id)} />}
    </Dialog>
  )
}
