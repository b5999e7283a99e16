import { useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { useNow } from '#renderer/lib/use-now.ts'
import { usePrintReady } from '#renderer/lib/use-print-ready.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import classes from './appointment-slip.module.css'

/** The slip that a visitor takes home: what, where and when, in both calendars; it says when it is only provisional. */
export function AppointmentSlip(props: { id: string }) {
  const { t, format, language } = useText()
  const found = useDeskQuery('appointments.get', { id: props.id })
  const authority = useDeskQuery('session.current', {}).data?.authority
  // The desk's time, which a page of its own has to ask for first.
  const clock = useDeskQuery('sync.status', {}, { staleTime: Number.POSITIVE_INFINITY })
  const printedAt = useNow(3_600_000)
  const row = found.data?.appointment
  usePrintReady(row !== undefined && authority !== undefined && !clock.isPending, t('appointments.slipTitle'))
  if (found.error !== null) return <DeskErrorNotice error={found.error} />
  if (row === undefined) return null
  const [own, other] = language === 'ar' ? (['hijri', 'gregorian'] as const) : (['gregorian', 'hijri'] as const)
  const facts = [
    { id: 'number', label: t('appointments.factNumber'), value: row.number === '' ? '' : <Ltr>{row.number}</Ltr> },
    { id: 'visitor', label: t('appointments.factVisitor'), value: row.visitor.name },
    { id: 'service', label: t('appointments.factService'), value: t(`appointments.service_${row.service}`) },
    {
      id: 'branch',
      label: t('appointments.factBranch'),
      value: (
        <Isolated>{`${t(`requests.branch_${row.branch}`)}${language === 'ar' ? '، ' : ', '}${t('appointments.counter', { n: row.counter })}`}</Isolated>
      ),
    },
  ].filter(({ value }) => value !== '')
  return (
    <div className={classes.slip}>
      <header className={classes.head}>
        <p className={classes.authority}>{language === 'ar' ? authority?.nameAr : authority?.nameEn}</p>
        <h1 className={classes.title}>{t('appointments.slipTitle')}</h1>
      </header>
      <div className={classes.when}>
        <p className={classes.time}>
          <Ltr>{format.inDigits(row.time)}</Ltr>
        </p>
        <div>
          <p className={classes.day}>
            <Isolated>{format.longDay(row.date, own)}</Isolated>
          </p>
          <p className={classes.otherDay}>
            <Isolated>{format.longDay(row.date, other)}</Isolated>
          </p>
        </div>
      </div>
      {row.state === 'cancelled' && <p className={classes.mark}>{t('appointments.state_cancelled')}</p>}
      {row.provisional && row.state !== 'cancelled' && (
        <p className={classes.mark}>{t('appointments.slipProvisional')}</p>
      )}
      <dl className={classes.facts}>
        {facts.map((fact) => (
          <div key={fact.id} className={classes.fact}>
            <dt>{fact.label}</dt>
            <dd>{fact.value}</dd>
          </div>
        ))}
      </dl>
      <p className={classes.bring}>{t('appointments.slipBring')}</p>
      <p className={classes.printed}>
        <Isolated>
          {t('appointments.slipPrinted', {
            day: format.dualDay(format.dayOf(printedAt)).first,
            time: format.time(printedAt),
          })}
        </Isolated>
      </p>
    </div>
  )
}
