import { Link } from '@tanstack/react-router'
import { useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { DualDate } from '#renderer/ui/dual-date.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { SectionHead } from '#renderer/ui/section-head.tsx'
import { StateDot, type StateShape } from '#renderer/ui/state-dot.tsx'
import { TextLink } from '#renderer/ui/text-link.tsx'
import { VerdictSeal } from '#renderer/ui/verdict-seal.tsx'
import type { CertificateRow } from '#shared/contracts/certificates.ts'
import pageClasses from './member-page.module.css'
import classes from './member-requests.module.css'

/** Rows of each list; the rest is a link away. */
const shown = 5

const shapes: Readonly<Record<CertificateRow['state'] | 'expired', StateShape>> = {
  'in-force': 'green',
  expired: 'hollow',
  suspended: 'amber',
  revoked: 'red',
}

function CertificateLine(props: { row: CertificateRow }) {
  const { t } = useText()
  const { row } = props
  const state = row.expired ? 'expired' : row.state
  return (
    <li>
      <Link to="/certificates/$id" params={{ id: row.id }} search={{}} className={classes.row}>
        <span className={classes.kind}>{t(`certificates.kind_${row.kind}`)}</span>
        <StateDot shape={row.pending || row.awaitingSecond ? 'violet' : shapes[state]}>
          {row.awaitingSecond ? t('certificates.state_awaiting-second') : t(`certificates.state_${state}`)}
        </StateDot>
        <span>
          {row.expiresOn === null ? (
            <span className={classes.number}>{t('certificates.noExpiry')}</span>
          ) : (
            <DualDate day={row.expiresOn} />
          )}
        </span>
        <span className={classes.number}>
          <Ltr>{row.number}</Ltr>
        </span>
      </Link>
    </li>
  )
}

/** The member's last certificates with their states, and the way to all of them. */
export function MemberCertificates(props: { memberId: string }) {
  const { t, format } = useText()
  const { memberId } = props
  const list = useDeskQuery('certificates.list', { filters: { memberId }, limit: shown }, { keepPrevious: false })
  const total = list.data?.total ?? list.data?.rows.length
  return (
    <>
      <SectionHead
        title={t('certificates.memberCertificates')}
        {...(total === undefined || total === 0
          ? {}
          : {
              note: <Ltr>{format.number(total)}</Ltr>,
              action: (
                <TextLink to="/certificates/list" search={{ memberId }}>
                  {t('certificates.memberAll')}
                </TextLink>
              ),
            })}
      />
      {total === 0 && <p className={pageClasses.calm}>{t('certificates.memberNone')}</p>}
      {list.data !== undefined && total !== 0 && (
        <ul className={classes.list} aria-label={t('certificates.memberCertificates')}>
          {list.data.rows.map((row) => (
            <CertificateLine key={row.id} row={row} />
          ))}
        </ul>
      )}
    </>
  )
}

/** What was verified of this member at this desk; nothing is drawn before the first time. */
export function MemberVerifications(props: { memberId: string }) {
  const { t, format, language } = useText()
  const { memberId } = props
  const { data } = useDeskQuery('certificates.verifications', { memberId, limit: shown }, { keepPrevious: false })
  if (data === undefined) return null
  return (
    <>
      <SectionHead
        title={t('certificates.memberLog')}
        {...(data.total === 0 ? {} : { note: <Ltr>{format.number(data.total)}</Ltr> })}
      />
      {data.total === 0 && <p className={pageClasses.calm}>{t('certificates.verificationsEmpty')}</p>}
      {data.total > 0 && (
        <ul className={classes.list} aria-label={t('certificates.memberLog')}>
          {data.rows.map((row) => (
            <li key={row.id}>
              <Link to="/certificates" search={{ verification: row.id }} className={classes.row}>
                <span className={classes.verdict}>
                  <VerdictSeal verdict={row.verdict} size={20} />
                  {t(`certificates.verdict_${row.verdict}`)}
                </span>
                <span className={classes.number}>
                  <bdi>{data.clerks[row.clerkId ?? '']?.[language === 'ar' ? 'nameAr' : 'nameEn'] ?? ''}</bdi>
                </span>
                <span>
                  <DualDate at={row.at} withTime single />
                </span>
                <span className={classes.number}>{row.number !== null && <Ltr>{row.number}</Ltr>}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
