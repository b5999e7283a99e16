import { query } from '#core/db/compile.ts'
import type { Store } from '#core/db/store.ts'
import type { Tables } from '#core/db/tables.ts'

export type OverlayTableName = Tables['overlay']['table_name']

/** What a pending command does to one row; its table's repository knows the form of `patch`. */
export interface OverlayRow<Patch> {
  readonly commandId: string
  readonly rowId: string
  readonly patch: Patch
}

/** A row that looks different now. */
export interface TouchedRow {
  readonly table: OverlayTableName
  readonly id: string
}

/** Keeps what a command does to a row until its receipt's change has arrived. `patch` is kept as JSON. */
export function addOverlayRow(
  store: Store,
  command: { readonly id: string; readonly position: number },
  row: TouchedRow,
  patch: object,
): void {
  store.run(
    query.insertInto('overlay').values({
      command_id: command.id,
      position: command.position,
      table_name: row.table,
      row_id: row.id,
      patch: JSON.stringify(patch),
    }),
  )
}

/** What pending commands do to the rows of a table (to one row when named), in the order of the commands. */
export function listOverlayRows<Patch>(store: Store, table: OverlayTableName, rowId?: string): OverlayRow<Patch>[] {
  type Row = Pick<Tables['overlay'], 'command_id' | 'row_id' | 'patch'>
  // Plain text, not compiled: every search asks.
  const select = 'SELECT command_id, row_id, patch FROM overlay WHERE table_name = ?'
  const rows =
    rowId === undefined
      ? store.allOf<Row>(`${select} ORDER BY position`, table)
      : store.allOf<Row>(`${select} AND row_id = ? ORDER BY position`, table, rowId)
  return rows.map((row) => ({ commandId: row.command_id, rowId: row.row_id, patch: JSON.parse(row.patch) as Patch }))
}

/** Takes what a command did away. Answers the rows that it was done to. */
export function takeOverlayRows(store: Store, commandId: string): TouchedRow[] {
  const rows = store.all(
    query.selectFrom('overlay').select(['table_name', 'row_id']).where('command_id', '=', commandId),
  )
  store.run(query.deleteFrom('overlay').where('command_id', '=', commandId))
  return rows.map((row) => ({ table: row.table_name, id: row.row_id }))
}

/** Whether any pending command does something to rows of a table (to one row when named). */
export function hasOverlayRows(store: Store, table: OverlayTableName, rowId?: string): boolean {
  return rowId === undefined
    ? store.findOf('SELECT 1 FROM overlay WHERE table_name = ? LIMIT 1', table) !== undefined
    : store.findOf('SELECT 1 FROM overlay WHERE table_name = ? AND row_id = ? LIMIT 1', table, rowId) !== undefined
}
