import type { SqlValue, Store } from '#core/db/store.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { reachOf } from '#shared/domain/policy/policy.ts'
import type { Action } from '#shared/domain/policy/policy-table.ts'

/** A predicate of a list with the values of its question marks. */
export interface Condition {
  readonly sql: string
  readonly values: readonly SqlValue[]
}

export const condition = (sql: string, ...values: SqlValue[]): Condition => ({ sql, values })

function join(parts: readonly Condition[], word: 'AND' | 'OR'): Condition {
  return { sql: parts.map(({ sql }) => `(${sql})`).join(` ${word} `), values: parts.flatMap(({ values }) => values) }
}

/** All of them hold; no condition at all lets everything through. */
export function allOf(parts: readonly Condition[]): Condition {
  return parts.length === 0 ? condition('1 = 1') : join(parts, 'AND')
}

/** One of them holds; no condition at all lets nothing through. */
export function anyOf(parts: readonly Condition[]): Condition {
  return parts.length === 0 ? condition('1 = 0') : join(parts, 'OR')
}

/** Rows of the branches in which the clerk may do something. */
export function inReach(clerk: Pick<Clerk, 'role' | 'branch'>, action: Action): Condition {
  const reach = reachOf(clerk, action)
  if (reach === 'all') return condition('1 = 1')
  return reach === 'none' ? condition('1 = 0') : condition('branch = ?', reach)
}

/**
 * Exact number of rows as they stand with this device's pending commands. The halves of the view are counted one by
 * one: through the view SQLite reads every row, and so each counts by an index alone.
 */
export function countNow(store: Store, table: 'requests' | 'certificates' | 'appointments', where: Condition): number {
  const pending = `pending_${table}`
  const row = store.findOf<{ count: number }>(
    `SELECT (SELECT count(*) FROM ${pending} WHERE ${where.sql}) + (SELECT count(*) FROM ${table}
       WHERE ${where.sql} AND NOT EXISTS (SELECT 1 FROM ${pending} AS p WHERE p.id = ${table}.id)) AS count`,
    ...where.values,
    ...where.values,
  )
  return row?.count ?? 0
}

/** How many rows a statement gives, or `most` when there are more: no more of them are read. */
export function countTo(store: Store, sql: string, values: readonly SqlValue[], most: number): number {
  const row = store.findOf<{ count: number }>(`SELECT count(*) AS count FROM (${sql} LIMIT ?)`, ...values, most)
  return row?.count ?? 0
}
