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
} from '@tabler/icons-react'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import type { OutboxItem } from '#shared/contracts/sync.ts'
import { getErrorRow, isErrorCode } from '#shared/kernel/errors.ts'
import { ConflictView } from './conflict-view.tsx'
import classes from './outbox-detail.module.css'
import { OutboxFacts } from './outbox-facts.tsx'
import { actsOf, type OutboxAct, type OutboxTitle, titleOf } from './outbox-model.ts'

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

/** Why it was refused, parked or is tried again: what happened, what is safe, what to do. A parked one is no longer tried by itself. */
function Cause(props: { code: string; parked: boolean }) {
  const { t, language } = useText()
  if (!isErrorCode(props.code)) {
    return (
      <p className={classes.code}>
        {t('outbox.cause')}: <Ltr>{props.code}</Ltr>
      </p>
    )
  }
  const row = getErrorRow(props.code)
  const arabic = language === 'ar'
  return (
    <section className={classes.cause} aria-label={t('outbox.cause')}>
      <p className={classes.happened}>{arabic ? row.ar : row.en}</p>
      <dl className={classes.facts}>
        <dt>{t('common.whatIsSafe')}</dt>
        <dd>{arabic ? row.safeAr : row.safeEn}</dd>
        <dt>{t('common.whatToDo')}</dt>
        <dd>{props.parked ? t('outbox.parkedTodo') : arabic ? row.doAr : row.doEn}</dd>
      </dl>
    </section>
  )
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
        {item.cause !== null && item.conflict === null && item.state !== 'settled' && (
          <Cause code={item.cause} parked={item.state === 'parked'} />
        )}
        {item.conflict !== null && <ConflictView conflict={item.conflict} madeAt={item.madeAt} redo={item.can.redo} />}
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
