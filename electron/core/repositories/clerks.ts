import { query } from '#core/db/compile.ts'
import type { Store } from '#core/db/store.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { findSetting } from './settings.ts'

/** A person of the authority, by the pulled row, else as they were known at the first contact. */
export function findClerk(store: Store, id: string): Clerk | undefined {
  const row = store.findOf<{ row: string }>('SELECT row FROM clerks WHERE id = ?', id)
  if (row) return JSON.parse(row.row) as Clerk
  const known = findSetting(store, 'own-clerks') ?? findSetting(store, 'demo-clerks')
  return known?.find((clerk) => clerk.id === id)
}

/** Everybody whose row is here, by branch and id. */
export function listClerkRows(store: Store): Clerk[] {
  return store
    .all(query.selectFrom('clerks').select('row'))
    .map(({ row }) => JSON.parse(row) as Clerk)
    .sort((a, b) => (`${a.branch} ${a.id}` < `${b.branch} ${b.id}` ? -1 : 1))
}

/** Names by id, of those that are known. */
export function findClerkNames(
  store: Store,
  ids: Iterable<string>,
): Record<string, { nameAr: string; nameEn: string }> {
  const names: Record<string, { nameAr: string; nameEn: string }> = {}
  for (const id of new Set(ids)) {
    const clerk = findClerk(store, id)
    if (clerk) names[id] = { nameAr: clerk.nameAr, nameEn: clerk.nameEn }
  }
  return names
}

/** Puts a pulled clerk in place, unless a newer one is there. Answers whether anything changed. */
export function putClerk(store: Store, clerk: Clerk, row: string, generation: number): boolean {
  return (
    store.runOf(
      `INSERT INTO clerks (id, version, generation, row) VALUES (?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET version = excluded.version, generation = excluded.generation, row = excluded.row
       WHERE clerks.generation < excluded.generation OR clerks.version < excluded.version`,
      clerk.id,
      clerk.version,
      generation,
      row,
    ) > 0
  )
}

export function removeClerk(store: Store, id: string): boolean {
  return store.run(query.deleteFrom('clerks').where('id', '=', id)) > 0
}
