import { createHash } from 'node:crypto'
import { query } from '#core/db/compile.ts'
import type { Store } from '#core/db/store.ts'

/** Whether bytes are what their address says. */
export function isContentOf(hash: string, bytes: Uint8Array): boolean {
  return createHash('sha256').update(bytes).digest('hex') === hash
}

export function findDocument(store: Store, hash: string): Uint8Array<ArrayBuffer> | undefined {
  const row = store.find(query.selectFrom('documents').select('bytes').where('hash', '=', hash))
  return row && new Uint8Array(row.bytes)
}

/** Which of these documents are here. */
export function listKept(store: Store, hashes: readonly string[]): Set<string> {
  if (hashes.length === 0) return new Set()
  const rows = store.all(query.selectFrom('documents').select('hash').where('hash', 'in', hashes))
  return new Set(rows.map((row) => row.hash))
}

/** Keeps a document under the hash of its bytes, which the caller has checked. */
export function putDocument(store: Store, hash: string, bytes: Uint8Array, at: string): void {
  store.run(
    query
      .insertInto('documents')
      .values({ hash, bytes, kept_at: at })
      .onConflict((conflict) => conflict.column('hash').doNothing()),
  )
}

/** Lets go of documents that no request here names any more and no command of this desk rests on. */
export function dropUnnamedDocuments(store: Store): void {
  store.runOf(
    `DELETE FROM documents WHERE NOT EXISTS (SELECT 1 FROM attachments WHERE attachments.hash = documents.hash)
       AND NOT EXISTS (SELECT 1 FROM requests WHERE instr(requests.row, documents.hash) > 0)`,
  )
  store.runOf(
    'DELETE FROM document_parts WHERE NOT EXISTS (SELECT 1 FROM requests WHERE instr(requests.row, document_parts.hash) > 0)',
  )
}

/** How many bytes of a document have come so far. */
export function countParts(store: Store, hash: string): number {
  const row = store.findOf<{ size: number | null }>(
    'SELECT sum(length(bytes)) AS size FROM document_parts WHERE hash = ?',
    hash,
  )
  return row?.size ?? 0
}

/** Keeps the next part of a document that is on its way down. */
export function putPart(store: Store, hash: string, position: number, bytes: Uint8Array): void {
  store.run(query.insertInto('document_parts').values({ hash, position, bytes }))
}

/** The parts that have come, joined. */
export function joinParts(store: Store, hash: string): Uint8Array {
  const rows = store.all(
    query.selectFrom('document_parts').select('bytes').where('hash', '=', hash).orderBy('position'),
  )
  return Buffer.concat(rows.map((row) => row.bytes))
}

export function dropParts(store: Store, hash: string): void {
  store.run(query.deleteFrom('document_parts').where('hash', '=', hash))
}
