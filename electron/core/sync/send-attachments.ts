import { listAttachmentsOf, setSent } from '#core/repositories/attachments.ts'
import { findDocument } from '#core/repositories/documents.ts'
import type { OutboxEntry } from '#core/repositories/outbox.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import { maxUploadChunk } from '#shared/protocol/documents.ts'
import type { Sessions } from './sessions.ts'
import type { SyncContext } from './sync-context.ts'

/** How often the two may disagree on how far they are, before that is a fault. */
const maxDisagreements = 3

async function sendDocument(
  context: SyncContext,
  sessions: Sessions,
  command: OutboxEntry,
  { hash }: { readonly hash: string },
): Promise<void> {
  const { store, client, clock, onChanged, breathe } = context
  const bytes = findDocument(store, hash)
  if (!bytes) throw new AppError('documents/not-here', { hash })
  // Not everybody at this desk may send one; who decided may.
  const speak = <T>(work: (token: string) => Promise<T>): Promise<T> =>
    sessions.speakFor(command.decided, work, command.decided.actor)
  let state = await speak((token) => client.describeUpload(token, hash))
  for (let disagreements = 0; ; ) {
    setSent(store, hash, state.offset, state.complete ? isoInstant(clock.now()) : null)
    onChanged(['outbox'])
    if (state.complete) return
    await breathe()
    const { offset } = state
    const part = { offset, length: bytes.byteLength, bytes: bytes.subarray(offset, offset + maxUploadChunk) }
    try {
      state = await speak((token) => client.sendPart(token, hash, part))
    } catch (thrown) {
      const told =
        thrown instanceof AppError && thrown.code === 'documents/offset' ? thrown.detail['offset'] : undefined
      if (typeof told !== 'number' || disagreements >= maxDisagreements) throw thrown
      disagreements += 1
      state = { offset: told, complete: false }
    }
  }
}

/**
 * Sends what the authority does not have yet of a command's documents, from where it is: it says how far that is, so a
 * broken line costs one part.
 *
 * @throws AppError `sync/offline`, `session/required`, `authority/…`, `documents/…`.
 */
export async function sendAttachments(context: SyncContext, sessions: Sessions, command: OutboxEntry): Promise<void> {
  for (const attachment of listAttachmentsOf(context.store, command.id))
    if (!attachment.acknowledged) await sendDocument(context, sessions, command, attachment)
}
