import type { Store } from '#core/db/store.ts'
import { allOf, type Condition } from './conditions.ts'

/** Exact number of members on this desk, without reading them. */
export function countMembers(store: Store): number {
  return store.findOf<{ count: number }>('SELECT count FROM member_tally')?.count ?? 0
}

/**
 * Exact number of certificates as the authority last said, without reading them.
 *
 * @param where on `state`, `kind`, `awaiting_second` and `expires_on` alone; all of them when left out.
 */
export function countKeptCertificates(store: Store, where: Condition = allOf([])): number {
  const row = store.findOf<{ count: number | null }>(
    `SELECT sum(count) AS count FROM certificates_counted WHERE ${where.sql}`,
    ...where.values,
  )
  return row?.count ?? 0
}

/** Exact number of rows of a table: of members and certificates, of whom there are millions, by their tallies. */
export function countTable(store: Store, table: string): number {
  if (table === 'members') return countMembers(store)
  if (table === 'certificates') return countKeptCertificates(store)
  return store.findOf<{ count: number }>(`SELECT count(*) AS count FROM ${table}`)?.count ?? 0
}
