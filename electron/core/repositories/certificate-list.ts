import type { Store } from '#core/db/store.ts'
import type { CertificateFilters } from '#shared/contracts/certificates.ts'
import type { Certificate } from '#shared/domain/certificates/certificate.ts'
import { allOf, type Condition, condition, countNow, textOfMemberRows } from './conditions.ts'

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

const ofNumber = (key: string, end: string) => condition('number_key >= ? AND number_key < ?', key, end)

function allConditions({ kind, state, memberId, text = '' }: CertificateFilters, today: string): Condition {
  return allOf([
    ...(kind === undefined ? [] : [condition('kind = ?', kind)]),
    ...(memberId === undefined ? [] : [condition('member_id = ?', memberId)]),
    ...(state === undefined ? [] : [stateCondition(state, today)]),
    ...(text.trim() === '' ? [] : [textOfMemberRows(text.trim(), ofNumber)]),
  ])
}

/** A listed certificate with its place in the order. */
export interface ListedCertificate {
  readonly certificate: Certificate
  readonly pending: boolean
  readonly sortKey: string
}

/** The statement of a page of the list; exported for the test of its plan. */
export function certificateStatement(filters: CertificateFilters, today: string, after: string | undefined) {
  const where = allConditions(filters, today)
  return {
    sql: `SELECT row, pending, sort_key FROM certificates_now WHERE ${where.sql}
      ${after === undefined ? '' : 'AND sort_key > ?'} ORDER BY sort_key LIMIT ?`,
    values: after === undefined ? where.values : [...where.values, after],
  }
}

/** A page of certificates with their pending commands, newest first, behind `after`. `today`: the day in Riyadh. */
export function listCertificateRows(
  store: Store,
  filters: CertificateFilters,
  today: string,
  after: string | undefined,
  limit: number,
): ListedCertificate[] {
  const { sql, values } = certificateStatement(filters, today, after)
  return store.allOf<{ row: string; pending: number; sort_key: string }>(sql, ...values, limit).map((row) => ({
    certificate: JSON.parse(row.row) as Certificate,
    pending: row.pending === 1,
    sortKey: row.sort_key,
  }))
}

/** Exact number of certificates that a filter lets through. */
export function countCertificates(store: Store, filters: CertificateFilters, today: string): number {
  return countNow(store, 'certificates', allConditions(filters, today))
}
