import type { Store } from '#core/db/store.ts'
import { type FeedTable, feedTables } from '#shared/protocol/pull.ts'
import { listCursors } from './cursors.ts'
import { listEnrolled } from './enrolled-clerks.ts'
import { isFeedTable, isOfBranch } from './replica.ts'
import { countTable } from './tallies.ts'

/** One table of one scope, here and at the authority. */
export interface RowCount {
  readonly scope: string
  readonly table: string
  readonly here: number
  /** As of the last pull; null for a scope that was never read. */
  readonly authority: number | null
  readonly aside: number
  readonly pending: number
}

/** Where the rows of a table that pending commands touch are found; every other table has none. */
const pendingOf: Partial<Record<FeedTable, { table: string; ofBranch: boolean }>> = {
  requests: { table: 'pending_requests', ofBranch: true },
  appointments: { table: 'pending_appointments', ofBranch: true },
  certificates: { table: 'pending_certificates', ofBranch: false },
}

function count(store: Store, from: string, branch: string | null): number {
  if (branch === null) return countTable(store, from)
  const sql = `SELECT count(*) AS count FROM ${from} WHERE branch = ?`
  return store.findOf<{ count: number }>(sql, branch)?.count ?? 0
}

function countPending(store: Store, table: FeedTable, branch: string | null): number {
  if (table === 'members')
    return count(store, "(SELECT DISTINCT row_id FROM overlay WHERE table_name = 'members')", null)
  const pending = pendingOf[table]
  return pending ? count(store, pending.table, pending.ofBranch ? branch : null) : 0
}

/** Every scope that is held or may be held here, the directory first, with what the authority said of it when it was read last. */
function listScopes(store: Store): { scope: string; totals: Readonly<Record<string, number>>; caughtUp: boolean }[] {
  const known = listCursors(store)
  const entitled = listEnrolled(store).flatMap(({ scopes }) => scopes ?? [])
  const names = [...new Set([...known.map(({ scope }) => scope), ...entitled])]
  return names
    .sort((a, b) => Number(b === 'directory') - Number(a === 'directory') || (a < b ? -1 : 1))
    .map((scope) => known.find((cursor) => cursor.scope === scope) ?? { scope, totals: {}, caughtUp: false })
}

/** Every table of every scope that this desk holds or that the authority counts there, in the order of their names. */
export function listRowCounts(store: Store): RowCount[] {
  const aside = store.allOf<{ scope: string; table: string; count: number }>(
    'SELECT scope, table_name AS "table", count(*) AS count FROM aside GROUP BY scope, table_name',
  )
  return listScopes(store).flatMap(({ scope, totals, caughtUp }) => {
    const branch = scope.startsWith('branch:') ? scope.slice('branch:'.length) : null
    const own = Object.keys(feedTables).filter((table) => isOfBranch(table) === (branch !== null))
    const others = aside.filter((row) => row.scope === scope).map(({ table }) => table)
    return [...new Set([...own, ...Object.keys(totals), ...others])].sort().map((table) => ({
      scope,
      table,
      here: isFeedTable(table) ? count(store, table, branch) : 0,
      // A table of which the authority says nothing is empty there, once the scope was read through.
      authority: totals[table] ?? (caughtUp ? 0 : null),
      aside: aside.find((row) => row.scope === scope && row.table === table)?.count ?? 0,
      pending: isFeedTable(table) ? countPending(store, table, branch) : 0,
    }))
  })
}

/** Whether this desk holds as many rows as the authority, in every table of every scope. */
export function isReconciled(rows: readonly RowCount[]): boolean {
  return rows.every(({ here, authority }) => here === authority)
}

/** How many rows of a scope the authority has and this desk does not; undefined for one that was never read. */
export function countMissing(store: Store, scope: string): number | undefined {
  const rows = listRowCounts(store).filter((row) => row.scope === scope)
  if (rows.every(({ authority }) => authority === null)) return undefined
  return rows.reduce((sum, { here, authority }) => sum + Math.max(0, (authority ?? 0) - here), 0)
}
