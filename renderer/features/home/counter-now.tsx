import { nameOfCode } from '#renderer/lib/code-names.ts'
import { cx } from '#renderer/lib/cx.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { SectionHead } from '#renderer/ui/section-head.tsx'
import { TextLink } from '#renderer/ui/text-link.tsx'
import type { ChannelOutput } from '#shared/contracts/contract-map.ts'
import { appointmentServices } from '#shared/domain/reference/appointment-services.ts'
import classes from './counter-now.module.css'

type Counter = ChannelOutput<'home.get'>['counter']
type Visitor = Counter['next'][number]

function VisitorLine(props: { visitor: Visitor }) {
  const { t, format, language } = useText()
  const { visitor } = props
  const arrived = visitor.state === 'arrived'
  const arrivedAt = visitor.events.findLast(({ kind }) => kind === 'arrived')?.at
  return (
    <li className={cx(classes.visitor, arrived && classes.arrived, visitor.pending && classes.pending)}>
      <span className={classes.time}>
        <Ltr>{format.inDigits(visitor.time)}</Ltr>
      </span>
      <span className={classes.dot} aria-hidden="true" />
      <span className={classes.words}>
        <bdi className={classes.name}>{visitor.visitor.name}</bdi>
        <span className={classes.service}>
          {nameOfCode(appointmentServices, visitor.service, language)}
          {arrived && arrivedAt !== undefined && (
            <span className={classes.state}>
              {' · '}
              <Isolated>{t('home.arrivedAt', { time: format.time(arrivedAt) })}</Isolated>
            </span>
          )}
          {visitor.pending && <span className={classes.provisional}> · {t('home.provisional')}</span>}
        </span>
      </span>
    </li>
  )
}

/** Today's counters: how many places are taken, who comes next, and the refused bookings that wait for somebody. */
export function CounterNow(props: { counter: Counter }) {
  const { t } = useText()
  const { counter } = props
  const { capacity, booked, arrived, served, noShow, next, worklist } = counter
  const taken = booked + arrived + served + noShow
  const closed = capacity === 0 && taken === 0
  return (
    <section className={classes.counter} aria-labelledby="home-counter">
      <SectionHead
        id="home-counter"
        title={t('home.counter')}
        {...(closed ? {} : { note: <Isolated>{t('home.counterTaken', { taken, capacity })}</Isolated> })}
        action={<TextLink to="/appointments">{t('home.openAppointments')}</TextLink>}
      />
      <p className={classes.sum}>
        {closed ? (
          t('home.counterClosed')
        ) : (
          <Isolated>{t('home.counterSum', { booked, arrived, served, noShow })}</Isolated>
        )}
      </p>
      {worklist > 0 && (
        <p className={classes.worklist}>
          <TextLink to="/appointments/worklist">
            <Isolated>{t('home.worklist', { count: worklist })}</Isolated>
          </TextLink>
        </p>
      )}
      {next.length === 0 && !closed && <p className={classes.none}>{t('home.counterEmpty')}</p>}
      {next.length > 0 && (
        <ol className={classes.visitors}>
          {next.map((visitor) => (
            <VisitorLine key={visitor.id} visitor={visitor} />
          ))}
        </ol>
      )}
    </section>
  )
}
