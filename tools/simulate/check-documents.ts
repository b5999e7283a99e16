import { createHash } from 'node:crypto'
import type { Db } from '#authority/db/types.ts'
import { findDocument } from '#core/repositories/documents.ts'
import type { Complain } from './check-desk.ts'
import type { SimDesk } from './sim-desk.ts'

interface Named {
  readonly id: string
  readonly subject_id: string
  readonly state: string
  readonly hash: string
}

/** The documents that commands of a desk rest on. */
function listNamed(desk: SimDesk): Named[] {
  return desk.store.allOf<Named>(
    `SELECT outbox.id, subject_id, state, hash FROM command_attachments JOIN outbox ON outbox.id = command_id
     ORDER BY position, hash`,
  )
}

const isWhole = (hash: string, bytes: Uint8Array | undefined): boolean =>
  bytes !== undefined && createHash('sha256').update(bytes).digest('hex') === hash

/** What a command rests on that has no receipt is here, whole. */
export function checkHandedIn(desk: SimDesk, complain: Complain): void {
  for (const { id, state, hash } of listNamed(desk)) {
    if (state === 'applied' || state === 'settled' || state === 'withdrawn') continue
    if (!isWhole(hash, findDocument(desk.store, hash)))
      complain(`${desk.name} lost document ${hash} of ${id}, which is ${state}`)
  }
}

/** At rest, every document of an applied decision is at the authority, whole, with its request; no copy is another. */
export async function checkDocuments(desks: readonly SimDesk[], db: Db, complain: Complain): Promise<void> {
  const documents = await db.selectFrom('documents').select(['hash', 'bytes']).execute()
  const links = await db.selectFrom('requestDocuments').select(['hash', 'requestId']).execute()
  const there = new Map(documents.map(({ hash, bytes }) => [hash, bytes]))
  const linked = new Set(links.map(({ hash, requestId }) => `${requestId} ${hash}`))
  for (const [hash, bytes] of there) if (!isWhole(hash, bytes)) complain(`the authority has other bytes for ${hash}`)
  for (const desk of desks) {
    for (const { id, subject_id: requestId, state, hash } of listNamed(desk)) {
      if (state !== 'applied') continue
      if (!there.has(hash)) complain(`${id} is applied and its document ${hash} is not at the authority`)
      else if (!linked.has(`${requestId} ${hash}`)) complain(`${id} is applied and ${hash} is not with ${requestId}`)
    }
    for (const { hash } of desk.store.allOf<{ hash: string }>('SELECT hash FROM documents'))
      if (!isWhole(hash, findDocument(desk.store, hash))) complain(`${desk.name} has other bytes for ${hash}`)
  }
}
