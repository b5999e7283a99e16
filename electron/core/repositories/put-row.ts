import type { Store } from '#core/db/store.ts'

/** Tables of pulled rows that are kept whole beside the columns that lists need. */
type RowTable = 'certificates' | 'evidence_lists' | 'schedules' | 'appointments'

interface Columns {
  readonly id: string
  readonly version: number
  readonly generation: number
}

/**
 * Puts a pulled row in place, unless the same or a newer version of this epoch is there. Answers whether anything
 * changed.
 */
export function putRow<Row extends Columns>(store: Store, table: RowTable, columns: Row): boolean {
  const standing = store.findOf<{ version: number; generation: number }>(
    `SELECT version, generation FROM ${table} WHERE id = ?`,
    columns.id,
  )
  if (standing && standing.generation >= columns.generation && standing.version >= columns.version) return false
  const names = Object.keys(columns)
  const values = Object.values(columns) as (string | number | null)[]
  store.runOf(
    `INSERT OR REPLACE INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
    ...values,
  )
  return true
}

/** Takes a row away. Answers whether one was there. */
export function removeRow(store: Store, table: RowTable, id: string): boolean {
  return store.runOf(`DELETE FROM ${table} WHERE id = ?`, id) > 0
}
