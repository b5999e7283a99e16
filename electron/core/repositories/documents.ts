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

/** How many requests are looked through together for the documents that they name. */
const glance = 32
/** A document weighs as much as so many rows. */
const weight = 64
const restedOnByNone = 'NOT EXISTS (SELECT 1 FROM attachments WHERE attachments.hash = documents.hash)'
/** An address of a document, as rows have it. */
const address = /"([0-9a-f]{64})"/g

/**
 * Documents, and parts of them, that no request here names when those of a branch do not count, and no command of this
 * desk rests on: what clerks had opened of a scope that is no longer theirs. They go in as many slices as the caller
 * likes, before the rows do: whatever stops it, rows are left that say that it is to be done again.
 */
export class UnnamedDocuments {
  readonly #without: string | null
  readonly #named = new Set<string>()
  /** The last request that was looked through; null when all were. */
  #at: string | null = ''
  /** How much is gone, in rows. */
  gone = 0

  /** @param scope `branch:…`, of which the requests do not count; those of every branch do for another scope. */
  constructor(scope: string) {
    this.#without = scope.startsWith('branch:') ? scope.slice('branch:'.length) : null
  }

  /**
   * Looks through requests and takes documents away until `isEnough`, in the caller's transaction.
   *
   * @returns whether all are gone.
   */
  take(store: Store, isEnough: () => boolean): boolean {
    while (this.#at !== null) {
      if (!hasDocuments(store)) return true
      this.#at = this.#readNames(store, this.#at)
      if (isEnough()) return false
    }
    for (const hash of listUnrested(store)) {
      if (this.#named.has(hash)) continue
      store.runOf(`DELETE FROM documents WHERE hash = ? AND ${restedOnByNone}`, hash)
      dropParts(store, hash)
      this.gone += weight
      if (isEnough()) return false
    }
    return true
  }

  #readNames(store: Store, at: string): string | null {
    const rows = store.allOf<{ id: string; branch: string; row: string }>(
      `SELECT id, branch, row FROM requests WHERE id > ? ORDER BY id LIMIT ${glance}`,
      at,
    )
    for (const { branch, row } of rows)
      if (branch !== this.#without) for (const [, hash = ''] of row.matchAll(address)) this.#named.add(hash)
    return rows.at(-1)?.id ?? null
  }
}

function hasDocuments(store: Store): boolean {
  return store.findOf('SELECT 1 FROM documents UNION ALL SELECT 1 FROM document_parts LIMIT 1') !== undefined
}

/** Hashes of what is here, whole and without a command of this desk that rests on it, or in parts. */
function listUnrested(store: Store): string[] {
  return store.columnOf<string>(
    `SELECT hash FROM documents WHERE ${restedOnByNone} UNION SELECT hash FROM document_parts`,
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
