import { query } from '#core/db/compile.ts'
import type { Store } from '#core/db/store.ts'
import type { Change } from '#shared/protocol/pull.ts'

/** Keeps a change that could not be applied, with its cause, until this application or the row is mended. */
export function setAside(store: Store, change: Change, scope: string, cause: string, at: string): void {
  const row = {
    table_name: change.table,
    row_id: change.id,
    version: change.version,
    scope,
    cause,
    change: JSON.stringify(change),
    at,
  }
  store.run(
    query
      .insertInto('aside')
      .values(row)
      .onConflict((conflict) => conflict.columns(['table_name', 'row_id']).doUpdateSet(row)),
  )
}

/** A row that could be applied after all is not aside any more. */
export function takeFromAside(store: Store, table: string, id: string): void {
  store.run(query.deleteFrom('aside').where('table_name', '=', table).where('row_id', '=', id))
}

export function listAside(store: Store): { table: string; id: string; cause: string; scope: string }[] {
  return store
    .all(
      query
        .selectFrom('aside')
        .select(['table_name', 'row_id', 'cause', 'scope'])
        .orderBy('table_name')
        .orderBy('row_id'),
    )
    .map((row) => ({ table: row.table_name, id: row.row_id, cause: row.cause, scope: row.scope }))
}

/** Whether anything of a table is aside. */
export function hasAside(store: Store, table: string): boolean {
  return store.findOf('SELECT 1 FROM aside WHERE table_name = ? LIMIT 1', table) !== undefined
}
