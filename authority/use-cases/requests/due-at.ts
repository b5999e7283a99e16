import { slaOf } from '#shared/domain/business-days.ts'
import { addDays, riyadhDateOf } from '#shared/domain/calendar.ts'
import type { ReferenceBook } from '#shared/domain/reference/reference-book.ts'
import type { Request } from '#shared/domain/requests/request.ts'

/**
 * End of a service's time for a request that is complete since `from` (ISO instant): three in the afternoon in Riyadh,
 * when the authority closes, of the last of its business days. How many it may take was settled on the day on which it
 * was first submitted; whether the authority works on a day, by what is in force on that day.
 */
export function dueAt(book: ReferenceBook, request: Pick<Request, 'kind' | 'submittedAt'>, from: string): string {
  const slaDays = book.slaDays(request.kind, riyadhDateOf(request.submittedAt))
  const day = riyadhDateOf(from)
  // Every run of business days ends within three times its length and two months of holidays.
  const holidays = book.holidaysBetween(day, addDays(day, slaDays * 3 + 60))
  const { due } = slaOf({ submittedAt: from, slaDays, pauses: [], now: from, holidays })
  return `${due ?? day}T12:00:00.000Z`
}
