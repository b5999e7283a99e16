import { query } from '#core/db/compile.ts'
import type { Store } from '#core/db/store.ts'
import type { EvidenceList } from '#shared/domain/certificates/certificate.ts'
import { putRow, removeRow } from './put-row.ts'

/** Puts a pulled list in place; whether anything changed. */
export function putEvidenceList(store: Store, list: EvidenceList, row: string, generation: number): boolean {
  const { id, version, kind, uri } = list
  return putRow(store, 'evidence_lists', { id, version, generation, kind, uri, row })
}

export function removeEvidenceList(store: Store, id: string): boolean {
  return removeRow(store, 'evidence_lists', id)
}

/** The list with this URI as the authority last said. */
export function findEvidenceList(store: Store, uri: string): EvidenceList | undefined {
  const row = store.find(query.selectFrom('evidence_lists').select('row').where('uri', '=', uri))
  return row && (JSON.parse(row.row) as EvidenceList)
}
