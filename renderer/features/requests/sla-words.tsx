import { useText } from '#renderer/lib/use-text.ts'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { SlaChip } from '#renderer/ui/sla-chip.tsx'
import type { Holiday } from '#shared/domain/business-days.ts'
import { addDays, riyadhDateOf } from '#shared/domain/calendar.ts'
import { holidaysBetween } from '#shared/domain/reference/holidays.ts'
import { findServiceTime, type ServiceTime } from './service-time.ts'

let known: { day: string; holidays: readonly Holiday[] } | undefined

/** Holidays of a year around the day, reckoned once a day. */
function holidaysAround(now: number): readonly Holiday[] {
  const day = riyadhDateOf(now)
  if (known?.day !== day) known = { day, holidays: holidaysBetween(addDays(day, -366), addDays(day, 366)) }
  return known.holidays
}

/** The words of a service time in the clerk's language. */
function useServiceTimeWords() {
  const { t, format } = useText()
  return (time: ServiceTime): string => {
    if (time.says === 'paused') return t('requests.slaPaused')
    if ('tomorrowAt' in time.says) return t('requests.slaTomorrow', { time: format.time(time.says.tomorrowAt) })
    const late = time.state === 'late'
    if ('days' in time.says) {
      const count = time.says.days
      return late ? t('requests.slaLateDays', { count }) : t('requests.slaLeftDays', { count })
    }
    const hours = format.number(time.says.hours)
    const minutes = format.number(time.says.minutes)
    if (time.says.hours === 0) {
      return late ? t('requests.slaLateMinutes', { minutes }) : t('requests.slaLeftMinutes', { minutes })
    }
    if (time.says.minutes === 0)
      return late ? t('requests.slaLateHours', { hours }) : t('requests.slaLeftHours', { hours })
    return late ? t('requests.slaLateTime', { hours, minutes }) : t('requests.slaLeftTime', { hours, minutes })
  }
}

/** The service time of a request as its chip; a quiet word where no clock is running. `now` in milliseconds. */
export function ServiceTimeChip(props: {
  request: { readonly submittedAt: string; readonly dueAt: string | null; readonly pausedAt: string | null }
  now: number
}) {
  const { t } = useText()
  const words = useServiceTimeWords()
  const time = findServiceTime(props.request, props.now, holidaysAround(props.now))
  if (time === undefined) return <span style={{ color: 'var(--tx3)' }}>{t('requests.slaEnded')}</span>
  return (
    <SlaChip state={time.state} share={time.share}>
      <Isolated>{words(time)}</Isolated>
    </SlaChip>
  )
}
