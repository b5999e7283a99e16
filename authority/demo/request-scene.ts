/** What stories of requests are told with: the plan, the people of the branch, and moments in order. */
import { addBusinessDays, type Holiday, isBusinessDay } from '#shared/domain/business-days.ts'
import { addDays, riyadhDateOf } from '#shared/domain/calendar.ts'
import type { Role } from '#shared/domain/clerks/clerk.ts'
import type { Request, RequestEvent } from '#shared/domain/requests/request.ts'
import type { RequestPlan } from './request-plan.ts'

/** The moment itself, or the next in which the authority works: Sunday to Thursday, eight to three in Riyadh. */
function inOffice(at: number, random: RequestPlan['random'], holidays: readonly Holiday[]): number {
  const hour = new Date(at).getUTCHours()
  const day = riyadhDateOf(at)
  if (hour >= 5 && hour < 12 && isBusinessDay(day, holidays)) return at
  const next = addBusinessDays(hour < 5 ? addDays(day, -1) : day, 1, holidays)
  return Date.parse(`${next}T05:00:00.000Z`) + Math.floor(random.next() * 3 * 3_600_000)
}

/** Moments of a request's life in order, each after the one before and before now. */
export function createTimeline({ random }: RequestPlan, begun: Request, now: number, holidays: readonly Holiday[]) {
  let last = Date.parse(begun.updatedAt)
  const next = (leastHours: number, mostHours: number, move: (at: number) => number) => {
    const wanted = move(last + Math.floor((leastHours + random.next() * (mostHours - leastHours)) * 3_600_000))
    last = wanted < now - 60_000 ? wanted : Math.floor(last + (now - last) / 2)
    return new Date(last).toISOString()
  }
  return {
    /** The next moment of the member or the system, some hours on. */
    next: (leastHours: number, mostHours: number) => next(leastHours, mostHours, (at) => at),
    /** The next moment of somebody at work. */
    atWork: (leastHours: number, mostHours: number) =>
      next(leastHours, mostHours, (at) => inOffice(at, random, holidays)),
  }
}

export type Scene = {
  readonly plan: RequestPlan
  readonly staff: (role: Role) => string
  readonly timeline: ReturnType<typeof createTimeline>
}

/** The request with an event more, one version further. */
export function withEvent(request: Request, at: string, kind: RequestEvent['kind'], by: string): Request {
  return { ...request, version: request.version + 1, events: [...request.events, { at, kind, by }], updatedAt: at }
}

/** Assigned to a clerk, who begins to read it. */
export function review(request: Request, { staff, timeline }: Scene): Request {
  const clerk = staff('clerk')
  const assigned = withEvent({ ...request, assigneeId: clerk }, timeline.next(0.2, 3), 'assigned', 'system')
  return { ...withEvent(assigned, timeline.atWork(0.3, 6), 'review-started', clerk), state: 'in-review' }
}
