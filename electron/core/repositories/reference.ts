import { query } from '#core/db/compile.ts'
import type { Store } from '#core/db/store.ts'
import { riyadhDateOf } from '#shared/domain/calendar.ts'
import { ReferenceBook } from '#shared/domain/reference/reference-book.ts'
import { ReferenceKind } from '#shared/domain/reference/reference-rows.ts'
import type { ReferenceVersion } from '#shared/domain/reference/reference-version.ts'
import { type CodeName, namesOfRanks } from '#shared/domain/reference/register-codes.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { putRow, removeRow } from './put-row.ts'

/** Puts a pulled version in place; whether anything changed. */
export function putReferenceVersion(store: Store, pulled: ReferenceVersion, row: string, generation: number): boolean {
  const { id, version } = pulled
  return putRow(store, 'reference_versions', { id, version, generation, row })
}

export function removeReferenceVersion(store: Store, id: string): boolean {
  return removeRow(store, 'reference_versions', id)
}

/** What rows do not say that were pulled before there were proposals: one person had published them. */
const alone = { proposalHash: null, confirmedAt: null, confirmedBy: null }

/** Every version that is here, withdrawn ones and proposals too, in the order of their ids. */
export function listReferenceVersions(store: Store): ReferenceVersion[] {
  return store
    .all(query.selectFrom('reference_versions').select('row').orderBy('id'))
    .map(({ row }) => ({ ...alone, ...(JSON.parse(row) as ReferenceVersion) }))
}

const books = new WeakMap<Store, { readonly mark: string; readonly book: ReferenceBook }>()

/** The reference data as this desk knows it. Read once, and again when a pull has brought another version. */
export function referenceBook(store: Store): ReferenceBook {
  const found = store.findOf<{ mark: string | null }>(
    `SELECT group_concat(id || ' ' || version || ' ' || generation, ',') AS mark
     FROM (SELECT id, version, generation FROM reference_versions ORDER BY id)`,
  )
  const mark = found?.mark ?? ''
  const known = books.get(store)
  if (known?.mark === mark) return known.book
  const book = new ReferenceBook(listReferenceVersions(store))
  books.set(store, { mark, book })
  return book
}

/** Names of ranks as they are in force at a moment, in milliseconds. */
export function ranksOn(store: Store, now: number): Readonly<Record<string, CodeName>> {
  return namesOfRanks(referenceBook(store).inForce('ranks', riyadhDateOf(now)))
}

/** A version by its id, withdrawn ones too. @throws AppError `record/not-found`. */
export function findReference(store: Store, id: string): ReferenceVersion {
  const book = referenceBook(store)
  const standing = ReferenceKind.options.flatMap((kind) => book.versionsOf(kind))
  const found = [...standing, ...listReferenceVersions(store)].find((version) => version.id === id)
  if (!found) throw new AppError('record/not-found')
  return found
}
