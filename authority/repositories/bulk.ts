import { sql } from 'kysely'
import type { Appointment, Schedule } from '#shared/domain/appointments/appointment.ts'
import type { Certificate } from '#shared/domain/certificates/certificate.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import type { Member } from '#shared/domain/members/member.ts'
import type { Request } from '#shared/domain/requests/request.ts'
import type { FeedRecord, FeedTable } from '#shared/protocol/pull.ts'
import type { Db } from '../db/types.ts'
import type { StoredDocument } from './documents.ts'
import { scopeOf } from './feed.ts'

/**
 * Many rows at once, for filling a register: a batch is one JSON parameter, several times as fast as a row of
 * parameters each. Keys become column names; rows must be whole.
 */
async function insertBatch(db: Db, table: FeedTable | 'documents', rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return
  const json = JSON.stringify(rows.map(toColumns))
  const target = sql.table(table)
  await sql`insert into ${target} select * from json_populate_recordset(null::${target}, ${json}::json)`.execute(db)
}

function toColumns(row: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value]),
  )
}

async function insertFeed(db: Db, table: FeedTable, rows: readonly FeedRecord[]): Promise<void> {
  const places = rows.map((row) => ({ scope: scopeOf(table, row), id: row.id, version: row.version }))
  await sql`
    insert into feed (scope, table_name, row_id, version)
    select p.scope, ${table}, p.id, p.version
    from json_to_recordset(${JSON.stringify(places)}::json) as p(scope text, id text, version integer)
  `.execute(db)
}

/** Adds members with their places in the feed. */
export async function insertMembers(db: Db, members: readonly Member[]): Promise<void> {
  await insertBatch(db, 'members', members)
  await insertFeed(db, 'members', members)
}

/** Adds people with their places in the feed. */
export async function insertClerks(db: Db, clerks: readonly Clerk[]): Promise<void> {
  await insertBatch(db, 'clerks', clerks)
  await insertFeed(db, 'clerks', clerks)
}

/** Adds certificates with their places in the feed. */
export async function insertCertificates(db: Db, certificates: readonly Certificate[]): Promise<void> {
  await insertBatch(db, 'certificates', certificates)
  await insertFeed(db, 'certificates', certificates)
}

/** Adds schedules with their places in the feed. */
export async function insertSchedules(db: Db, schedules: readonly Schedule[]): Promise<void> {
  await insertBatch(db, 'schedules', schedules)
  await insertFeed(db, 'schedules', schedules)
}

/** Adds appointments with the places that they hold in their slots, and with their places in the feed. */
export async function insertAppointments(
  db: Db,
  appointments: readonly (Appointment & { readonly place: number | null })[],
): Promise<void> {
  await insertBatch(db, 'appointments', appointments)
  await insertFeed(db, 'appointments', appointments)
}

/**
 * Adds requests with their places in the feed, what they say of their documents, and first approvals where a second is
 * awaited. The documents must be there. Numbers of later requests go on after `lastNumber`.
 */
export async function insertRequests(db: Db, requests: readonly Request[], lastNumber: number): Promise<void> {
  if (requests.length === 0) return
  await insertBatch(db, 'requests', requests)
  await insertFeed(db, 'requests', requests)
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
  await insertBatch(
    db,
    'documents',
    documents.map(({ hash, mediaType, size, bytes }) => ({
      hash,
      mediaType,
      size,
      bytes: `\\x${Buffer.from(bytes).toString('hex')}`,
    })),
  )
}

/** Brings the planner's statistics up to date after many rows. */
export async function analyse(db: Db): Promise<void> {
  await sql`analyze`.execute(db)
}
