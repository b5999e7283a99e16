import type { Store } from '#core/db/store.ts'
import type { CertificateFilters } from '#shared/contracts/certificates.ts'
import type { Certificate } from '#shared/domain/certificates/certificate.ts'
import { allOf, type Condition, condition, countNow, countTo } from './conditions.ts'
import { isInOrder } from './index-upkeep.ts'
import type { MemberFinder } from './member-search.ts'
import { everyRow, textOfMemberRows } from './member-text.ts'
import { countKeptCertificates } from './tallies.ts'

/**
 * Every certificate is of exactly one of in force, expired, suspended and revoked: one in force ends with its last day.
 * Awaiting a second person goes across them. `today`: the day in Riyadh.
 */
function stateCondition(state: NonNullable<CertificateFilters['state']>, today: string): Condition {
  switch (state) {
    case 'awaiting-second':
      return condition('awaiting_second = 1')
    case 'expired':
      return condition("state = 'in-force' AND expires_on < ?", today)
    case 'in-force':
      return condition("state = 'in-force' AND (expires_on IS NULL OR expires_on >= ?)", today)
    default:
      return condition('state = ?', state)
  }
}

const ownNumbers = (store: Store) => ({
  ofNumber(key: string, end: string, isWide: boolean) {
    const column = isWide ? '+number_key' : 'number_key'
    return condition(`${column} >= ? AND ${column} < ?`, key, end)
  },
  countTo: (key: string, end: string, most: number) =>
    countTo(store, 'SELECT 1 FROM certificates WHERE number_key >= ? AND number_key < ?', [key, end], most),
})

/** What filters select; how its rows are had and counted. */
export interface CertificateSelection {
  readonly where: Condition
  /** The same by what tallies hold; undefined when it asks for more than that. */
  readonly tallied: Condition | undefined
  readonly isNone: boolean
  /** Few enough to be read and sorted; otherwise rows are read in the order of the list. */
  readonly isFew: boolean
  /** Whether its rows have an order of their own, which is there during a first fill as well. */
  readonly hasOwnOrder: boolean
}

/** What filters select. @param today the day in Riyadh. @param finder of members, for a text; used within its snapshot. */
export function selectCertificates(
  store: Store,
  { kind, state, memberId, text = '' }: CertificateFilters,
  today: string,
  finder: () => MemberFinder,
): CertificateSelection {
  const facets = allOf([
    ...(kind === undefined ? [] : [condition('kind = ?', kind)]),
    ...(state === undefined ? [] : [stateCondition(state, today)]),
  ])
  if (memberId === undefined && text.trim() === '')
    return { where: facets, tallied: facets, isNone: false, isFew: false, hasOwnOrder: state === 'awaiting-second' }
  const found = text.trim() === '' ? everyRow : textOfMemberRows(store, finder(), text.trim(), ownNumbers(store))
  const ofMember = memberId === undefined ? [] : [condition('member_id = ?', memberId)]
  return {
    where: allOf([...ofMember, facets, found.where]),
    tallied: undefined,
    isNone: found.isNone,
    isFew: memberId !== undefined || !found.isWide,
    hasOwnOrder: false,
  }
}

/** A listed certificate with its place in the order. */
export interface ListedCertificate {
  readonly certificate: Certificate
  readonly pending: boolean
  /** Behind which the list goes on. */
  readonly sortKey: string
}

/** A page of a list: its rows, and behind what it goes on; null at its end. */
export interface CertificatePage {
  readonly rows: ListedCertificate[]
  readonly after: string | null
}

/**
 * The statement of a page in the order of the list; exported for the test of its plan. What is few is found by its own
 * indexes and sorted: the sign keeps SQLite from walking through the whole order for it.
 */
export function certificateStatement({ where, isFew }: CertificateSelection, after: string | undefined) {
  return {
    sql: `SELECT row, pending, sort_key AS sortKey FROM certificates_now WHERE ${where.sql}
      ${after === undefined ? '' : 'AND sort_key > ?'} ORDER BY ${isFew ? '+' : ''}sort_key LIMIT ?`,
    values: after === undefined ? where.values : [...where.values, after],
  }
}

