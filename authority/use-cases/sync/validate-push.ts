import { AppError } from '#shared/kernel/errors.ts'
import type { Command, Deferral } from '#shared/protocol/command.ts'
import { signedText } from '#shared/protocol/command.ts'
import type { PushItem } from '#shared/protocol/push.ts'
import type { Db } from '../../db/types.ts'
import { listNextSeq, listStored, type StoredCommand } from '../../repositories/commands.ts'
import { listKeys } from '../../repositories/device-keys.ts'
import { inSnapshot } from '../../repositories/transaction.ts'
import { isSignedBy, sha256 } from './check-signature.ts'

/** A command of a kind that this authority does not know. */
type Stranger = Omit<Deferral, 'kind'> & { readonly kind: 'strange' }

/** A pushed item with what identifies it. */
export interface Pushed {
  readonly envelope: Command | Deferral | Stranger
  /** What was signed. */
  readonly text: string
  /** SHA-256 of the signed text: the body that this id stands for. */
  readonly bodyHash: string
}

/** What a stored command and a pushed item with the same id or place are to each other. */
export function compare(stored: StoredCommand, { envelope, bodyHash }: Pushed): 'same' | 'fulfils' | 'mismatch' {
  const samePlace =
    stored.id === envelope.id &&
    stored.device === envelope.device &&
    stored.actor === envelope.actor &&
    stored.seq === envelope.seq
  if (!samePlace) return 'mismatch'
  // A deferral of something that had arrived asks for its receipt; so does the very same body.
  if (envelope.kind === 'deferred' || stored.bodyHash === bodyHash) return 'same'
  return stored.state === 'deferred' ? 'fulfils' : 'mismatch'
}

function placeOf({ envelope: { device, actor, seq } }: Pushed): string {
  return `${device}\n${actor}\n${seq}`
}

/** The items of a push with their body hashes. */
export function identify(items: readonly PushItem[]): Pushed[] {
  return items.map((item) => {
    const said = item.type === 'deferral' ? item.deferral : item.command
    const text = signedText(said)
    const { id, device, seq, actor, madeAt, signature } = said
    const envelope =
      item.type === 'stranger'
        ? { id, device, seq, actor, madeAt, signature, kind: 'strange' as const }
        : item.type === 'deferral'
          ? item.deferral
          : item.command
    return { envelope, text, bodyHash: sha256(text) }
  })
}

/**
 * Looks at a whole push before anything of it takes effect.
 *
 * @throws {AppError} `sync/gap` with `{ actor, seq }` of the command that is wanted; `sync/body-mismatch`
 *   with the `id` of the item and whether another command has its number (`taken`); `sync/bad-signature` with the `id`.
 */
export async function validatePush(db: Db, device: string, pushed: readonly Pushed[]): Promise<void> {
  const ids = pushed.map(({ envelope }) => envelope.id)
  const places = pushed.map(({ envelope: { actor, seq } }) => ({ device, actor, seq }))
  const actors = places.map(({ actor }) => actor)
  // One view for the three questions: between two of them the same push may be settled by a repeat of it.
  const { stored, next, keys } = await inSnapshot(db, async (trx) => ({
    stored: await listStored(trx, ids, places),
    next: await listNextSeq(trx, device, actors),
    keys: await listKeys(trx, device),
  }))
  const byId = new Map(stored.map((command) => [command.id, command]))
  const byPlace = new Map(stored.map((command) => [`${command.device}\n${command.actor}\n${command.seq}`, command]))
  const seen = new Map<string, Pushed>()

  for (const item of pushed) {
    const { envelope, text, bodyHash } = item
    const { id, actor, seq } = envelope
    const earlier = seen.get(placeOf(item)) ?? seen.get(id)
    if (earlier) {
      const again = earlier.envelope.id === id && earlier.bodyHash === bodyHash
      if (!again) throw new AppError('sync/body-mismatch', { id })
      continue
    }
    seen.set(placeOf(item), item)
    seen.set(id, item)

    const known = byId.get(id) ?? byPlace.get(placeOf(item))
    if (known) {
      const relation = compare(known, item)
      if (relation === 'mismatch') throw new AppError('sync/body-mismatch', { id, taken: known.id !== id })
      if (relation === 'same') continue
    } else {
      const wanted = next.get(actor) ?? 1
      if (seq !== wanted) throw new AppError('sync/gap', { actor, seq: wanted })
      next.set(actor, wanted + 1)
    }
    const signed = keys.some((key) => key.clerkId === actor && isSignedBy(key.publicKey, text, envelope.signature))
    if (!signed) throw new AppError('sync/bad-signature', { id })
  }
}
