import type { Store } from '#core/db/store.ts'
import { addDays, type CalendarDate } from '#shared/domain/calendar.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { isForRole } from '#shared/domain/policy/policy.ts'
import { condition, countNow, inReach } from './conditions.ts'

type Viewer = Pick<Clerk, 'id' | 'role' | 'branch'>

const countOf = (store: Store, sql: string, ...values: (string | number)[]): number =>
  store.findOf<{ n: number }>(sql, ...values)?.n ?? 0

/** The moment at which a day begins in Riyadh, as ISO text. */
export function dayBegins(date: CalendarDate): string {
  return new Date(`${date}T00:00:00.000+03:00`).toISOString()
}

/** Open requests whose time had run out at an instant. */
export function countLate(store: Store, clerk: Viewer, now: string): number {
  const { sql, values } = inReach(clerk, 'requests.read')
  return countNow(store, 'requests', condition(`${sql} AND is_open = 1 AND due_at < ?`, ...values, now))
}

/** Second approvals of requests and of revocations that this clerk may give: never of what they proposed themselves. */
export function countSecondApprovals(store: Store, clerk: Viewer): number {
  const { sql, values } = inReach(clerk, 'requests.confirm')
  const requests = countNow(
    store,
    'requests',
    condition(`${sql} AND is_open = 1 AND state = 'awaiting-second' AND proposer_id IS NOT ?`, ...values, clerk.id),
  )
  const revocations = isForRole(clerk.role, 'certificates.confirm')
    ? countNow(
        store,
        'certificates',
        condition("awaiting_second = 1 AND json_extract(row, '$.proposal.by') IS NOT ?", clerk.id),
      )
    : 0
  return requests + revocations
}

/** A clerk's decisions at this desk since an instant, without those that were taken back or refused. */
export function countDecided(store: Store, actor: string, since: string): number {
  return countOf(
    store,
    `SELECT count(*) AS n FROM outbox WHERE actor = ? AND made_at >= ? AND kind IN ('request.decide', 'certificate.revoke')
       AND state NOT IN ('withdrawn', 'refused', 'settled')`,
    actor,
    since,
  )
}

/** Open requests by the day in Riyadh on which they fall due, from one day to another; days without any are left out. */
export function countDueByDay(
  store: Store,
  clerk: Viewer,
  from: CalendarDate,
  to: CalendarDate,
): { date: string; due: number }[] {
  const { sql, values } = inReach(clerk, 'requests.read')
  const where = `${sql} AND is_open = 1 AND due_at >= ? AND due_at < ?`
  const asked = [...values, dayBegins(from), dayBegins(addDays(to, 1))]
  // The halves of the view one by one, as `countNow` takes them: so no row is read.
  return store.allOf<{ date: string; due: number }>(
    `SELECT date(due_at, '+3 hours') AS date, count(*) AS due FROM (
       SELECT due_at FROM pending_requests WHERE ${where}
       UNION ALL
       SELECT due_at FROM requests WHERE ${where}
         AND NOT EXISTS (SELECT 1 FROM pending_requests AS p WHERE p.id = requests.id))
     GROUP BY 1 ORDER BY 1`,
    ...asked,
    ...asked,
  )
}

/**
 * What the authority's rows say has happened since an instant: requests that came in, ended well, or were given back.
 * Each of these moves `updatedAt`, so only rows that changed since are read.
 */
export function countChanged(
  store: Store,
  clerk: Viewer,
  since: string,
): { submitted: number; completed: number; returned: number } {
  const { sql, values } = inReach(clerk, 'requests.read')
  const changed = store.findOf<{ submitted: number; completed: number; returned: number }>(
    `SELECT
       count(*) FILTER (WHERE json_extract(row, '$.submittedAt') >= ?) AS submitted,
       count(*) FILTER (WHERE state = 'completed') AS completed,
       count(*) FILTER (WHERE state = 'returned' AND json_extract(row, '$.pausedAt') >= ?) AS returned
     FROM requests INDEXED BY requests_by_change WHERE json_extract(row, '$.updatedAt') >= ? AND ${sql}`,
    since,
    since,
    since,
    ...values,
  )
  return changed ?? { submitted: 0, completed: 0, returned: 0 }
}
