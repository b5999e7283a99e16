import type { QueueRow } from '#shared/contracts/requests.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { may } from '#shared/domain/policy/policy.ts'
import { decidableKinds } from '#shared/domain/requests/available-actions.ts'

/** What is needed of a row to find one's way in a list. */
export type PlacedRow = Pick<QueueRow, 'id' | 'state' | 'kind' | 'branch'>

/** Where a request stands in the list it was opened from. */
export interface Place {
  /** From 1; undefined when the request is not among the rows that are loaded. */
  readonly position: number | undefined
  readonly previous: string | undefined
  readonly next: string | undefined
}

/**
 * The request's place among `rows`, which are in the order of the list. A request that has left the list (it was just
 * decided) stands between its former neighbours: `lastPosition` is where it was, from 1.
 */
export function placeIn(rows: readonly Pick<PlacedRow, 'id'>[], id: string, lastPosition = 1): Place {
  const index = rows.findIndex((row) => row.id === id)
  if (index >= 0) return { position: index + 1, previous: rows[index - 1]?.id, next: rows[index + 1]?.id }
  return { position: undefined, previous: rows[lastPosition - 2]?.id, next: rows[lastPosition - 1]?.id }
}

/**
 * Whether a row waits for this clerk's decision, as far as a row can tell: who proposed it and the rules are known only
 * when it is opened. It orders work; what is allowed is decided by `availableActions`.
 */
function waitsFor(row: PlacedRow, clerk: Pick<Clerk, 'role' | 'branch'>): boolean {
  const { branch } = row
  if (!decidableKinds.includes(row.kind)) return false
  // Whoever may decline something may also decide on it in one way or the other.
  if (row.state === 'awaiting-second') return may(clerk, 'requests.decline-proposed', { branch })
  if (!may(clerk, 'requests.decline', { branch })) return false
  return row.state === 'submitted' || row.state === 'in-review' || row.state === 'resubmitted'
}

/**
 * The request to decide after `id`: the next row that waits for the clerk, from the end on again from the top. Without
 * `id` the search begins at the top. Undefined when nothing else waits.
 */
export function findNextToDecide(
  rows: readonly PlacedRow[],
  id: string | undefined,
  clerk: Pick<Clerk, 'role' | 'branch'>,
): string | undefined {
  const from = rows.findIndex((row) => row.id === id) + 1
  const around = [...rows.slice(from), ...rows.slice(0, from)]
  return around.find((row) => row.id !== id && waitsFor(row, clerk))?.id
}
