import { slaOf } from '#shared/domain/business-days.ts'
import { addDays, riyadhDateOf } from '#shared/domain/calendar.ts'
import { holidaysBetween } from '#shared/domain/reference/holidays.ts'
import { services } from '#shared/domain/reference/services.ts'
import type { RequestKind } from '#shared/domain/requests/request.ts'

/**
 * End of a service's time for a request that is complete since `from` (ISO instant): three in the afternoon in Riyadh,
 * when the authority closes, of the last of its business days.
 */
export function dueAt(kind: RequestKind, from: string): string {
  const { slaDays } = services[kind]
  const day = riyadhDateOf(from)
  // Every run of business days ends within three times its length and two months of holidays.
  const holidays = holidaysBetween(day, addDays(day, slaDays * 3 + 60))
  const { due } = slaOf({ submittedAt: from, slaDays, pauses: [], now: from, holidays })
  return `${due ?? day}T12:00:00.000Z`
}
