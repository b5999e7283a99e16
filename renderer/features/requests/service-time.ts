import { businessDaysBetween, type Holiday } from '#shared/domain/business-days.ts'
import { addDays, riyadhDateOf } from '#shared/domain/calendar.ts'

/** How a request stands against its service time, in what the chip shows and says. */
export type ServiceTime =
  | { readonly state: 'late'; readonly share: 1; readonly says: { readonly hours: number; readonly minutes: number } }
  | { readonly state: 'late'; readonly share: 1; readonly says: { readonly days: number } }
  | {
      readonly state: 'today'
      readonly share: number
      readonly says: { readonly hours: number; readonly minutes: number }
    }
  | { readonly state: 'soon'; readonly share: number; readonly says: { readonly tomorrowAt: string } }
  | { readonly state: 'soon' | 'ok'; readonly share: number; readonly says: { readonly days: number } }
  | { readonly state: 'paused'; readonly share: number; readonly says: 'paused' }

const minute = 60_000

/**
 * The service time of a request at `now` (milliseconds). `dueAt` is the moment at which it ends; null with `pausedAt`
 * means that the clock waits for the member, null without it that none is running: then there is nothing to say
 * (undefined). Days are business days of Riyadh; `share` is the part of the time that has passed, 0 to 1.
 */
export function findServiceTime(
  request: { readonly submittedAt: string; readonly dueAt: string | null; readonly pausedAt: string | null },
  now: number,
  holidays: readonly Holiday[] = [],
): ServiceTime | undefined {
  if (request.pausedAt !== null) return { state: 'paused', share: 0, says: 'paused' }
  if (request.dueAt === null) return undefined
  const due = Date.parse(request.dueAt)
  const submitted = Date.parse(request.submittedAt)
  const today = riyadhDateOf(now)
  const dueDay = riyadhDateOf(due)
  const daysLeft = businessDaysBetween(today, dueDay, holidays)
  if (now >= due) {
    const minutes = Math.floor((now - due) / minute)
    return daysLeft < 0
      ? { state: 'late', share: 1, says: { days: -daysLeft } }
      : { state: 'late', share: 1, says: { hours: Math.floor(minutes / 60), minutes: minutes % 60 } }
  }
  const share = due > submitted ? Math.min(1, Math.max(0, (now - submitted) / (due - submitted))) : 1
  if (today === dueDay) {
    const minutes = Math.ceil((due - now) / minute)
    return { state: 'today', share, says: { hours: Math.floor(minutes / 60), minutes: minutes % 60 } }
  }
  if (addDays(today, 1) === dueDay) return { state: 'soon', share, says: { tomorrowAt: request.dueAt } }
  return { state: daysLeft <= 1 ? 'soon' : 'ok', share, says: { days: Math.max(1, daysLeft) } }
}
