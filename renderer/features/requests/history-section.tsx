import { useText } from '#renderer/lib/use-text.ts'
import { AuditLink } from '#renderer/ui/audit-link.tsx'
import { SectionHead } from '#renderer/ui/section-head.tsx'
import type { ReviewOutput } from '#shared/contracts/requests.ts'
import { findClerkName } from './clerk-name.ts'
import classes from './review.module.css'
import { When } from './when.tsx'

/** What happened to the request, oldest first. */
export function HistorySection(props: { review: ReviewOutput }) {
  const { t, language } = useText()
  const { request, clerks } = props.review
  const words = (by: string) => {
    if (by === 'member') return t('requests.byMember')
    if (by === 'system') return t('requests.bySystem')
    return findClerkName(clerks, by, language) ?? t('requests.byUnknown')
  }
  return (
    <section className={classes.section}>
      <SectionHead title={t('requests.history')} />
      <ol className={classes.lines}>
        {request.events.map((event, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: events are only ever added at the end.
          <li key={index} className={classes.line}>
            <When at={event.at} className={classes.historyWhen} />
            <span className={classes.lineText}>{t(`requests.event_${event.kind}`)}</span>
            <span className={classes.lineBy}>{words(event.by)}</span>
          </li>
        ))}
      </ol>
      <AuditLink subject={`request:${request.id}`} />
    </section>
  )
}
