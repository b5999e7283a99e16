import { sql } from 'kysely'
import { ReferenceBook } from '#shared/domain/reference/reference-book.ts'
import type { ReferenceVersion } from '#shared/domain/reference/reference-version.ts'
import type { Db } from '../db/types.ts'
import { insertRows, rowsText } from './rows.ts'

/** Books that were read, by what they were made of: a process has one, and another when somebody publishes. */
const books = new Map<string, ReferenceBook>()
const mostBooks = 4

/** Every version, withdrawn ones too, in the order in which they were published. */
export async function listVersions(db: Db): Promise<ReferenceVersion[]> {
  return db.selectFrom('referenceVersions').selectAll().orderBy('publishedAt').orderBy('id').execute()
}

/**
 * The reference data of this register. Of what was read before, only whether it still stands is asked: rows never change,
 * and each has the transaction that wrote it.
 */
export async function readBook(db: Db): Promise<ReferenceBook> {
  const { rows } = await sql<{ mark: string | null }>`
    select string_agg(id || ' ' || version || ' ' || xmin::text, ' ' order by id) as mark from reference_versions
  `.execute(db)
  const mark = rows[0]?.mark ?? ''
  const known = books.get(mark)
  if (known) return known
  const book = new ReferenceBook(await listVersions(db))
  if (books.size >= mostBooks) books.clear()
  books.set(mark, book)
  return book
}

/** Keeps everybody else from publishing until the transaction ends. */
export async function lockReference(trx: Db): Promise<void> {
  await sql`lock table reference_versions in share row exclusive mode`.execute(trx)
}

/** Adds versions. */
export async function insertVersions(trx: Db, versions: readonly ReferenceVersion[]): Promise<void> {
  await insertRows(trx, 'referenceVersions', versions)
}

/** Marks a version as confirmed or as withdrawn, whichever it is by now; nothing else of it ever changes. */
export async function markVersion(trx: Db, version: ReferenceVersion): Promise<void> {
  const { id, version: count, confirmedAt, confirmedBy, withdrawnAt, withdrawnBy, updatedAt } = version
  await trx
    .updateTable('referenceVersions')
    .set({ version: count, confirmedAt, confirmedBy, withdrawnAt, withdrawnBy, updatedAt })
    .where('id', '=', id)
    .execute()
}

/** When a request's time ends, and what the feed needs of it. */
export interface DueRequest {
  readonly id: string
  readonly branch: string
  readonly version: number
  readonly dueAt: string
}

/** Requests whose time ends at or after an instant, which nobody else changes until the transaction ends. */
export async function listDueForUpdate(trx: Db, from: string): Promise<DueRequest[]> {
  const rows = await trx
    .selectFrom('requests')
    .select(['id', 'branch', 'version', 'dueAt'])
    .where('dueAt', '>=', from)
    .orderBy('id')
    .forUpdate()
    .execute()
  return rows.map(({ dueAt, ...row }) => ({ ...row, dueAt: dueAt ?? from }))
}

/** Gives requests another due time, each one version further. `at`: the authority's time. */
export async function moveDue(trx: Db, moved: readonly Pick<DueRequest, 'id' | 'dueAt'>[], at: string): Promise<void> {
  if (moved.length === 0) return
  await sql`
    update requests as t set due_at = r.due_at, version = t.version + 1, updated_at = ${at}
    from json_to_recordset(${rowsText(moved)}::json) as r(id text, due_at timestamptz) where t.id = r.id
  `.execute(trx)
}

/** How many requests wait for somebody. */
export async function countOpen(db: Db, states: readonly string[]): Promise<number> {
  const { count } = await db
    .selectFrom('requests')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where(sql<boolean>`state = any(${states}::text[])`)
    .executeTakeFirstOrThrow()
  return Number(count)
}
