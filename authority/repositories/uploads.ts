import { sql } from 'kysely'
import type { DocumentType } from '#shared/domain/documents.ts'
import type { Db } from '../db/types.ts'

/** A document that a device is handing in, without its bytes. */
export interface Upload {
  readonly size: number
  /** Bytes that are here. */
  readonly received: number
  /** By its content; null until the whole is here and checked. */
  readonly mediaType: DocumentType | null
}

/** How far a device is with a document. */
export async function findUpload(db: Db, hash: string, device: string): Promise<Upload | undefined> {
  const { rows } = await sql<Upload>`
    select size, length(bytes) as received, media_type as "mediaType" from uploads where hash = ${hash} and device = ${device}
  `.execute(db)
  return rows[0]
}

/** The same with nobody else changing it until the transaction ends. */
export async function findUploadForUpdate(trx: Db, hash: string, device: string): Promise<Upload | undefined> {
  const { rows } = await sql<Upload>`
    select size, length(bytes) as received, media_type as "mediaType" from uploads where hash = ${hash} and device = ${device} for update
  `.execute(trx)
  return rows[0]
}

/** The bytes that a device has handed in so far. */
export async function getUploadBytes(db: Db, hash: string, device: string): Promise<Uint8Array> {
  const row = await db
    .selectFrom('uploads')
    .select('bytes')
    .where('hash', '=', hash)
    .where('device', '=', device)
    .executeTakeFirstOrThrow()
  return row.bytes
}

/** Makes room for a document of a device, unless there is some. */
export async function beginUpload(trx: Db, hash: string, device: string, size: number, at: string): Promise<void> {
  await trx
    .insertInto('uploads')
    .values({ hash, device, size, bytes: new Uint8Array(), updatedAt: at })
    .onConflict((oc) => oc.doNothing())
    .execute()
}

export async function appendUpload(trx: Db, hash: string, device: string, bytes: Uint8Array, at: string) {
  await sql`
    update uploads set bytes = bytes || ${bytes}::bytea, updated_at = ${at}
    where hash = ${hash} and device = ${device}
  `.execute(trx)
}

/** Marks a document as whole and checked. */
export async function completeUpload(trx: Db, hash: string, device: string, mediaType: DocumentType): Promise<void> {
  await trx.updateTable('uploads').set({ mediaType }).where('hash', '=', hash).where('device', '=', device).execute()
}

export async function dropUpload(trx: Db, hash: string, device: string): Promise<void> {
  await trx.deleteFrom('uploads').where('hash', '=', hash).where('device', '=', device).execute()
}

/** Lets go of what no decision took since `before`. */
export async function dropUploadsBefore(trx: Db, before: string): Promise<void> {
  await trx.deleteFrom('uploads').where('updatedAt', '<', before).execute()
}

/** How many documents of a device wait here for a decision. */
export async function countUploads(db: Db, device: string): Promise<number> {
  const row = await db
    .selectFrom('uploads')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('device', '=', device)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}
