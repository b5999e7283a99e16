import { type RawBuilder, sql } from 'kysely'
import type { OpenedValue } from '#shared/domain/audit/audit-log.ts'
import {
  type AuditFilter,
  type AuditGroup,
  type AuditReach,
  administrationGroups,
  groupPatterns,
  type PlacedEntry,
} from '#shared/domain/audit/audit-view.ts'
import type { Db } from '../db/types.ts'
import { auditColumns } from './audit-log.ts'

type PlacedRow = PlacedEntry['entry'] & { readonly seq: number }

const matches = (groups: readonly AuditGroup[]): RawBuilder<unknown> =>
  sql`a.action like any(${groups.flatMap((group) => groupPatterns[group])}::text[])`

function conditionsOf(filter: AuditFilter, reach: AuditReach): RawBuilder<unknown>[] {
  const { group, actor, subject, from, to } = filter
  const all: RawBuilder<unknown>[] = []
  if (reach.of === 'branch') all.push(sql`a.actor in (select id from clerks where branch = ${reach.branch})`)
  if (reach.of === 'administration') all.push(matches(administrationGroups))
  if (group !== undefined) all.push(matches([group]))
  if (actor !== undefined) all.push(sql`a.actor = ${actor}`)
  if (subject !== undefined) all.push(sql`a.subject = ${subject}`)
  if (from !== undefined) all.push(sql`a.at >= (${from}::date)::timestamp at time zone 'Asia/Riyadh'`)
  if (to !== undefined) all.push(sql`a.at < (${to}::date + 1)::timestamp at time zone 'Asia/Riyadh'`)
  return all
}

/** What lies behind the commitments of entries, as far as it was not erased. */
async function openAll(db: Db, rows: readonly PlacedRow[]): Promise<PlacedEntry[]> {
  const commitments = rows.flatMap(({ personal }) => Object.values(personal))
  const found = new Map<string, OpenedValue>()
  if (commitments.length > 0) {
    const opened = await db
      .selectFrom('auditPersonal')
      .select(['commitment', 'salt', 'value'])
      .where(sql<boolean>`commitment = any(${commitments}::text[])`)
      .execute()
    for (const { commitment, ...value } of opened) found.set(commitment, value)
  }
  return rows.map(({ seq, ...entry }) => {
    const opened = Object.entries(entry.personal).flatMap(([name, commitment]) => {
      const value = found.get(commitment)
      return value ? [[name, value] as const] : []
    })
    return { seq, entry, opened: Object.fromEntries(opened) }
  })
}

async function listPlaced(
  db: Db,
  { where, order, limit }: { where: readonly RawBuilder<unknown>[]; order: 'asc' | 'desc'; limit: number },
): Promise<PlacedEntry[]> {
  const columns = sql.join(auditColumns.map((column) => sql.ref(`a.${column}`)))
  const { rows } = await sql<PlacedRow>`
    select l.seq, ${columns} from audit_leaves as l join audit as a on a.id = l.audit_id
    where ${where.length === 0 ? sql`true` : sql.join(where, sql` and `)}
    order by l.seq ${sql.raw(order)} limit ${limit}
  `.execute(db)
  return openAll(db, rows)
}

/** Entries that have their place, newest first, in front of `before`. */
export function listEntries(
  db: Db,
  reach: AuditReach,
  filter: AuditFilter,
  { before, limit }: { before: number | undefined; limit: number },
): Promise<PlacedEntry[]> {
  const where = conditionsOf(filter, reach)
  if (before !== undefined) where.push(sql`l.seq < ${before}`)
  return listPlaced(db, { where, order: 'desc', limit })
}

/** Entries of the first `size`, oldest first, from `from` on. */
export function listEntriesFrom(
  db: Db,
  reach: AuditReach,
  filter: AuditFilter,
  { from, size, limit }: { from: number; size: number; limit: number },
): Promise<PlacedEntry[]> {
  const where = [...conditionsOf(filter, reach), sql`l.seq >= ${from}`, sql`l.seq < ${size}`]
  return listPlaced(db, { where, order: 'asc', limit })
}

/** One entry within reach, by its place. */
export async function findPlaced(db: Db, reach: AuditReach, seq: number): Promise<PlacedEntry | undefined> {
  const where = [...conditionsOf({}, reach), sql`l.seq = ${seq}`]
  return (await listPlaced(db, { where, order: 'asc', limit: 1 }))[0]
}
