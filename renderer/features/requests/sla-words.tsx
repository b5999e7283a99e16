import { useReference } from '#renderer/lib/use-reference.ts'
import { useText } from '#renderer/lib/use-text.ts'
import { Isolated } from '#renderer/ui/isolated.tsx'
import { SlaChip } from '#renderer/ui/sla-chip.tsx'
import { addDays, riyadhDateOf } from '#shared/domain/calendar.ts'
import { findServiceTime, type ServiceTime } from './service-time.ts'

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
  const { book } = useReference()
  const day = riyadhDateOf(props.now)
  const time = findServiceTime(props.request, props.now, book.holidaysBetween(addDays(day, -366), addDays(day, 366)))
  if (time === undefined) return <span style={{ color: 'var(--tx3)' }}>{t('requests.slaEnded')}</span>
  return (
    <SlaChip state={time.state} share={time.share}>
      <Isolated>{words(time)}</Isolated>
    </SlaChip>
  )
}
