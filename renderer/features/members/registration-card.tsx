import { useText } from '#renderer/lib/use-text.ts'
import { Card } from '#renderer/ui/card.tsx'
import { Chip } from '#renderer/ui/chip.tsx'
import { DualDate } from '#renderer/ui/dual-date.tsx'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { Ltr } from '#renderer/ui/ltr.tsx'
import { StateDot } from '#renderer/ui/state-dot.tsx'
import type { CalendarDate } from '#shared/domain/calendar.ts'
import type { Registration } from '#shared/domain/members/member.ts'
import { validityBar } from './member-model.ts'
import classes from './registration-card.module.css'

const stateShapes = { active: 'green', expired: 'hollow', suspended: 'red', revoked: 'red' } as const

/** The registration in force: its number, what is left, and its time as a bar with the renewal window marked. */
export function RegistrationCard(props: { registration: Registration; today: CalendarDate }) {
  const { t } = useText()
  const { registration } = props
  const bar = validityBar(registration, props.today)
  const runs = registration.state === 'active'
  const ended = bar.daysLeft < 0
  const left = ended ? t('members.endedSince', { count: -bar.daysLeft }) : t('members.endsIn', { count: bar.daysLeft })
  return (
    <Card label={registration.number}>
      <div className={classes.card}>
        <div className={classes.head}>
          <span className={classes.number}>
            <Ltr>{registration.number}</Ltr>
          </span>
          {runs ? (
            <Chip tone={bar.windowOpen ? 'wa' : 'neutral'}>
              <Isolated>{left}</Isolated>
            </Chip>
          ) : (
            <StateDot shape={stateShapes[registration.state]}>
              {t(`members.registrationState_${registration.state}`)}
            </StateDot>
          )}
        </div>
        <div
          className={classes.bar}
          role="img"
          aria-label={t('members.validityBar', { share: Math.round(bar.share * 100) })}
          data-runs={runs || undefined}
        >
          <span className={classes.run} style={{ inlineSize: `${bar.share * 100}%` }} />
          <span className={classes.window} style={{ insetInlineStart: `${bar.windowShare * 100}%` }} />
        </div>
        <div className={classes.foot}>
          <span>
            {t('members.from')} <DualDate day={registration.issuedOn} single />
          </span>
          <span className={bar.windowOpen ? classes.open : classes.middle}>
            {bar.windowOpen ? (
              t('members.renewalOpen')
            ) : ended ? null : (
              <>
                {t('members.renewalOpens')} <DualDate day={bar.windowFrom} single />
              </>
            )}
          </span>
          <span>
            {t('members.to')} <DualDate day={registration.expiresOn} single />
          </span>
        </div>
      </div>
    </Card>
  )
}

/** Registrations that came before, newest first, a line each. */
export function EarlierRegistrations(props: { registrations: readonly Registration[] }) {
  const { t } = useText()
  return (
    <Card label={t('members.earlierRegistrations')}>
      <div className={classes.earlier}>
        <h3 className={classes.earlierTitle}>{t('members.earlierRegistrations')}</h3>
        <ul>
          {props.registrations.map((registration) => (
            <li key={registration.number} className={classes.row}>
              <Ltr>{registration.number}</Ltr>
              <StateDot shape={stateShapes[registration.state]}>
                {t(`members.registrationState_${registration.state}`)}
              </StateDot>
              <span className={classes.until}>
                {t('members.to')} <DualDate day={registration.expiresOn} single />
              </span>
            </li>
          ))}
        </ul>
      </div>
    </Card>
  )
}
