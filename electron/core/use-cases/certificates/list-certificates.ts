import type { Store } from '#core/db/store.ts'
import {
  type CertificatePage,
  type CertificateSelection,
  countCertificates,
  isQuicklyCounted,
  type ListedCertificate,
  listCertificatePage,
  selectCertificates,
} from '#core/repositories/certificate-list.ts'
import { finderNow, type SearchAids } from '#core/repositories/member-search.ts'
import type { CertificateRow } from '#shared/contracts/certificates.ts'
import type { ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import { riyadhDateOf } from '#shared/domain/calendar.ts'
import type { Certificate } from '#shared/domain/certificates/certificate.ts'
import type { ReadContext } from '../desk-context.ts'

/** Whether a certificate in force has seen its last day. `today`: the day in Riyadh. */
export function isExpired({ state, expiresOn }: Pick<Certificate, 'state' | 'expiresOn'>, today: string): boolean {
  return state === 'in-force' && expiresOn !== null && expiresOn < today
}

/** A certificate as a row of a list. `today`: the day in Riyadh. */
export function toCertificateRow({ certificate, pending }: ListedCertificate, today: string): CertificateRow {
  const { code: _, steps: __, proposal, ...row } = certificate
  return { ...row, expired: isExpired(certificate, today), awaitingSecond: proposal !== null, pending }
}

/**
 * A page of the register's certificates, newest first, with the exact number that the filter lets through; null for a
 * text by which so many are found that counting them would take seconds.
 */
export function listCertificates(
  { store, clock }: ReadContext,
  aids: SearchAids,
  { filters, after, limit }: ParsedInput<'certificates.list'>,
): ChannelOutput<'certificates.list'> {
  const today = riyadhDateOf(clock.now())
  return store.snapshot(() => {
    const selection = selectCertificates(store, filters, today, () => finderNow(store, aids))
    const page = listCertificatePage(store, selection, after, limit)
    return {
      rows: page.rows.map((listed) => toCertificateRow(listed, today)),
      total: totalOf(store, selection, after, page),
      after: page.after,
      today,
    }
  })
}

function totalOf(
  store: Store,
  selection: CertificateSelection,
  after: string | undefined,
  { rows, after: next }: CertificatePage,
): number | null {
  if (isQuicklyCounted(selection)) return countCertificates(store, selection)
  return after === undefined && next === null ? rows.length : null
}
