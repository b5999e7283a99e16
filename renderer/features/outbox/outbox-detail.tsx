import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconCheck,
  IconClock,
  IconCloudUp,
  IconGitCompare,
  IconLink,
  IconPencil,
  IconRefresh,
  IconTrash,
  IconUserCheck,
} from '@tabler/icons-react'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import type { OutboxItem } from '#shared/contracts/outbox.ts'
import { Cause } from './cause.tsx'
import { ConflictView } from './conflict-view.tsx'
import classes from './outbox-detail.module.css'
import { OutboxFacts } from './outbox-facts.tsx'
import { actsOf, type OutboxAct, type OutboxTitle, titleOf } from './outbox-model.ts'
import { OvertakenView } from './overtaken-view.tsx'

/** The key of each act on this page. */
export const actKeys: Readonly<Record<OutboxAct, string>> = {
  redo: 'KeyE',
  retry: 'KeyR',
  undo: 'KeyU',
  open: 'Enter',
  keep: 'KeyT',
  discard: 'Delete',
}

const glyphs: Readonly<Record<OutboxTitle, typeof IconCheck>> = {
  held: IconClock,
  waiting: IconClock,
  sending: IconCloudUp,
  retrying: IconRefresh,
  parked: IconAlertTriangle,
  refused: IconAlertTriangle,
  conflict: IconGitCompare,
  overtaken: IconUserCheck,
  dependency: IconLink,
  applied: IconCheck,
  withdrawn: IconArrowBackUp,
  settled: IconCheck,
}

const actGlyphs: Readonly<Record<OutboxAct, typeof IconCheck>> = {
  redo: IconGitCompare,
  retry: IconRefresh,
  undo: IconArrowBackUp,
  open: IconPencil,
  keep: IconCheck,
  discard: IconTrash,
}

/** Names of the acts in the clerk's language. */
export function useActWords(item: Pick<OutboxItem, 'act'> | undefined): Record<OutboxAct, string> {
  const { t } = useText()
  const kind = item?.act.kind ?? 'request.decide'
  return {
    redo: t('outbox.redo'),
    retry: t('outbox.retry'),
    undo: t('outbox.undo'),
    open:
      kind === 'request.decide'
        ? t('outbox.openReview')
        : kind === 'certificate.revoke'
          ? t('outbox.openCertificate')
          : t('outbox.openAppointment'),
    keep: t('outbox.keepTheirs'),
    discard: t('outbox.discard'),
  }
}

/** One decision: how it stands, why, what the values are on each side, and what can be done now. */
export function OutboxDetail(props: {
  item: OutboxItem
  others: readonly OutboxItem[]
  error: unknown
  busy: boolean
  onAct: (act: OutboxAct) => void
}) {
  const { t, format } = useText()
  const { item } = props
  const actWords = useActWords(item)
  const title = titleOf(item)
  const Glyph = glyphs[title]
  const acts = actsOf(item)
  const awaited = props.others.some((other) => other.after === item.commandId)
  const attention = item.state === 'refused' || item.state === 'parked'
  const line =
    item.state === 'applied'
      ? t('outbox.line_applied', { time: item.receiptedAt === null ? '' : format.time(item.receiptedAt) })
      : item.state === 'withdrawn' && item.receiptedAt === null
        ? t('outbox.line_withdrawnWaiting')
        : item.state !== 'parked' && item.receiptedAt === null && item.attachments.some((one) => !one.acknowledged)
          ? t('outbox.line_attachments')
          : t(`outbox.line_${item.state}`)
  return (
    <>
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('outbox.detail')}>
        <header className={classes.head}>
          <span className={classes.glyph} data-state={item.state} aria-hidden="true">
            <Glyph size={20} stroke={1.7} />
          </span>
          <div>
            <h2 className={classes.title}>{t(`outbox.title_${title}`)}</h2>
            <p className={classes.line}>
              <Isolated>{line}</Isolated>
              {attention && <strong className={classes.safe}> {t('outbox.nothingLost')}</strong>}
            </p>
          </div>
        </header>
        {props.error != null && <DeskErrorNotice error={props.error} />}
        {item.cause !== null && item.state !== 'settled' && <Cause item={item} code={item.cause} />}
        {item.conflict !== null && <ConflictView conflict={item.conflict} madeAt={item.madeAt} redo={item.can.redo} />}
        {item.overtaken !== null && <OvertakenView item={item} overtaken={item.overtaken} />}
        <OutboxFacts item={item} others={props.others} />
      </div>
      <footer className={classes.acts}>
        <div className={classes.buttons}>
          {acts.map((act, index) => {
            const ActGlyph = actGlyphs[act]
            const danger = act === 'discard'
            return (
              <span key={act} className={danger ? classes.far : undefined}>
                <Button
                  size="lg"
                  variant={danger ? 'danger' : index === 0 && act !== 'open' ? 'primary' : 'outlined'}
                  keys={actKeys[act]}
                  icon={
                    <ActGlyph
                      size={17}
                      stroke={1.6}
                      aria-hidden="true"
                      className={act === 'undo' ? classes.mirrored : undefined}
                    />
                  }
                  {...(props.busy ? { disabledReason: t('outbox.syncing') } : { onClick: () => props.onAct(act) })}
                >
                  {actWords[act]}
                </Button>
              </span>
            )
          })}
        </div>
        {attention && !awaited && <p className={classes.note}>{t('outbox.others')}</p>}
      </footer>
    </>
  )
}
