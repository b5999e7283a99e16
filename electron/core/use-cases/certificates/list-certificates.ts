import { countCertificates, type ListedCertificate, listCertificateRows } from '#core/repositories/certificate-list.ts'
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

/** A page of the register's certificates, newest first, with the exact number that the filter lets through. */
export function listCertificates(
  { store, clock }: ReadContext,
  { filters, after, limit }: ParsedInput<'certificates.list'>,
): ChannelOutput<'certificates.list'> {
  const today = riyadhDateOf(clock.now())
  return store.snapshot(() => {
    const found = listCertificateRows(store, filters, today, after, limit + 1)
    const shown = found.slice(0, limit)
    return {
      rows: shown.map((listed) => toCertificateRow(listed, today)),
      total: countCertificates(store, filters, today),
      after: found.length > shown.length ? (shown.at(-1)?.sortKey ?? null) : null,
      today,
    }
  })
}
