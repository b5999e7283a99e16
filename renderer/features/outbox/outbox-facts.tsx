import { Link } from '@tanstack/react-router'
import { elapsedSince } from '#renderer/lib/elapsed.ts'
import { useNow } from '#renderer/lib/use-now.ts'
import { useReference } from '#renderer/lib/use-reference.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { DualDate } from '#renderer/ui/dual-date.tsx'
import { FactList } from '#renderer/ui/fact-list.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { TextLink } from '#renderer/ui/text-link.tsx'
import type { OutboxItem } from '#shared/contracts/outbox.ts'
import { reasonWords } from '#shared/domain/reference/reason-words.ts'
import { useItemWords } from './item-words.ts'
import classes from './outbox-facts.module.css'
import { timesSent } from './outbox-model.ts'

/** "9 s ago" in the clerk's language, kept up while it is shown. */
export function useAgo() {
  const { t } = useText()
  const now = useNow(1000)
  return (instant: string) => {
    const { unit, n } = elapsedSince(instant, now)
    return t(`outbox.ago_${unit}`, { n })
  }
}

/** What is known of a decision: whose it is, when it was made, how often it was tried, and its receipt. */
export function OutboxFacts(props: { item: OutboxItem; others: readonly OutboxItem[] }) {
  const reference = useReference()
  const { t, format, language } = useText()
  const ago = useAgo()
  const words = useItemWords()
  const { item } = props
  const { act } = item
  const link = (commandId: string | null) => {
    const other = props.others.find((one) => one.commandId === commandId)
    if (other === undefined) return undefined
    return (
      <TextLink to="/outbox" search={(before) => ({ ...before, command: other.commandId })}>
        <Ltr>{words.number(other)}</Ltr> · {t('outbox.openOther')}
      </TextLink>
    )
  }
  const documentWords = (part: number, acknowledged: boolean) =>
    acknowledged
      ? t('outbox.attachmentThere')
      : part > 0
        ? t('outbox.attachmentPart', { percent: format.number(Math.floor(part * 100)) })
        : t('outbox.attachmentWaits')
  // Beside somebody else's decision one's own stands with all its words; they are not said twice.
  const told = item.overtaken?.kind === 'request'
  const reasons = act.kind === 'request.decide' && !told ? act.reasons : []
  const after = link(item.after)
  const redone = link(item.redoneAs)
  const tries = t('outbox.tries', { count: timesSent(item) })
  return (
    <FactList
      labelWidth={116}
      facts={[
        {
          id: 'member',
          label: item.memberId === null ? t('outbox.factVisitor') : t('outbox.factMember'),
          value:
            item.memberId === null ? (
              <bdi>{words.name(item)}</bdi>
            ) : (
              <Link to="/members/$id" params={{ id: item.memberId }} className={classes.link}>
                {words.name(item)}
              </Link>
            ),
          strong: true,
        },
        act.kind === 'request.decide'
          ? { id: 'subject', label: t('outbox.factRequest'), value: <Ltr>{act.requestNumber}</Ltr> }
          : act.kind === 'certificate.revoke'
            ? { id: 'subject', label: t('outbox.factCertificate'), value: <Ltr>{act.certificateNumber}</Ltr> }
            : {
                id: 'subject',
                label: t('outbox.factSlot'),
                value: (
                  <>
                    <DualDate day={act.slot.date} /> <Ltr>{act.slot.time}</Ltr>
                  </>
                ),
              },
        { id: 'made', label: t('outbox.factMade'), value: <DualDate at={item.madeAt} withTime /> },
        {
          id: 'tries',
          label: t('outbox.factTries'),
          value: (
            <Isolated>
              {item.lastTriedAt === null ? tries : `${tries} · ${t('outbox.lastTry', { ago: ago(item.lastTriedAt) })}`}
            </Isolated>
          ),
        },
        {
          id: 'receipt',
          label: t('outbox.factReceipt'),
          value:
            item.receiptedAt === null ? (
              <span className={classes.waiting}>{t('outbox.noReceipt')}</span>
            ) : (
              <DualDate at={item.receiptedAt} withTime />
            ),
        },
        ...(reasons.length === 0
          ? []
          : [
              {
                id: 'reasons',
                label: t('outbox.factReasons'),
                value: (
                  <ul>
                    {reasons.map((code) => (
                      <li key={code}>{reasonWords(reference.reasons, code, language)}</li>
                    ))}
                  </ul>
                ),
              },
            ]),
        ...(item.remarks === '' || told
          ? []
          : [{ id: 'remarks', label: t('outbox.factRemarks'), value: <bdi>{item.remarks}</bdi> }]),
        ...(item.attachments.length === 0
          ? []
          : [
              {
                id: 'attachments',
                label: t('outbox.factAttachments'),
                value: (
                  <ul>
                    {item.attachments.map(({ hash, name, size, sent, acknowledged }) => (
                      <li key={hash}>
                        <bdi>{name}</bdi> · <Isolated>{documentWords(sent / size, acknowledged)}</Isolated>
                      </li>
                    ))}
                  </ul>
                ),
              },
            ]),
        ...(after === undefined ? [] : [{ id: 'after', label: t('outbox.factAfter'), value: after }]),
        ...(redone === undefined ? [] : [{ id: 'redone', label: t('outbox.factRedone'), value: redone }]),
      ]}
    />
  )
}
