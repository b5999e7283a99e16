import { query } from '#core/db/compile.ts'
import type { Store } from '#core/db/store.ts'
import type { CertificateColumns } from '#core/db/tables.ts'
import type { Certificate } from '#shared/domain/certificates/certificate.ts'
import { numberKey } from '#shared/domain/number-key.ts'
import { putRow, removeRow } from './put-row.ts'

/** Puts a pulled certificate in place; whether anything changed. `row`: the text as it came. */
export function putCertificate(store: Store, certificate: Certificate, row: string, generation: number): boolean {
  const columns: CertificateColumns = {
    id: certificate.id,
    version: certificate.version,
    generation,
    number: certificate.number,
    number_key: numberKey(certificate.number),
    kind: certificate.kind,
    state: certificate.state,
    member_id: certificate.memberId,
    expires_on: certificate.expiresOn,
    awaiting_second: certificate.proposal === null ? 0 : 1,
    // Newest first: days count down from far away.
    sort_key: `${descending(certificate.issuedOn)}|${certificate.number}|${certificate.id}`,
    row,
  }
  return putRow(store, 'certificates', columns)
}

/** A day as a text that sorts the other way round. */
function descending(date: string): string {
  return date.replace(/\d/g, (digit) => String(9 - Number(digit)))
}

export function removeCertificate(store: Store, id: string): boolean {
  return removeRow(store, 'certificates', id)
}

/** A certificate as the authority last said. */
export function findCertificate(store: Store, id: string): Certificate | undefined {
  const row = store.find(query.selectFrom('certificates').select('row').where('id', '=', id))
  return row && (JSON.parse(row.row) as Certificate)
}
