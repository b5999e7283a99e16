import { type RawBuilder, sql } from 'kysely'
import type { Database, Db } from '../db/types.ts'

/** Tables that take rows many at a time. */
type Table =
  | keyof Database
  | 'evidence_lists'
  | 'mail_outbox'
  | 'register_keys'
  | 'audit_personal'
  | 'audit_leaves'
  | 'audit_nodes'
  | 'desk_chain_entries'

const columnNames = new Map<string, string>()

/** `updatedAt` → `updated_at`. */
export function columnOf(key: string): string {
  const known = columnNames.get(key)
  if (known !== undefined) return known
  const name = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  columnNames.set(key, name)
  return name
}

/** Rows as one JSON text with columns for keys: as a parameter several times as fast as a parameter for each value. */
export function rowsText(rows: readonly object[]): string {
  return JSON.stringify(
    rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [columnOf(key), value]))),
  )
}

function columnsOf(row: object): string[] {
  return Object.keys(row).map(columnOf)
}

const list = (columns: readonly string[], of = ''): RawBuilder<unknown> =>
  sql.join(columns.map((column) => sql.ref(of === '' ? column : `${of}.${column}`)))

/**
 * Adds rows with the same keys in one statement, in their order. `over`: what to write over a row that has the same
 * value there. Does nothing without rows.
 */
export async function insertRows(
  db: Db,
  table: Table,
  rows: readonly object[],
  conflict?: { readonly over: string; readonly set: readonly string[] },
): Promise<void> {
  const [first] = rows
  if (first === undefined) return
  const columns = columnsOf(first)
  const target = sql.table(table)
  const settled = conflict
    ? sql`on conflict (${sql.ref(conflict.over)}) do update set ${sql.join(
        conflict.set.map(columnOf).map((column) => sql`${sql.ref(column)} = ${sql.ref(`excluded.${column}`)}`),
      )}`
    : sql``
  await sql`
    insert into ${target} (${list(columns)})
    select ${list(columns, 'r')} from json_populate_recordset(null::${target}, ${rowsText(rows)}::json) as r ${settled}
  `.execute(db)
}

/** Writes whole rows over those with the same ids, in one statement. Does nothing without rows. */
export async function updateRows(
  db: Db,
  table: 'members' | 'requests',
  rows: readonly { readonly id: string }[],
): Promise<void> {
  const [first] = rows
  if (first === undefined) return
  const target = sql.table(table)
  const assignments = columnsOf(first)
    .filter((column) => column !== 'id')
    .map((column) => sql`${sql.ref(column)} = ${sql.ref(`r.${column}`)}`)
  await sql`
    update ${target} as t set ${sql.join(assignments)}
    from json_populate_recordset(null::${target}, ${rowsText(rows)}::json) as r where t.id = r.id
  `.execute(db)
}
