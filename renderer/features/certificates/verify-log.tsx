import { Link } from '@tanstack/react-router'
import { cx } from '#renderer/lib/cx.ts'
import { useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { useNow } from '#renderer/lib/use-now.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { DualDate } from '#renderer/ui/dual-date.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { Pane } from '#renderer/ui/panes.tsx'
import { SectionHead } from '#renderer/ui/section-head.tsx'
import { VerdictSeal } from '#renderer/ui/verdict-seal.tsx'
import type { VerificationRow } from '#shared/contracts/certificates.ts'
import { EvidenceCard } from './evidence-card.tsx'
import classes from './verify-log.module.css'

function LogLine(props: { row: VerificationRow; current: boolean; today: string }) {
  const { t, format, language } = useText()
  const { row } = props
  const name = language === 'ar' ? row.nameAr : row.nameEn
  return (
    <li>
      <Link
        to="/certificates"
        search={{ verification: row.id }}
        className={cx(classes.line, props.current && classes.current)}
        {...(props.current ? { 'aria-current': 'true' as const } : {})}
      >
        <VerdictSeal verdict={row.verdict} size={22} />
        <span className={classes.who}>
          <bdi className={classes.name}>
            {name ?? (row.by === 'number' ? t('certificates.logNoRow') : t('certificates.logUnread'))}
          </bdi>
          <span className={classes.quiet}>
            {row.number === null ? t(`certificates.by_${row.by}`) : <Ltr>{row.number}</Ltr>}
          </span>
        </span>
        <span className={classes.end}>
          <span>{t(`certificates.verdict_${row.verdict}`)}</span>
          <span className={classes.quiet}>
            {format.dayOf(row.at) === props.today ? <Ltr>{format.time(row.at)}</Ltr> : <DualDate at={row.at} single />}
          </span>
        </span>
      </Link>
    </li>
  )
}

/** What was verified at this desk, newest first, and what it verifies by. */
export function VerifyLog(props: { current: string | undefined }) {
  const { t, format } = useText()
  const log = useDeskQuery('certificates.verifications', {}, { refetchInterval: 60_000 })
  const today = format.dayOf(useNow(60_000))
  return (
    <Pane
      label={t('certificates.log')}
      tone="sunk"
      head={
        <div className={classes.head}>
          <SectionHead
            title={t('certificates.log')}
            {...(log.data === undefined ? {} : { note: <Isolated>{format.number(log.data.total)}</Isolated> })}
          />
        </div>
      }
      foot={log.data !== undefined && <EvidenceCard evidence={log.data.evidence} />}
      className={classes.scroll}
    >
      {log.error !== null && <DeskErrorNotice error={log.error} />}
      {log.data?.rows.length === 0 && <p className={classes.empty}>{t('certificates.logEmpty')}</p>}
      <ul className={classes.lines}>
        {log.data?.rows.map((row) => (
          <LogLine key={row.id} row={row} current={row.id === props.current} today={today} />
        ))}
      </ul>
    </Pane>
  )
}
