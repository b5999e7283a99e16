import { countParts, dropParts, isContentOf, joinParts, putDocument, putPart } from '#core/repositories/documents.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { Sessions } from './sessions.ts'
import type { SyncContext } from './sync-context.ts'

/** Bytes that are gathered before they are written down. */
const partBytes = 128 * 1024

/** What is on its way now: whoever asks for the same document waits for it. */
const running = new WeakMap<SyncContext, Map<string, Promise<Uint8Array>>>()

/** Fetches what is missing of a document. What came is kept, however it ends. */
async function fetchRest(
  { store, client }: SyncContext,
  sessions: Sessions,
  clerkId: string,
  hash: string,
): Promise<void> {
  let position = countParts(store, hash)
  let gathered: Uint8Array[] = []
  const flush = (): void => {
    const bytes = Buffer.concat(gathered)
    gathered = []
    if (bytes.byteLength === 0) return
    store.cheapTransaction(() => putPart(store, hash, position, bytes))
    position += bytes.byteLength
  }
  try {
    await sessions.with(clerkId, (token) =>
      client.getDocument(token, hash, position, {
        onStart: (from) => {
          // The whole comes after all.
          if (from !== position) dropParts(store, hash)
          position = from
        },
        onBytes: (bytes) => {
          gathered.push(bytes)
          if (gathered.reduce((sum, { byteLength }) => sum + byteLength, 0) >= partBytes) flush()
        },
      }),
    )
  } finally {
    flush()
  }
}

async function fetchWhole(
  context: SyncContext,
  sessions: Sessions,
  clerkId: string,
  hash: string,
): Promise<Uint8Array> {
  const { store, clock } = context
  // What was kept from before may be what is wrong: then it is fetched from its beginning, once.
  for (let fresh = countParts(store, hash) === 0; ; fresh = true) {
    await fetchRest(context, sessions, clerkId, hash)
    const bytes = joinParts(store, hash)
    const whole = isContentOf(hash, bytes)
    store.transaction(() => {
      dropParts(store, hash)
      if (whole) putDocument(store, hash, bytes, isoInstant(clock.now()))
    })
    if (whole) return bytes
    if (fresh) throw new AppError('documents/damaged')
  }
}

/**
 * Fetches a document for a clerk, checks it against its hash and keeps it. What a broken line left of it is not fetched
 * again.
 *
 * @throws AppError `documents/not-here` without a line, `documents/damaged` when the bytes are not what was asked for.
 */
export function fetchDocument(
  context: SyncContext,
  sessions: Sessions,
  clerkId: string,
  hash: string,
): Promise<Uint8Array> {
  const ours = running.get(context) ?? new Map<string, Promise<Uint8Array>>()
  running.set(context, ours)
  const known = ours.get(hash)
  if (known) return known
  const started = fetchWhole(context, sessions, clerkId, hash)
    .catch((thrown: unknown) => {
      if (thrown instanceof AppError && thrown.code === 'sync/offline')
        throw new AppError('documents/not-here', {}, { cause: thrown })
      throw thrown
    })
    .finally(() => ours.delete(hash))
  ours.set(hash, started)
  return started
}
