import { addDays, type CalendarDate, weekday } from '#shared/domain/calendar.ts'
import type { CalendarView } from './appointments-search.ts'

/** The days of a view, Sunday first: seven of the week in which `date` lies, or the day itself. */
export function daysOfView(view: CalendarView, date: CalendarDate): CalendarDate[] {
  if (view === 'day') return [date]
  const sunday = addDays(date, -weekday(date))
  return [0, 1, 2, 3, 4, 5, 6].map((days) => addDays(sunday, days))
}

/** The same place `count` views later (earlier when negative). */
export function stepView(view: CalendarView, date: CalendarDate, count: number): CalendarDate {
  return addDays(date, view === 'week' ? 7 * count : count)
}
