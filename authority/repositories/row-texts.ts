import { sql } from 'kysely'
import { type FeedTable, feedTables } from '#shared/protocol/pull.ts'
import type { Db } from '../db/types.ts'
import { columnOf } from './rows.ts'

/** `2026-11-22T07:00:00.120Z`, whatever the zone of the connection. */
const instantOf = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** Columns of each table under the names of the wire, in the forms of the wire: every instant is called something `At`. */
const columns = new Map(
  (Object.keys(feedTables) as FeedTable[]).map((table) => {
    const list = Object.keys(feedTables[table].shape).map((name) => {
      const column = columnOf(name)
      return `${name.endsWith('At') ? instantOf(column) : column} as "${name}"`
    })
    return [table, list.join(', ')]
  }),
)

/**
 * The JSON text of a row of a table, as an expression of a statement on that table. The database itself writes it: to
 * read a row here, only to write it again, is most of the work of telling it.
 */
export function rowText(table: FeedTable): string {
  const list = columns.get(table)
  if (list === undefined) throw new Error(`The feed has no table ${table}`)
  return `row_to_json((select r from (select ${list}) as r))::text`
}

/** A row as it goes over the wire. */
export interface RowText {
  readonly id: string
  readonly version: number
  /** A JSON object. */
  readonly text: string
}

/** The rows with these ids, as they stand, in no order. */
export async function listRowTexts(db: Db, table: FeedTable, ids: readonly string[]): Promise<RowText[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<RowText>`
    select id, version, ${sql.raw(rowText(table))} as text from ${sql.table(table)} where id = any(${ids}::text[])
  `.execute(db)
  return rows
}
