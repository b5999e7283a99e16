import type { Store } from '#core/db/store.ts'
import type { QueueFilters, QueueView } from '#shared/contracts/requests.ts'
import { addDays, riyadhDateOf } from '#shared/domain/calendar.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { isForRole, may } from '#shared/domain/policy/policy.ts'
import { decidableKinds } from '#shared/domain/requests/available-actions.ts'
import type { Request } from '#shared/domain/requests/request.ts'
import { allOf, type Condition, condition, countNow, countTo, inReach } from './conditions.ts'
import type { MemberFinder } from './member-search.ts'
import { textOfMemberRows } from './member-text.ts'

/** Who looks at the queue: the clerk at the screen, and the moment. */
export interface QueueViewer {
  readonly clerk: Pick<Clerk, 'id' | 'role' | 'branch'>
  /** Milliseconds since 1970. */
  readonly now: number
}

const toDecide = "state IN ('submitted', 'in-review', 'resubmitted')"

/** The start of the next day in Riyadh, as an instant. */
function endOfToday(now: number): string {
  return new Date(`${addDays(riyadhDateOf(now), 1)}T00:00:00.000+03:00`).toISOString()
}

/**
 * Each view as one predicate. Open: it waits for somebody.
 * - mine: first decisions assigned to me, or to nobody and of a kind that is decided here, if I may decide; and second
 *   approvals of what another person proposed, if I may confirm
 * - due-today: open and due before the end of today in Riyadh, late ones included; a stopped clock has no due time
 * - unassigned: waits for a first decision and is nobody's
 */
function viewCondition(view: QueueView, { clerk, now }: QueueViewer): Condition {
  switch (view) {
    case 'all':
      return condition('1 = 1')
    case 'open':
      return condition('is_open = 1')
    case 'mine': {
      const decides = isForRole(clerk.role, 'requests.decline') ? 1 : 0
      const confirms = isForRole(clerk.role, 'requests.confirm') ? 1 : 0
      const kinds = decidableKinds.map(() => '?').join(', ')
      return condition(
        `is_open = 1 AND (
          (${toDecide} AND (assignee_id = ? OR (assignee_id IS NULL AND ? = 1 AND kind IN (${kinds}))))
          OR (state = 'awaiting-second' AND ? = 1 AND proposer_id IS NOT ?))`,
        clerk.id,
        decides,
        ...decidableKinds,
        confirms,
        clerk.id,
      )
    }
    case 'due-today':
      return condition('is_open = 1 AND due_at < ?', endOfToday(now))
    case 'high-risk':
      return condition("is_open = 1 AND risk = 'high'")
    case 'unassigned':
      return condition(`is_open = 1 AND ${toDecide} AND assignee_id IS NULL`)
    case 'second-approval':
      return condition("is_open = 1 AND state = 'awaiting-second'")
    case 'returned':
      return condition("is_open = 1 AND state = 'returned'")
  }
}

const ownNumbers = (store: Store) => ({
  ofNumber: (key: string, end: string, isWide: boolean) =>
    condition(`${isWide ? '+' : ''}id IN (SELECT request_id FROM request_keys WHERE key >= ? AND key < ?)`, key, end),
  countTo: (key: string, end: string, most: number) =>
    countTo(store, 'SELECT 1 FROM request_keys WHERE key >= ? AND key < ?', [key, end], most),
})

function filterConditions(filters: Omit<QueueFilters, 'text'>): Condition[] {
  const columns = {
    kind: filters.kind,
    state: filters.state,
    risk: filters.risk,
    branch: filters.branch,
    member_id: filters.memberId,
  }
  return Object.entries(columns).flatMap(([column, value]) =>
    value === undefined ? [] : [condition(`${column} = ?`, value)],
  )
}

/** Requests of a view that a clerk may see, narrowed by filters; a text is a condition of its own (`textOfRequests`). */
export function queueOf(view: QueueView, viewer: QueueViewer, filters: Omit<QueueFilters, 'text'> = {}): Condition {
  return allOf([inReach(viewer.clerk, 'requests.read'), viewCondition(view, viewer), ...filterConditions(filters)])
}

/** Requests by their number, or of the members whom a text finds. @param finder of members, within whose snapshot it is used. */
export function textOfRequests(store: Store, finder: () => MemberFinder, text: string): Condition {
  return text.trim() === '' ? allOf([]) : textOfMemberRows(store, finder(), text.trim(), ownNumbers(store)).where
}

/** A listed request with its place in the order. */
export interface QueuedRequest {
  readonly request: Request
  readonly pending: boolean
  readonly sortKey: string
}

/** The statement of a page of the queue; exported for the test of its plan. */
export function queueStatement(where: Condition, after: string | undefined) {
  return {
    sql: `SELECT row, pending, sort_key FROM requests_now WHERE ${where.sql} ${after === undefined ? '' : 'AND sort_key > ?'}
      ORDER BY sort_key LIMIT ?`,
    values: after === undefined ? where.values : [...where.values, after],
  }
}

/** A page of a queue, in its order, behind `after`. */
export function listQueue(store: Store, queue: Condition, after: string | undefined, limit: number): QueuedRequest[] {
  const { sql, values } = queueStatement(queue, after)
  return store
    .allOf<{ row: string; pending: number; sort_key: string }>(sql, ...values, limit)
    .map((row) => ({ request: JSON.parse(row.row) as Request, pending: row.pending === 1, sortKey: row.sort_key }))
}

/** Exact number of requests in a queue. */
export function countQueue(store: Store, queue: Condition): number {
  return countNow(store, 'requests', queue)
}

/** A member's requests that the clerk may see, newest first. */
export function listOfMember(
  store: Store,
  memberId: string,
  clerk: QueueViewer['clerk'],
): { request: Request; pending: boolean }[] {
  return store
    .allOf<{ row: string; pending: number }>('SELECT row, pending FROM requests_now WHERE member_id = ?', memberId)
    .map((row) => ({ request: JSON.parse(row.row) as Request, pending: row.pending === 1 }))
    .filter(({ request }) => may(clerk, 'requests.read', { branch: request.branch }))
    .sort((a, b) => (a.request.submittedAt < b.request.submittedAt ? 1 : -1))
}
