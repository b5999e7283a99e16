import { migrations } from '#core/db/migrate.ts'
import { openStore } from '#core/db/open-store.ts'
import type { Store } from '#core/db/store.ts'
import { localTables, type PlainRow } from '#core/db/table-kinds.ts'
import { putLocalRows, readLocalRows } from '#core/repositories/local-rows.ts'

/** Every version of the schema before this one. */
export const earlierVersions = migrations.slice(0, -1).map((_, index) => index + 1)

/** The version of the schema since a step. */
const since = (name: string): number => migrations.findIndex((step) => step.name === name) + 1

/** Everything of an outbox that must come over: the commands, what they show here, and the documents that they rest on. */
export interface WaitingWork {
  readonly commands: readonly PlainRow[]
  readonly effects: readonly PlainRow[]
  readonly documents: readonly PlainRow[]
}

/** What waits in a store of today. */
export function readWork(store: Store): WaitingWork {
  return {
    commands: store.allOf(
      `SELECT id, seq, actor, kind, state, subject_table, subject_id, member_id, "after", body, decided, made_at,
         attempted_at, tries, cause, deferral, receipt FROM outbox ORDER BY position`,
    ),
    effects: store.allOf(
      'SELECT command_id, position, table_name, row_id, patch FROM overlay ORDER BY position, table_name, row_id',
    ),
    documents: store.allOf(
      `SELECT command_id, attachments.hash, request_id, media_type, size, sent, hex(bytes) AS bytes
         FROM command_attachments JOIN attachments USING (hash) LEFT JOIN documents USING (hash) ORDER BY command_id`,
    ),
  }
}

/** Of what waits, the commands that a desk with an earlier version of the schema could make. */
function workOf({ commands, effects, documents }: WaitingWork, version: number): WaitingWork {
  const resting = new Set(documents.map((row) => row['command_id']))
  const known = commands.filter((row) => {
    if (resting.has(row['id'] ?? null)) return version >= since('line')
    // The first version knew requests only.
    return row['subject_table'] === 'requests' || version >= since('counter')
  })
  const ids = new Set(known.map((row) => row['id']))
  const isOfThem = (row: PlainRow): boolean => ids.has(row['command_id'] ?? null)
  return { commands: known, effects: effects.filter(isOfThem), documents: documents.filter(isOfThem) }
}

/** Puts rows into a table of a file, in the columns that it has there; into none where there is no such table. */
function putRows(store: Store, table: string, rows: readonly PlainRow[]): void {
  const columns = store.allOf<{ name: string }>(`PRAGMA table_info(${table})`).map(({ name }) => name)
  for (const row of columns.length > 0 ? rows : []) {
    const names = columns.filter((name) => Object.hasOwn(row, name))
    const marks = names.map(() => '?').join(', ')
    store.runOf(
      `INSERT INTO ${table} (${names.join(', ')}) VALUES (${marks})`,
      ...names.map((name) => row[name] ?? null),
    )
  }
}

/**
 * Makes a file as an earlier version of the schema left it, with what only this desk holds of a store of today, as far as
 * the earlier tables have it; of the authority's rows none. Of the outbox goes over what that version knew; each clerk's later commands were not made
 * yet. Answers what waits in it.
 */
export function writeEarlier(source: Store, file: string, key: Uint8Array, version: number): WaitingWork {
  const work = workOf(readWork(source), version)
  const ids = new Set(work.commands.map((row) => row['id']))
  const rowsOf = (table: (typeof localTables)[number], rows: readonly PlainRow[]): readonly PlainRow[] => {
    if (table === 'outbox')
      // The first version had the subject under this name.
      return rows
        .filter((row) => ids.has(row['id'] ?? null))
        .map((row) => ({ ...row, request_id: row['subject_id'] ?? '' }))
    if (table === 'overlay' || table === 'command_attachments')
      return rows.filter((row) => ids.has(row['command_id'] ?? null))
    if (table !== 'enrolled') return rows
    return rows.map((row) => {
      const theirs = work.commands.filter(({ actor }) => actor === row['clerk_id'])
      return { ...row, next_seq: theirs.length + 1 }
    })
  }
  const image = readLocalRows(source)
  const before = openStore(file, key, 'writer', migrations.slice(0, version))
  before.transaction(() => {
    for (const table of localTables)
      if (before.findOf('SELECT 1 FROM sqlite_schema WHERE name = ?', table) !== undefined)
        putLocalRows(before, table, rowsOf(table, image.tables[table]))
    // What was booked here shows though the authority has no row of it.
    const booked = 'SELECT * FROM pending_appointments WHERE id NOT IN (SELECT id FROM appointments)'
    putRows(before, 'pending_appointments', source.allOf(booked))
  })
  before.close()
  return work
}
