import type { SqlValue, Store } from '#core/db/store.ts'

/** Tables of pulled rows that are kept whole beside the columns that lists need. */
type RowTable = 'certificates' | 'evidence_lists' | 'reference_versions' | 'schedules' | 'appointments'

interface Columns {
  readonly id: string
  readonly version: number
  readonly generation: number
}

/**
 * Puts a pulled row in place, unless the same or a newer version of this epoch is there; of one that is there, only the
 * columns that are another are written. Answers whether anything changed.
 */
export function putRow<Row extends Columns>(store: Store, table: RowTable, columns: Row): boolean {
  const names = Object.keys(columns)
  const values = Object.values(columns) as SqlValue[]
  const standing = store.findOf<Record<string, SqlValue> & Columns>(
    `SELECT ${names.join(', ')} FROM ${table} WHERE id = ?`,
    columns.id,
  )
  if (!standing) return insertRow(store, 'INSERT OR REPLACE', table, names, values)
  if (standing.generation >= columns.generation && standing.version >= columns.version) return false
  const changed = names.flatMap((name, at) => (standing[name] === values[at] ? [] : [at]))
  store.runOf(
    `UPDATE ${table} SET ${changed.map((at) => `${names[at]} = ?`).join(', ')} WHERE id = ?`,
    ...changed.map((at) => values[at] ?? null),
    columns.id,
  )
  return true
}

const insertions = new Map<string, string>()

/** The text of an insertion, made once for the same columns in the same order. */
function insertionOf(how: string, table: RowTable, names: readonly string[]): string {
  const begin = `${how} INTO ${table} (${names.join(', ')})`
  const known = insertions.get(begin)
  if (known !== undefined) return known
  const sql = `${begin} VALUES (${names.map(() => '?').join(', ')})`
  insertions.set(begin, sql)
  return sql
}

function insertRow(
  store: Store,
  how: 'INSERT OR REPLACE' | 'INSERT OR IGNORE',
  table: RowTable,
  names: readonly string[],
  values: readonly SqlValue[],
): boolean {
  return store.runOf(insertionOf(how, table, names), ...values) > 0
}

/** `putRow` for a row that is likely new: it is inserted without being looked up. */
export function putNewRow<Row extends Columns>(store: Store, table: RowTable, columns: Row): boolean {
  const values = Object.values(columns) as SqlValue[]
  return insertRow(store, 'INSERT OR IGNORE', table, Object.keys(columns), values) || putRow(store, table, columns)
}

/** Takes a row away. Answers whether one was there. */
export function removeRow(store: Store, table: RowTable, id: string): boolean {
  return store.runOf(`DELETE FROM ${table} WHERE id = ?`, id) > 0
}
