import { addBusinessDays, businessDaysBetween } from '../business-days.ts'
import { addDays, type CalendarDate, riyadhDateOf } from '../calendar.ts'
import type { ReferenceBook } from './reference-book.ts'

/**
 * When a request's time ends once days off are others than they were: as many business days after `today` as before. What
 * has passed, ends today or is late stays.
 *
 * @param dueAt an ISO instant; the hour stays.
 */
export function movedDue(dueAt: string, today: CalendarDate, before: ReferenceBook, after: ReferenceBook): string {
  const due = riyadhDateOf(dueAt)
  if (due <= today) return dueAt
  const left = businessDaysBetween(today, due, before.holidaysBetween(today, due))
  if (left <= 0) return dueAt
  // Every run of business days ends within three times its length and two months of holidays.
  const moved = addBusinessDays(today, left, after.holidaysBetween(today, addDays(today, left * 3 + 60)))
  return dueAt.replace(due, moved)
}
