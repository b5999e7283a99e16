import { sql } from 'kysely'
import type { Request } from '#shared/domain/requests/request.ts'
import type { FeedRecord, FeedTable } from '#shared/protocol/pull.ts'
import type { Db } from '../db/types.ts'
import type { StoredDocument } from './documents.ts'
import { scopeOf } from './feed.ts'
import { insertRows, rowsText } from './rows.ts'

/** Rows of a table and their places in the feed, as the texts in which they are written: made where there is time for it. */
export interface BulkText {
  readonly table: FeedTable
  /** JSON arrays; empty texts when there are no rows. */
  readonly rows: string
  readonly places: string
}

/** Rows as they are written. Keys become column names; rows must be whole. */
export function bulkText(table: FeedTable, rows: readonly FeedRecord[]): BulkText {
  if (rows.length === 0) return { table, rows: '', places: '' }
  const places = rows.map((row) => ({ scope: scopeOf(table, row), id: row.id, version: row.version }))
  return { table, rows: rowsText(rows), places: JSON.stringify(places) }
}

/** Adds rows with their places in the feed. */
export async function insertBulk(db: Db, { table, rows, places }: BulkText): Promise<void> {
  if (rows === '') return
  const target = sql.table(table)
  await sql`insert into ${target} select * from json_populate_recordset(null::${target}, ${rows}::json)`.execute(db)
  await sql`
    insert into feed (scope, table_name, row_id, version)
    select p.scope, ${table}, p.id, p.version
    from json_to_recordset(${places}::json) as p(scope text, id text, version integer)
  `.execute(db)
}

/**
 * Adds requests with their places in the feed, what they say of their documents, and first approvals where a second is
 * awaited. The documents must be there. Numbers of later requests go on after `lastNumber`.
 */
export async function insertRequests(db: Db, requests: readonly Request[], lastNumber: number): Promise<void> {
  if (requests.length === 0) return
  await insertBulk(db, bulkText('requests', requests))
  const links = requests.flatMap(({ id, evidence }) => evidence.map(({ hash }) => ({ request_id: id, hash })))
  await sql`
    insert into request_documents (request_id, hash)
    select distinct l.request_id, l.hash
    from json_to_recordset(${JSON.stringify(links)}::json) as l(request_id text, hash text)
  `.execute(db)
  const proposals = requests.flatMap(({ id, revisionHash, proposal }) =>
    proposal === null ? [] : [{ requestId: id, revisionHash, proposer: proposal.by }],
  )
  if (proposals.length > 0) await db.insertInto('approvals').values(proposals).execute()
  await sql`select setval('request_numbers', ${Math.max(1, lastNumber)})`.execute(db)
}

/** Adds documents. */
export async function insertDocuments(db: Db, documents: readonly StoredDocument[]): Promise<void> {
  const rows = documents.map((document) => ({
    ...document,
    bytes: `\\x${Buffer.from(document.bytes).toString('hex')}`,
  }))
  await insertRows(db, 'documents', rows)
}

/** Lets the transaction wait for rows that are still being made, longer than a writer who hangs may. */
export async function allowPauses(trx: Db): Promise<void> {
  await sql`set local idle_in_transaction_session_timeout = 0`.execute(trx)
}

/** Brings the planner's statistics up to date after many rows. */
export async function analyse(db: Db): Promise<void> {
  await sql`analyze`.execute(db)
}
