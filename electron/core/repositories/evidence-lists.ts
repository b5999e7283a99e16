import { nodeVerifierPorts } from '#core/crypto/node-verifier-ports.ts'
import { query } from '#core/db/compile.ts'
import type { Store } from '#core/db/store.ts'
import { EvidenceList } from '#shared/domain/certificates/certificate.ts'
import { acceptList } from '#shared/domain/certificates/evidence.ts'
import { trustListUri } from '#shared/domain/certificates/trust-list.ts'
import type { Change } from '#shared/protocol/pull.ts'
import { setAside, takeFromAside } from './aside.ts'
import { putRow } from './put-row.ts'
import { findSetting } from './settings.ts'

/** Where a list comes from and when. */
interface ListArrival {
  readonly scope: string
  readonly generation: number
  readonly at: string
}

/** What is written beside a list that may be trusted once the trust list, or the anchor, is here. */
const waits = 'refused: not-trusted'

function findBy(store: Store, column: 'id' | 'uri', value: string): EvidenceList | undefined {
  const row = store.find(query.selectFrom('evidence_lists').select('row').where(column, '=', value))
  return row && (JSON.parse(row.row) as EvidenceList)
}

/**
 * Puts a pulled list in place if it may take the place of the one that is here; whether anything changed. What is signed
 * counts, not the row: an older list never replaces a newer one, whatever the feed says. One that is refused is set
 * aside with the cause; one whose signer is not known yet is tried again when the trust list changes.
 */
export function putEvidenceList(store: Store, list: EvidenceList, row: string, arrival: ListArrival): boolean {
  const { id, version, kind, uri } = list
  const { generation, scope, at } = arrival
  const accepted = acceptList(
    {
      stored: findBy(store, 'id', id) ?? findBy(store, 'uri', uri) ?? null,
      arriving: list,
      anchor: findSetting(store, 'trust-anchor') ?? null,
      trustList: findBy(store, 'uri', trustListUri) ?? null,
    },
    nodeVerifierPorts,
  )
  if (!accepted.accepted) {
    const change: Change = { table: 'evidence_lists', id, version, row: JSON.parse(row) as Change['row'] }
    setAside(store, change, scope, `refused: ${accepted.reason}`, at)
    return false
  }
  const changed = putRow(store, 'evidence_lists', { id, version, generation, kind, uri, row })
  if (changed && kind === 'trust-list') retryLists(store, arrival)
  return changed
}

/** Tries the lists again that nobody could vouch for when they came. The writer calls it when the anchor is told. */
export function retryLists(store: Store, arrival: ListArrival): void {
  const rows = store.all(
    query
      .selectFrom('aside')
      .select(['row_id', 'change'])
      .where('table_name', '=', 'evidence_lists')
      .where('cause', '=', waits),
  )
  const lists = rows.map(({ change }) => EvidenceList.parse((JSON.parse(change) as Change).row))
  for (const list of lists.sort((a, b) => Number(b.kind === 'trust-list') - Number(a.kind === 'trust-list'))) {
    takeFromAside(store, 'evidence_lists', list.id)
    putEvidenceList(store, list, JSON.stringify(list), arrival)
  }
}

/** The signed lists of this desk. */
export function listEvidence(store: Store): EvidenceList[] {
  return store
    .all(query.selectFrom('evidence_lists').select('row').orderBy('uri'))
    .map(({ row }) => JSON.parse(row) as EvidenceList)
}

/** A text that changes whenever one of the lists does. */
export function evidenceStamp(store: Store): string {
  const rows = store.allOf<{ id: string; version: number; generation: number }>(
    'SELECT id, version, generation FROM evidence_lists ORDER BY id',
  )
  return JSON.stringify(rows)
}
