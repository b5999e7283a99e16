import { addDays, type CalendarDate, daysBetween } from '#shared/domain/calendar.ts'
import type { Classification, Member, Registration } from '#shared/domain/members/member.ts'
import { renewalWindowDays } from '#shared/domain/members/standing.ts'
import { openStates, type RequestState } from '#shared/domain/requests/request.ts'

/** A registration's time as a bar: shares are 0 to 1 of its whole length. */
export interface ValidityBar {
  /** Part that has passed. */
  readonly share: number
  /** Where the renewal window begins. */
  readonly windowShare: number
  readonly windowFrom: CalendarDate
  readonly windowOpen: boolean
  /** Days until it ends, negative when it has. */
  readonly daysLeft: number
}

/** How far a registration has run on `today`. One that ends before it begins counts as fully run. */
export function validityBar(registration: Registration, today: CalendarDate): ValidityBar {
  const from = registration.issuedOn as CalendarDate
  const to = registration.expiresOn as CalendarDate
  const whole = daysBetween(from, to)
  const part = (day: CalendarDate) => (whole <= 0 ? 1 : Math.min(1, Math.max(0, daysBetween(from, day) / whole)))
  const windowFrom = addDays(to, -renewalWindowDays)
  const daysLeft = daysBetween(today, to)
  return {
    share: part(today),
    windowShare: part(windowFrom),
    windowFrom,
    windowOpen: daysLeft >= 0 && today >= windowFrom,
    daysLeft,
  }
}

/** The stations of a member's classification, oldest first; the last one is in force. */
export function classificationStations(member: Pick<Member, 'classifications'>): readonly Classification[] {
  return [...member.classifications].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
}

/** Requests in the order of a member's page: open ones first, the nearest due first; then the newest. */
export function orderRequests<
  R extends { readonly state: RequestState; readonly dueAt: string | null; readonly submittedAt: string },
>(requests: readonly R[]): { readonly open: readonly R[]; readonly all: readonly R[] } {
  const newest = (a: R, b: R) => (a.submittedAt < b.submittedAt ? 1 : a.submittedAt > b.submittedAt ? -1 : 0)
  const due = (request: R) => request.dueAt ?? '9999'
  const open = requests.filter((request) => openStates.includes(request.state))
  return {
    open: [...open].sort((a, b) => (due(a) < due(b) ? -1 : due(a) > due(b) ? 1 : newest(a, b))),
    all: [...requests].sort(newest),
  }
}
