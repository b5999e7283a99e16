import { sql } from 'kysely'
import { assertNever } from '#shared/kernel/assert-never.ts'
import type { FeedRecord, FeedTable } from '#shared/protocol/pull.ts'
import type { Db } from '../db/types.ts'

/** A place in the feed: the transaction and the number of a change, both wider than a JavaScript number. */
export interface FeedPosition {
  readonly xid: string
  readonly id: string
}

export const feedStart: FeedPosition = { xid: '0', id: '0' }

/** A record that changed, as the feed names it. */
export interface FeedEntry {
  readonly scope: string
  readonly table: FeedTable
  readonly id: string
  readonly version: number
  readonly gone?: boolean
}

export interface FeedRow extends FeedPosition {
  readonly table: FeedTable
  readonly rowId: string
  readonly version: number
  readonly gone: boolean
}

/** Channel on which every commit that moved the feed is told: `{"xid":"…","scopes":[…]}`. */
export const movedChannel = 'moved'

const branchTables: readonly FeedTable[] = ['requests', 'schedules', 'appointments']

/** The scope of a row: requests and the appointment desk belong to their branch, all else to everybody's directory. */
export function scopeOf(table: FeedTable, row: object): string {
  return branchTables.includes(table) && 'branch' in row ? `branch:${String(row.branch)}` : 'directory'
}

/** The entry of a record as it stands now. */
export function entryOf(table: FeedTable, row: { readonly id: string; readonly version: number }): FeedEntry {
  return { scope: scopeOf(table, row), table, id: row.id, version: row.version }
}

/** Puts changed records at the head of the feed and tells the listeners when the transaction commits. */
export async function publish(trx: Db, entries: readonly FeedEntry[]): Promise<void> {
  if (entries.length === 0) return
  // One order for all writers, so that two of them never wait for each other in a circle.
  const rows = [...entries]
    .sort((a, b) => (`${a.scope} ${a.table} ${a.id}` < `${b.scope} ${b.table} ${b.id}` ? -1 : 1))
    .map(({ scope, table, id, version, gone = false }) => ({ scope, tableName: table, rowId: id, version, gone }))
  await trx
    .insertInto('feed')
    .values(rows)
    .onConflict((oc) =>
      oc.columns(['scope', 'tableName', 'rowId']).doUpdateSet((eb) => ({
        xid: sql<string>`pg_current_xact_id()`,
        id: sql<string>`nextval('feed_position')`,
        version: eb.ref('excluded.version'),
        gone: eb.ref('excluded.gone'),
      })),
    )
    .execute()
  await announce(trx, [...new Set(entries.map(({ scope }) => scope))])
}

/** Tells the listeners that desks of these scopes should ask again, when the transaction commits. */
export async function announce(trx: Db, moved: readonly string[]): Promise<void> {
  const scopes = JSON.stringify(moved)
  await sql`
    select pg_notify(${movedChannel}, json_build_object('xid', pg_current_xact_id()::text, 'scopes', ${scopes}::json)::text)
  `.execute(trx)
}

/** Whether every transaction up to this one has ended, so that a pull sees its changes. */
export async function isSettled(db: Db, xid: string): Promise<boolean> {
  const { rows } = await sql<{ settled: boolean }>`
    select ${xid}::text::xid8 < pg_snapshot_xmin(pg_current_snapshot()) as settled
  `.execute(db)
  return rows[0]?.settled ?? false
}

/** The oldest transaction that is open, and the next one that will begin: what lies between cannot be pulled yet. */
export async function findFeedBounds(db: Db): Promise<{ xmin: string; xmax: string }> {
  const { rows } = await sql<{ xmin: string; xmax: string }>`
    select pg_snapshot_xmin(s)::text as xmin, pg_snapshot_xmax(s)::text as xmax from pg_current_snapshot() as s
  `.execute(db)
  if (!rows[0]) throw new Error('The database named no snapshot.')
  return rows[0]
}

/** Changes of a scope after a position that no open transaction can still precede, in order, at most `limit`. */
export async function listFeed(db: Db, scope: string, after: FeedPosition, limit: number): Promise<FeedRow[]> {
  const { rows } = await sql<FeedRow>`
    select table_name as "table", row_id, version, gone, xid::text as xid, id::text as id
    from feed
    where scope = ${scope}
      and (xid, id) > (${after.xid}::text::xid8, ${after.id}::text::bigint)
      and xid < pg_snapshot_xmin(pg_current_snapshot())
    order by feed.xid, feed.id
    limit ${limit}
  `.execute(db)
  return rows
}

/** Rows of each table in a scope: the sum of what the feed's statements have added and taken away. */
export async function countFeed(db: Db, scope: string): Promise<Record<string, number>> {
  const { rows } = await sql<{ table: string; total: number }>`
    select table_name as "table", sum(amount)::bigint as total from feed_deltas where scope = ${scope}
    group by table_name having sum(amount) <> 0
  `.execute(db)
  return Object.fromEntries(rows.map(({ table, total }) => [table, total]))
}

/** Merges what the feed's statements have noted of their rows into one number for each scope and table. */
export async function mergeCounts(db: Db): Promise<void> {
  await sql`
    with merged as (delete from feed_deltas returning scope, table_name, amount)
    insert into feed_deltas
    select scope, table_name, sum(amount) from merged group by scope, table_name having sum(amount) <> 0
  `.execute(db)
}

/** What the feed tells of an appointment: all but the number of its place. */
export const appointmentColumns = [
  'id',
  'version',
  'number',
  'branch',
  'service',
  'counter',
  'scheduleId',
  'date',
  'time',
  'minutes',
  'state',
  'visitor',
  'origin',
  'remarks',
  'events',
  'updatedAt',
] as const

/** The rows with these ids, as they stand. */
export async function listRows(db: Db, table: FeedTable, ids: readonly string[]): Promise<FeedRecord[]> {
  if (ids.length === 0) return []
  const wanted = sql<boolean>`id = any(${ids}::text[])`
  switch (table) {
    case 'members':
      return db.selectFrom('members').selectAll().where(wanted).execute()
    case 'requests':
      return db.selectFrom('requests').selectAll().where(wanted).execute()
    case 'clerks':
      return db.selectFrom('clerks').selectAll().where(wanted).execute()
    case 'certificates':
      return db.selectFrom('certificates').selectAll().where(wanted).execute()
    case 'evidence_lists':
      return db.selectFrom('evidenceLists').selectAll().where(wanted).execute()
    case 'schedules':
      return db.selectFrom('schedules').selectAll().where(wanted).execute()
    case 'appointments':
      return db.selectFrom('appointments').select(appointmentColumns).where(wanted).execute()
    default:
      return assertNever(table)
  }
}
