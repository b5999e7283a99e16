import { IconPrinter } from '@tabler/icons-react'
import { useDeskMutation, useDeskQuery } from '#renderer/lib/desk-queries.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Button } from '#renderer/ui/button.tsx'
import { DeskErrorNotice } from '#renderer/ui/desk-error-notice.tsx'
import { FactList } from '#renderer/ui/fact-list.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { SectionHead } from '#renderer/ui/section-head.tsx'
import { TextLink } from '#renderer/ui/text-link.tsx'
import { useToasts } from '#renderer/ui/toasts.tsx'
import type { AppointmentRow } from '#shared/contracts/appointments.ts'
import { displayPhone } from '#shared/domain/phone.ts'
import { actKeys, statusActs } from './booking-acts.ts'
import classes from './booking-details.module.css'
import { BookingConfirmation } from './booking-state.tsx'
import { SlotWhen } from './slot-words.tsx'
import type { BookingActs } from './use-booking-acts.tsx'

/** Who did something to a booking, by name; clerks whom this device does not know are not named. */
function useDoerName() {
  const { t, language } = useText()
  const clerks = useDeskQuery('session.clerks', {}, { staleTime: 5 * 60_000 }).data?.clerks ?? []
  return (by: string): string => {
    if (by === 'member') return t('appointments.byVisitor')
    if (by === 'system') return t('appointments.bySystem')
    const clerk = clerks.find(({ id }) => id === by)
    return clerk === undefined ? t('appointments.byUnknown') : language === 'ar' ? clerk.nameAr : clerk.nameEn
  }
}

/** What happened to a booking, newest first. */
function History(props: { row: AppointmentRow }) {
  const { t, format } = useText()
  const doer = useDoerName()
  return (
    <section>
      <SectionHead title={t('appointments.history')} />
      <ol className={classes.history}>
        {[...props.row.events].reverse().map((event) => (
          <li key={`${event.at} ${event.kind}`} className={classes.event}>
            <span>{t(`appointments.event_${event.kind}`)}</span>
            <span className={classes.quiet}>
              {doer(event.by)} · <Ltr>{format.dualDay(format.dayOf(event.at)).first}</Ltr>{' '}
              <Ltr>{format.time(event.at)}</Ltr>
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** One booking: what the authority says of it, what may be done, its facts and its history. */
export function BookingDetails(props: {
  row: AppointmentRow
  acts: BookingActs
  onMove: (row: AppointmentRow) => void
  onCancel: (row: AppointmentRow) => void
}) {
  const { t, language } = useText()
  const showToast = useToasts()
  const print = useDeskMutation('desktop.savePdf')
  const { row, acts } = props
  const { visitor } = row
  const statuses = statusActs(row)
  const savePdf = () =>
    print.mutate(
      { print: { page: 'appointment', id: row.id }, language },
      { onSuccess: ({ path }) => path !== null && showToast({ message: t('appointments.slipSaved') }) },
    )
  return (
    <article className={classes.details} aria-label={visitor.name}>
      <header className={classes.head}>
        <h3 className={classes.name}>{visitor.name}</h3>
        <span className={classes.state}>{t(`appointments.state_${row.state}`)}</span>
      </header>
      <div role="status">
        <BookingConfirmation row={row} />
      </div>
      {row.refusedCommandId !== null && (
        <TextLink to="/appointments/worklist" search={{}}>
          {t('appointments.openWorklist')}
        </TextLink>
      )}
      <div className={classes.acts}>
        {statuses.map((entry, index) => (
          <Button
            key={entry.act}
            variant={index === 0 ? 'primary' : 'outlined'}
            fullWidth={index === 0}
            size={index === 0 ? 'lg' : 'md'}
            keys={actKeys[entry.act]}
            onClick={() => void acts.setStatus(row, entry.status)}
          >
            {t(`appointments.act_${entry.act}`)}
          </Button>
        ))}
        {row.canMove && (
          <>
            <Button keys={actKeys.move} onClick={() => props.onMove(row)}>
              {t('appointments.move')}
            </Button>
            <Button variant="danger" keys={actKeys.cancel} onClick={() => props.onCancel(row)}>
              {t('appointments.cancel')}
            </Button>
          </>
        )}
        <Button
          variant="quiet"
          icon={<IconPrinter size={16} stroke={1.6} aria-hidden="true" />}
          onClick={savePdf}
          {...(print.isPending ? { disabledReason: t('appointments.slipPreparing') } : {})}
        >
          {t('appointments.printSlip')}
        </Button>
      </div>
      {print.error !== null && <DeskErrorNotice error={print.error} retry={savePdf} />}
      <FactList
        labelWidth={104}
        facts={[
          {
            id: 'number',
            label: t('appointments.factNumber'),
            value: row.number === '' ? t('appointments.noNumber') : <Ltr>{row.number}</Ltr>,
          },
          { id: 'when', label: t('appointments.factWhen'), value: <SlotWhen slot={row} />, strong: true },
          { id: 'service', label: t('appointments.factService'), value: t(`appointments.service_${row.service}`) },
          { id: 'mobile', label: t('appointments.factMobile'), value: <Ltr>{displayPhone(visitor.mobile)}</Ltr> },
          { id: 'idNo', label: t('appointments.factIdNo'), value: <Ltr>{visitor.idNo}</Ltr> },
          ...(visitor.memberId === null
            ? []
            : [
                {
                  id: 'member',
                  label: t('appointments.factMember'),
                  value: (
                    <TextLink to="/members/$id" params={{ id: visitor.memberId }}>
                      {t('appointments.openMember')}
                    </TextLink>
                  ),
                },
              ]),
          { id: 'origin', label: t('appointments.factOrigin'), value: t(`appointments.origin_${row.origin}`) },
          ...(row.remarks === '' ? [] : [{ id: 'remarks', label: t('appointments.factRemarks'), value: row.remarks }]),
        ]}
      />
      <History row={row} />
    </article>
  )
}
