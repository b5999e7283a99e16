import { query } from '#core/db/compile.ts'
import type { Store } from '#core/db/store.ts'
import type { Tables } from '#core/db/tables.ts'

/** How far a scope has been pulled. */
export interface Cursor {
  readonly scope: string
  readonly epoch: string
  readonly cursor: string
  readonly caughtUp: boolean
  /** Rows of each table in the scope at the authority. */
  readonly totals: Readonly<Record<string, number>>
  /** Rows that came since the scope's beginning. */
  readonly rows: number
  /** Whether the cursor is a place in the stream of a fill, not in the feed; false when absent. */
  readonly filling?: boolean
  readonly pulledAt: string
}

export function listCursors(store: Store): Cursor[] {
  return store.allOf<Tables['cursors']>('SELECT * FROM cursors').map((row) => ({
    scope: row.scope,
    epoch: row.epoch,
    cursor: row.cursor,
    caughtUp: row.caught_up === 1,
    totals: JSON.parse(row.totals) as Record<string, number>,
    rows: row.rows,
    filling: row.filling === 1,
    pulledAt: row.pulled_at,
  }))
}

export function putCursor(store: Store, cursor: Cursor): void {
  const row = {
    scope: cursor.scope,
    epoch: cursor.epoch,
    cursor: cursor.cursor,
    caught_up: cursor.caughtUp ? 1 : 0,
    totals: JSON.stringify(cursor.totals),
    rows: cursor.rows,
    filling: cursor.filling ? 1 : 0,
    pulled_at: cursor.pulledAt,
  }
  store.run(
    query
      .insertInto('cursors')
      .values(row)
      .onConflict((conflict) => conflict.column('scope').doUpdateSet(row)),
  )
}

export function dropCursor(store: Store, scope: string): void {
  store.run(query.deleteFrom('cursors').where('scope', '=', scope))
}

export function dropAllCursors(store: Store): void {
  store.run(query.deleteFrom('cursors'))
}
