import type { Store } from '#core/db/store.ts'
import { listAttachmentsOf } from '#core/repositories/attachments.ts'
import { findDocument } from '#core/repositories/documents.ts'
import { getStoredCommand, listUnreceipted } from '#core/repositories/outbox.ts'
import { findSetting } from '#core/repositories/settings.ts'
import { isoInstant } from '#shared/kernel/ports.ts'

/** The authority takes 16 MB; base64 makes four of three. */
const mostDocumentBytes = 10 * 1024 * 1024

/**
 * Everything of this desk that the authority has not acknowledged, as JSON: the signed commands in their order, and the
 * documents that they rest on (in base64) until there is no more room; the others by their hash.
 */
export function collectOutbox(store: Store, now: number): Uint8Array<ArrayBuffer> {
  let room = mostDocumentBytes
  const documents: Record<string, string | null> = {}
  const commands = listUnreceipted(store).map(({ id, state, decided }) => {
    const hashes = listAttachmentsOf(store, id).map(({ hash }) => hash)
    for (const hash of hashes) {
      if (hash in documents) continue
      const bytes = findDocument(store, hash)
      const fits = bytes !== undefined && bytes.byteLength <= room
      if (fits) room -= bytes.byteLength
      documents[hash] = fits ? Buffer.from(bytes).toString('base64') : null
    }
    return { state, command: getStoredCommand(store, id), decided, documents: hashes }
  })
  const content = { version: 1, device: findSetting(store, 'device') ?? null, at: isoInstant(now), commands, documents }
  return new TextEncoder().encode(JSON.stringify(content))
}
