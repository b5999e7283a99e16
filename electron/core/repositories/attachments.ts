import { query } from '#core/db/compile.ts'
import type { Store } from '#core/db/store.ts'
import type { DocumentType } from '#shared/domain/documents.ts'

/** A document of this desk that goes up with a command. Its bytes lie among the documents. */
export interface KeptAttachment {
  readonly hash: string
  readonly requestId: string
  /** Who attached it. */
  readonly clerkId: string
  readonly mediaType: DocumentType
  readonly size: number
  /** Bytes that the authority said it has. */
  readonly sent: number
  /** Whether the authority has the whole and has checked it. */
  readonly acknowledged: boolean
}

interface Row {
  hash: string
  request_id: string
  clerk_id: string
  media_type: string
  size: number
  sent: number
  acknowledged_at: string | null
}

const toKept = (row: Row): KeptAttachment => ({
  hash: row.hash,
  requestId: row.request_id,
  clerkId: row.clerk_id,
  mediaType: row.media_type as DocumentType,
  size: row.size,
  sent: row.sent,
  acknowledged: row.acknowledged_at !== null,
})

export function findAttachment(store: Store, hash: string): KeptAttachment | undefined {
  const row = store.find(query.selectFrom('attachments').selectAll().where('hash', '=', hash))
  return row && toKept(row)
}

/** Notes a document that a clerk attached; the same bytes are one document, however often they are attached. */
export function putAttachment(
  store: Store,
  { hash, requestId, clerkId, mediaType, size }: Omit<KeptAttachment, 'sent' | 'acknowledged'>,
  at: string,
): void {
  const place = { request_id: requestId, clerk_id: clerkId, added_at: at }
  store.run(
    query
      .insertInto('attachments')
      .values({ hash, media_type: mediaType, size, sent: 0, ...place })
      .onConflict((conflict) => conflict.column('hash').doUpdateSet(place)),
  )
}

/** Says that a command rests on these documents, in the transaction that makes it. */
export function linkAttachments(store: Store, commandId: string, hashes: readonly string[]): void {
  for (const hash of hashes) store.run(query.insertInto('command_attachments').values({ command_id: commandId, hash }))
}

/** The documents that a command rests on. */
export function listAttachmentsOf(store: Store, commandId: string): KeptAttachment[] {
  return store
    .all(
      query
        .selectFrom('command_attachments')
        .innerJoin('attachments', 'attachments.hash', 'command_attachments.hash')
        .selectAll('attachments')
        .where('command_id', '=', commandId)
        .orderBy('attachments.hash'),
    )
    .map(toKept)
}

/** Commands that rest on a document which the authority has not acknowledged. */
export function listAwaitingDocuments(store: Store): Set<string> {
  const rows = store.all(
    query
      .selectFrom('command_attachments')
      .innerJoin('attachments', 'attachments.hash', 'command_attachments.hash')
      .select('command_id')
      .distinct()
      .where('acknowledged_at', 'is', null),
  )
  return new Set(rows.map((row) => row.command_id))
}

/** Whether a command rests on a document. */
export function isNeeded(store: Store, hash: string): boolean {
  return (
    store.find(query.selectFrom('command_attachments').select('hash').where('hash', '=', hash).limit(1)) !== undefined
  )
}

/** Keeps how far the authority is with a document; `acknowledgedAt` when it has the whole. */
export function setSent(store: Store, hash: string, sent: number, acknowledgedAt: string | null): void {
  store.run(query.updateTable('attachments').set({ sent, acknowledged_at: acknowledgedAt }).where('hash', '=', hash))
}

/** The authority does not have a command's documents (any more): it is asked, and told what is missing. */
export function forgetSent(store: Store, commandId: string): void {
  for (const { hash } of listAttachmentsOf(store, commandId)) setSent(store, hash, 0, null)
}

/**
 * Whether the request that a document was attached to names it, as its evidence or as an attachment of a decision, or
 * another of the same member does. Nobody reads all requests while a clerk waits: what somebody else's names as well is
 * the authority's, and fetched again when it is wanted.
 */
function isNamed(store: Store, { hash, requestId }: KeptAttachment): boolean {
  return (
    store.findOf(
      `SELECT 1 FROM requests WHERE member_id = (SELECT member_id FROM requests WHERE id = ?) AND instr(row, ?) > 0
       LIMIT 1`,
      requestId,
      hash,
    ) !== undefined
  )
}

/** Takes away what a clerk attached and no command rests on; the bytes too, when no request of the member names them. */
export function dropAttachment(store: Store, hash: string): void {
  const kept = findAttachment(store, hash)
  if (!kept) return
  store.run(query.deleteFrom('attachments').where('hash', '=', hash))
  if (!isNamed(store, kept)) store.run(query.deleteFrom('documents').where('hash', '=', hash))
}

/**
 * Lets go of what was attached before `before` and never decided with, and of what belonged to commands that are not kept
 * any more. A document stays as long as a request of its member here names it.
 */
export function pruneAttachments(store: Store, before: string): void {
  store.transaction(() => {
    store.runOf('DELETE FROM command_attachments WHERE command_id NOT IN (SELECT id FROM outbox)')
    const rows = store.allOf<{ hash: string }>(
      `SELECT hash FROM attachments WHERE added_at < ?
         AND NOT EXISTS (SELECT 1 FROM command_attachments WHERE command_attachments.hash = attachments.hash)`,
      before,
    )
    for (const { hash } of rows) dropAttachment(store, hash)
  })
}
