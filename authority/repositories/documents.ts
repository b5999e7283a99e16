import type { Db } from '../db/types.ts'

/** A document's bytes under their SHA-256 in hex. */
export interface StoredDocument {
  readonly hash: string
  readonly mediaType: string
  readonly size: number
  readonly bytes: Uint8Array
}

/** The document with this hash. */
export async function findDocument(db: Db, hash: string): Promise<StoredDocument | undefined> {
  return db.selectFrom('documents').selectAll().where('hash', '=', hash).executeTakeFirst()
}

/** Whether a request of one of these branches has the document. */
export async function isInBranches(db: Db, hash: string, branches: readonly string[]): Promise<boolean> {
  if (branches.length === 0) return false
  const row = await db
    .selectFrom('requestDocuments')
    .innerJoin('requests', 'requests.id', 'requestDocuments.requestId')
    .select('requests.id')
    .where('requestDocuments.hash', '=', hash)
    .where((eb) => eb(eb.cast<string>('requests.branch', 'text'), 'in', branches))
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Keeps what a device handed in, whole and checked, under the request; nothing to do when it handed in nothing. */
export async function takeUpload(
  trx: Db,
  requestId: string,
  { hash, device }: { hash: string; device: string },
): Promise<void> {
  const upload = await trx
    .deleteFrom('uploads')
    .where('hash', '=', hash)
    .where('device', '=', device)
    .where('mediaType', 'is not', null)
    .returning(['size', 'bytes', 'mediaType'])
    .executeTakeFirst()
  if (upload?.mediaType) await attachDocuments(trx, requestId, [{ hash, ...upload, mediaType: upload.mediaType }])
}

/** Says that a document that is here belongs to a request too. */
export async function linkDocument(trx: Db, requestId: string, hash: string): Promise<void> {
  await trx
    .insertInto('requestDocuments')
    .values({ requestId, hash })
    .onConflict((oc) => oc.doNothing())
    .execute()
}

/** Keeps documents and the request that they belong to. The same bytes are kept once. */
export async function attachDocuments(db: Db, requestId: string, documents: readonly StoredDocument[]): Promise<void> {
  for (const { hash, mediaType, size, bytes } of documents) {
    const row = { hash, mediaType, size, bytes }
    await db
      .insertInto('documents')
      .values(row)
      .onConflict((oc) => oc.doNothing())
      .execute()
    await linkDocument(db, requestId, hash)
  }
}
