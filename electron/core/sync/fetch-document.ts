import { isContentOf, putDocument } from '#core/repositories/documents.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { Sessions } from './sessions.ts'
import type { SyncContext } from './sync-context.ts'

/**
 * Fetches a document for a clerk, checks it against its hash and keeps it.
 *
 * @throws AppError `documents/not-here` without a line, `documents/damaged` when the bytes are not what was asked for.
 */
export async function fetchDocument(
  { store, client, clock }: SyncContext,
  sessions: Sessions,
  clerkId: string,
  hash: string,
): Promise<Uint8Array> {
  const bytes = await sessions
    .with(clerkId, (token) => client.getDocument(token, hash))
    .catch((thrown: unknown) => {
      if (thrown instanceof AppError && thrown.code === 'sync/offline')
        throw new AppError('documents/not-here', {}, { cause: thrown })
      throw thrown
    })
  if (!isContentOf(hash, bytes)) throw new AppError('documents/damaged')
  putDocument(store, hash, bytes, isoInstant(clock.now()))
  return bytes
}
