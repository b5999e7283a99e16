import type { Store } from '#core/db/store.ts'
import {
  countChanged,
  countDecided,
  countDueByDay,
  countLate,
  countSecondApprovals,
  dayBegins,
} from '#core/repositories/home-figures.ts'
import { listReferenceVersions, referenceBook } from '#core/repositories/reference.ts'
import { countQueue, listQueue, type QueueViewer, queueOf } from '#core/repositories/request-queue.ts'
import { findSetting } from '#core/repositories/settings.ts'
import type { ChannelOutput } from '#shared/contracts/contract-map.ts'
import { isBusinessDay } from '#shared/domain/business-days.ts'
import { addDays, type CalendarDate, riyadhDateOf } from '#shared/domain/calendar.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { isForRole } from '#shared/domain/policy/policy.ts'
import { isWaiting } from '#shared/domain/reference/reference-version.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { ReadContext } from '../desk-context.ts'
import { toQueueRows } from '../requests/list-requests.ts'
import { counterOfToday } from './counter-today.ts'

type Home = ChannelOutput<'home.get'>

/** Requests that the first screen lists. */
const nearestShown = 8
/** Business days behind today that the forecast looks ahead. */
const daysAhead = 9

/** Today, and the business days that follow. */
function forecastDays(store: Store, today: CalendarDate): CalendarDate[] {
  const holidays = referenceBook(store).holidaysBetween(today, addDays(today, 60))
  const days = [today]
  for (let at = addDays(today, 1); days.length <= daysAhead; at = addDays(at, 1))
    if (isBusinessDay(at, holidays)) days.push(at)
  return days
}

/** Requests due by day: today, nine business days, and any other day between on which something is due all the same. */
function forecast(context: ReadContext, clerk: Clerk, today: CalendarDate): Home['forecast'] {
  const days = forecastDays(context.store, today)
  const due = new Map(
    countDueByDay(context.store, clerk, today, days.at(-1) ?? today).map(({ date, due: count }) => [date, count]),
  )
  return [...new Set<string>([...days, ...due.keys()])].sort().map((date) => ({ date, due: due.get(date) ?? 0 }))
}

/** Proposals that somebody else made and this clerk may confirm. */
function confirmationsFor(store: Store, clerk: Clerk, today: CalendarDate): Home['confirmations'] {
  if (!isForRole(clerk.role, 'administer.confirm-reference')) return []
  return listReferenceVersions(store)
    .filter((version) => isWaiting(version, today) && version.publishedBy !== clerk.id)
    .map(({ id, kind, effectiveFrom }) => ({ id, kind, effectiveFrom }))
}

/** The first screen of a clerk: every figure is counted by SQL, all in one state of the store. */
export function getHome(context: ReadContext, clerk: Clerk): Home {
  const { store, clock } = context
  const now = clock.now()
  const today = riyadhDateOf(now)
  const viewer: QueueViewer = { clerk, now }
  return store.snapshot(() => {
    const since = findSetting(store, 'left')?.[clerk.id] ?? dayBegins(addDays(today, -1))
    return {
      today,
      figures: {
        mine: countQueue(store, queueOf('mine', viewer)),
        dueToday: countQueue(store, queueOf('due-today', viewer)),
        late: countLate(store, clerk, isoInstant(now)),
        second: countSecondApprovals(store, clerk),
        decidedToday: countDecided(store, clerk.id, dayBegins(today)),
      },
      nearest: toQueueRows(store, listQueue(store, queueOf('mine', viewer), undefined, nearestShown)),
      forecast: forecast(context, clerk, today),
      counter: counterOfToday(context, clerk, today),
      confirmations: confirmationsFor(store, clerk, today),
      changed: { since, ...countChanged(store, clerk, since) },
      asOf: isoInstant(now),
    }
  })
}
