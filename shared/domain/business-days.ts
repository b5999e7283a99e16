/**
 * Business days and service times.
 *
 * The week is Sunday to Thursday in Asia/Riyadh; holidays are data, because the authority announces the days of Eid
 * every year. The day of submission is day zero, so a service of two days submitted on Sunday is due on Tuesday.
 * While a request is returned to its applicant the clock stands still; the day of resubmission is a new day zero.
 */
import { addDays, type CalendarDate, riyadhDateOf, weekday } from './calendar.ts'

/** A run of days off, both ends included. */
export type Holiday = { readonly code: string; readonly from: CalendarDate; readonly to: CalendarDate }

/** A time in which the clock stood still; without `to` it still stands. Instants as ISO strings. */
export type Pause = { readonly from: string; readonly to?: string | undefined }

export type SlaState = 'late' | 'today' | 'soon' | 'ok' | 'paused'

export type SlaInput = {
  readonly submittedAt: string
  /** Business days the service may take; 0 means the same day. */
  readonly slaDays: number
  readonly pauses: readonly Pause[]
  readonly now: string
  readonly holidays: readonly Holiday[]
}

export type Sla = {
  readonly state: SlaState
  /** Last day in time; undefined while the clock stands. */
  readonly due: CalendarDate | undefined
  /** Business days from today to the due day: 0 is today, negative is late. While paused: what will be left. */
  readonly daysLeft: number
}

/** Whether the authority works on `date`: Sunday to Thursday and no holiday. */
export function isBusinessDay(date: CalendarDate, holidays: readonly Holiday[]): boolean {
  const day = weekday(date)
  if (day === 5 || day === 6) return false
  return !holidays.some((holiday) => holiday.from <= date && date <= holiday.to)
}

/**
 * The `count`-th business day after `date` (before it when negative). With 0: `date` itself, or the next business day
 * when the authority does not work on it.
 */
export function addBusinessDays(date: CalendarDate, count: number, holidays: readonly Holiday[]): CalendarDate {
  const step = count < 0 ? -1 : 1
  let at = date
  if (count === 0) {
    while (!isBusinessDay(at, holidays)) at = addDays(at, 1)
    return at
  }
  for (let left = Math.abs(count); left > 0; ) {
    at = addDays(at, step)
    if (isBusinessDay(at, holidays)) left -= 1
  }
  return at
}

/** Business days after `from` up to and including `to`; negative when `to` is earlier. */
export function businessDaysBetween(from: CalendarDate, to: CalendarDate, holidays: readonly Holiday[]): number {
  if (to < from) return -businessDaysBetween(to, from, holidays)
  let count = 0
  for (let at = from; at < to; ) {
    at = addDays(at, 1)
    if (isBusinessDay(at, holidays)) count += 1
  }
  return count
}

type PausedDays = { readonly from: CalendarDate; readonly to: CalendarDate | undefined }

/** Days after the return up to and including the resubmission do not count; a pause within one day costs nothing. */
function isPaused(date: CalendarDate, pauses: readonly PausedDays[]): boolean {
  return pauses.some((pause) => pause.from < date && (pause.to === undefined || date <= pause.to))
}

/** The due day of a request and how it stands at `now`. Throws RangeError when an instant cannot be read. */
export function slaOf(input: SlaInput): Sla {
  const { slaDays, holidays } = input
  const submitted = riyadhDateOf(input.submittedAt)
  const today = riyadhDateOf(input.now)
  const pauses = input.pauses.map(({ from, to }) => ({
    from: riyadhDateOf(from),
    to: to === undefined ? undefined : riyadhDateOf(to),
  }))
  const counts = (date: CalendarDate) => isBusinessDay(date, holidays) && !isPaused(date, pauses)

  const open = input.pauses.find((pause) => pause.to === undefined)
  if (open !== undefined) {
    const stoppedOn = riyadhDateOf(open.from)
    let used = 0
    for (let at = submitted; at < stoppedOn; ) {
      at = addDays(at, 1)
      if (counts(at)) used += 1
    }
    return { state: 'paused', due: undefined, daysLeft: slaDays - used }
  }

  let due = submitted
  if (slaDays === 0) {
    const last = pauses.reduce(
      (latest, pause) => (pause.to !== undefined && pause.to > latest ? pause.to : latest),
      due,
    )
    due = addBusinessDays(last, 0, holidays)
  }
  for (let left = slaDays; left > 0; ) {
    due = addDays(due, 1)
    if (counts(due)) left -= 1
  }
  const daysLeft = businessDaysBetween(today, due, holidays)
  if (today > due) return { state: 'late', due, daysLeft: Math.min(daysLeft, -1) }
  if (today === due) return { state: 'today', due, daysLeft: 0 }
  return { state: daysLeft <= 1 ? 'soon' : 'ok', due, daysLeft }
}