/** Certificates that are looked through for a page while they have no order yet: some hundredths of a second. */
const mostLookedThrough = 5000
/** What the place in a list by numbers begins with; a sort key begins with a day. */
const byNumber = '#'

/** The statement of a page by numbers, the highest first; exported for the test of its plan. */
export const numberStatement = ({ where }: CertificateSelection, before: string, from: string) => ({
  sql: `SELECT row, pending, number_key AS sortKey FROM certificates_now
    WHERE number_key < ? AND number_key >= ? AND ${where.sql} ORDER BY number_key DESC LIMIT ?`,
  values: [before, from, ...where.values],
})

/**
 * A page by numbers while a first fill has not made the order yet: only so many rows are looked through, so it may hold
 * fewer than are asked for, though more follow.
 */
function pageByNumber(store: Store, selection: CertificateSelection, before: string, limit: number): CertificatePage {
  const last = store.findOf<{ key: string }>(
    'SELECT number_key AS key FROM certificates WHERE number_key < ? ORDER BY number_key DESC LIMIT 1 OFFSET ?',
    before,
    mostLookedThrough,
  )
  const { sql, values } = numberStatement(selection, before, last?.key ?? '')
  const rows = store
    .allOf<StoredRow>(sql, ...values, limit + 1)
    .map((row) => toListed({ ...row, sortKey: `${byNumber}${row.sortKey}` }))
  const shown = rows.slice(0, limit)
  if (rows.length > limit) return { rows: shown, after: shown.at(-1)?.sortKey ?? null }
  return { rows: shown, after: last ? `${byNumber}${last.key}` : null }
}

interface StoredRow {
  readonly row: string
  readonly pending: number
  readonly sortKey: string
}

const toListed = ({ row, pending, sortKey }: StoredRow): ListedCertificate => ({
  certificate: JSON.parse(row) as Certificate,
  pending: pending === 1,
  sortKey,
})

/** A page of what is selected with its pending commands, newest first, behind `after`. */
export function listCertificatePage(
  store: Store,
  selection: CertificateSelection,
  after: string | undefined,
  limit: number,
): CertificatePage {
  if (selection.isNone) return { rows: [], after: null }
  // A list goes on as it began: what a text finds may be few by now, and the order may be there.
  if (after?.startsWith(byNumber)) return pageByNumber(store, selection, after.slice(1), limit)
  if (!selection.isFew && !selection.hasOwnOrder && !isInOrder(store))
    return after === undefined ? pageByNumber(store, selection, '\uffff', limit) : { rows: [], after: null }
  const { sql, values } = certificateStatement(selection, after)
  const rows = store.allOf<StoredRow>(sql, ...values, limit + 1)
  const shown = rows.slice(0, limit).map(toListed)
  return { rows: shown, after: rows.length > limit ? (shown.at(-1)?.sortKey ?? null) : null }
}

/** Exact number of the certificates that are selected. Where they are neither few nor tallied, each is looked at. */
export function countCertificates(store: Store, { where, tallied, isNone }: CertificateSelection): number {
  if (isNone) return 0
  if (!tallied) return countNow(store, 'certificates', where)
  const differ = store.findOf<{ count: number }>(
    `SELECT (SELECT count(*) FROM pending_certificates WHERE ${where.sql}) - (SELECT count(*) FROM certificates
       WHERE id IN (SELECT id FROM pending_certificates) AND ${where.sql}) AS count`,
    ...where.values,
    ...where.values,
  )
  return countKeptCertificates(store, tallied) + (differ?.count ?? 0)
}

/** Whether `countCertificates` answers at once. */
export const isQuicklyCounted = ({ tallied, isFew }: CertificateSelection): boolean => isFew || tallied !== undefined
