import type { LocalChange } from '#core/db/spare.ts'
import type { SqlValue, Store } from '#core/db/store.ts'
import {
  forEachLocal,
  type LocalImage,
  type LocalTable,
  localKeys,
  localTables,
  type PlainRow,
} from '#core/db/table-kinds.ts'
import { findDocument, isContentOf, putDocument } from './documents.ts'
import { rederivePending } from './pending-truth.ts'
import { findSetting, putSetting } from './settings.ts'

/** Tables whose every change makes the mark grow. Settings change with each answer of the authority and can be had again. */
const marked = localTables.filter((table) => table !== 'settings')

const keyText = (table: LocalTable, row: 'NEW' | 'OLD'): string =>
  `json_array(${localKeys[table].map((column) => `${row}.${column}`).join(', ')})`

function trigger(table: LocalTable, on: 'INSERT' | 'UPDATE' | 'DELETE'): string {
  const grow = "UPDATE settings SET value = CAST(value AS INTEGER) + 1 WHERE key = 'local-mark';"
  const key = keyText(table, on === 'DELETE' ? 'OLD' : 'NEW')
  // Not `OR IGNORE`: the conflict clause of the statement that fires a trigger takes the place of those within it.
  return `CREATE TEMP TRIGGER local_${table}_${on.toLowerCase()} AFTER ${on} ON main.${table} BEGIN
    INSERT INTO local_touched SELECT '${table}', ${key}
      WHERE NOT EXISTS (SELECT 1 FROM local_touched WHERE table_name = '${table}' AND key = ${key});
    ${table !== 'settings' ? grow : ''}
  END`
}

/**
 * Notes on this connection which local rows change, in the transaction that changes them, and lets the mark grow with
 * them. The notes are the connection's own (temporary tables in memory) and roll back with the transaction.
 */
export function watchLocalRows(store: Store): void {
  if (findSetting(store, 'local-mark') === undefined) putSetting(store, 'local-mark', 0)
  store.runOf(
    'CREATE TEMP TABLE local_touched (table_name TEXT, key TEXT, PRIMARY KEY (table_name, key)) WITHOUT ROWID',
  )
  for (const table of localTables)
    for (const on of ['INSERT', 'UPDATE', 'DELETE'] as const) store.runOf(trigger(table, on))
}

/**
 * A row as it is kept twice. The bytes of an attachment that the authority does not have yet lie among the documents,
 * most of which can be had again: they are kept with the row, as base64.
 */
function withBytes(store: Store, table: LocalTable, row: PlainRow): PlainRow {
  if (table !== 'attachments' || row['acknowledged_at'] !== null) return row
  const bytes = findDocument(store, String(row['hash']))
  return bytes ? { ...row, [bytesColumn]: Buffer.from(bytes).toString('base64') } : row
}

/** Not a column of the table. */
const bytesColumn = 'bytes in base64'

function findRow(store: Store, table: LocalTable, key: string): PlainRow | null {
  const where = localKeys[table].map((column) => `${column} = ?`).join(' AND ')
  const row = store.findOf<PlainRow>(`SELECT * FROM ${table} WHERE ${where}`, ...(JSON.parse(key) as SqlValue[]))
  return row ? withBytes(store, table, row) : null
}

/** Whether any changed since they were last taken. */
export function hasTouched(store: Store): boolean {
  return store.findOf('SELECT 1 FROM local_touched LIMIT 1') !== undefined
}

/** The rows that changed since they were last taken, as they are now. */
export function listTouched(store: Store): LocalChange[] {
  return store
    .allOf<{ table_name: LocalTable; key: string }>('SELECT table_name, key FROM local_touched')
    .map(({ table_name: table, key }) => ({ table, key, row: findRow(store, table, key) }))
}

/** What was listed is kept elsewhere now. */
export function forgetTouched(store: Store): void {
  store.runOf('DELETE FROM local_touched')
}

export function localMark(store: Store): number {
  return findSetting(store, 'local-mark') ?? 0
}

/** All local rows, as they are now. @throws AppError `store/damaged`. */
export function readLocalRows(store: Store): LocalImage {
  return store.snapshot(() => {
    const of = (table: LocalTable) =>
      store.allOf<PlainRow>(`SELECT * FROM ${table}`).map((row) => withBytes(store, table, row))
    const version = Number(store.findOf<{ user_version: number }>('PRAGMA user_version')?.user_version)
    const tables = forEachLocal(of)
    return { version, mark: localMark(store), tables }
  })
}

function putBytes(store: Store, hash: string, text: string, at: unknown): void {
  const bytes = new Uint8Array(Buffer.from(text, 'base64'))
  if (isContentOf(hash, bytes)) putDocument(store, hash, bytes, String(at))
}

/** Attachments that the authority does not have and whose bytes are not here. */
export function countAttachmentsWithoutBytes(store: Store): number {
  const row = store.findOf<{ count: number }>(
    `SELECT count(*) AS count FROM attachments WHERE acknowledged_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM documents WHERE documents.hash = attachments.hash)`,
  )
  return row?.count ?? 0
}

/** Puts rows into a table; columns that the table does not have are left out. */
export function putLocalRows(store: Store, table: LocalTable, rows: readonly PlainRow[]): void {
  const columns = store.allOf<{ name: string }>(`PRAGMA table_info(${table})`).map(({ name }) => name)
  for (const row of rows) {
    const names = columns.filter((name) => Object.hasOwn(row, name))
    store.runOf(
      `INSERT OR REPLACE INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
      ...names.map((name) => row[name] ?? null),
    )
    if (typeof row[bytesColumn] === 'string') putBytes(store, String(row['hash']), row[bytesColumn], row['added_at'])
  }
}

/**
 * Makes the local tables what an image says, and what is derived from them anew. Settings are put over those that are
 * there; of the other tables nothing stays that the image does not hold.
 */
export function restoreLocalRows(store: Store, image: LocalImage): void {
  store.transaction(() => {
    for (const table of [...marked].reverse()) store.runOf(`DELETE FROM ${table}`)
    for (const table of localTables) putLocalRows(store, table, image.tables[table])
    putSetting(store, 'local-mark', image.mark + 1)
    rederivePending(store)
  })
}
