import { query } from '#core/db/compile.ts'
import type { Store } from '#core/db/store.ts'
import type { CertificateColumns } from '#core/db/tables.ts'
import type { Certificate } from '#shared/domain/certificates/certificate.ts'
import { numberKey } from '#shared/domain/number-key.ts'
import { putNewRow, putRow, removeRow } from './put-row.ts'

/** A day as a text that sorts the other way round. */
function descending(date: string): string {
  let turned = ''
  for (let at = 0; at < date.length; at += 1) {
    const code = date.charCodeAt(at)
    turned += code >= 48 && code <= 57 ? String.fromCharCode(105 - code) : date.charAt(at)
  }
  return turned
}

/** What lists filter and sort by: newest first, then the number. `row`: the text as it came. */
export function certificateColumns(certificate: Certificate, row: string): CertificateColumns {
  return {
    id: certificate.id,
    version: certificate.version,
    number: certificate.number,
    number_key: numberKey(certificate.number),
    kind: certificate.kind,
    state: certificate.state,
    member_id: certificate.memberId,
    expires_on: certificate.expiresOn,
    awaiting_second: certificate.proposal === null ? 0 : 1,
    sort_key: `${descending(certificate.issuedOn)}|${certificate.number}|${certificate.id}`,
    row,
  }
}

/** Puts a pulled certificate in place; whether anything changed. `row`: the text as it came. */
export function putCertificate(store: Store, certificate: Certificate, row: string, generation: number): boolean {
  return putCertificateForm(store, certificateColumns(certificate, row), generation)
}

/** `putCertificate` for one that was put into form. */
export function putCertificateForm(store: Store, form: CertificateColumns, generation: number): boolean {
  return putRow(store, 'certificates', { ...form, generation })
}

/** `putCertificateForm` for one that is likely new. */
export function putNewCertificate(store: Store, form: CertificateColumns, generation: number): boolean {
  return putNewRow(store, 'certificates', { ...form, generation })
}

export function removeCertificate(store: Store, id: string): boolean {
  return removeRow(store, 'certificates', id)
}

/** A certificate as the authority last said. */
export function findCertificate(store: Store, id: string): Certificate | undefined {
  const row = store.findOf<{ row: string }>('SELECT row FROM certificates WHERE id = ?', id)
  return row && (JSON.parse(row.row) as Certificate)
}

/** The certificate with this number, with or without its dashes and in any digits, as the authority last said. */
export function findCertificateByNumber(store: Store, number: string): Certificate | undefined {
  const key = numberKey(number)
  if (key === '') return undefined
  const row = store.find(
    query.selectFrom('certificates').select('row').where('number_key', '=', key).orderBy('sort_key').limit(1),
  )
  return row && (JSON.parse(row.row) as Certificate)
}
