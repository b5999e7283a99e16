/**
 * How old evidence may be before it proves nothing good any more. [A] An assumption until an authority sends its own
 * periods; effective-dated like every rule.
 */
import { type CalendarDate, calendarDate } from '../calendar.ts'

export interface EvidenceLimits {
  /** A status list says until then that a certificate is in force. */
  readonly statusListSeconds: number
  /** A trust list says until then whose signatures count. */
  readonly trustListSeconds: number
}

interface Period extends EvidenceLimits {
  readonly effectiveFrom: CalendarDate
  readonly source: 'assumed' | 'public'
}

const hour = 3600

/** Oldest first. */
const periods: readonly [Period, ...Period[]] = [
  {
    effectiveFrom: calendarDate('2024-01-01'),
    statusListSeconds: 72 * hour,
    trustListSeconds: 30 * 24 * hour,
    source: 'assumed',
  },
]

/** The limits in force on a day; before the first period those of the first. */
export function evidenceLimitsOn(date: string): EvidenceLimits {
  const { statusListSeconds, trustListSeconds } =
    periods.findLast((period) => period.effectiveFrom <= date) ?? periods[0]
  return { statusListSeconds, trustListSeconds }
}
