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

/** Whether rows of a table are counted as they come and go: there are too many to count them when somebody asks. */
export const isTallied = (table: string): table is 'members' | 'certificates' =>
  table === 'members' || table === 'certificates'

/** Exact number of rows of a table that is tallied. */
export const countTallied = (store: Store, table: 'members' | 'certificates'): number =>
  table === 'members' ? countMembers(store) : countKeptCertificates(store)
