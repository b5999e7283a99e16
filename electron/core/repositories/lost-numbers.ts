import { query } from '#core/db/compile.ts'
import type { Store } from '#core/db/store.ts'
import type { ActCommand, Command } from '#shared/protocol/command.ts'
import { forgetSent } from './attachments.ts'
import { enrolClerk, findEnrolled } from './enrolled-clerks.ts'
import { changeEntry, getStoredCommand, listUnreceipted } from './outbox.ts'
import { putSetting } from './settings.ts'
import { enrolAbsent, signNowOrLater } from './signing-keys.ts'

/** What a repair knows of the rows of enrolled clerks. */
export interface NumbersKnown {
  /** Clerks whose row is that of an older second copy: they may have been given later numbers since. */
  readonly doubtful: readonly string[]
  /** Whether no command can be missing, so that the outbox itself says how far numbers go. */
  readonly outboxIsWhole: boolean
  /** The id of a device that nobody was ever numbered under. */
  readonly newDevice: string
  /** When, as an ISO instant. */
  readonly at: string
}

function setNumbers(store: Store, clerkId: string, { device, next }: { device: string; next: number }): void {
  store.run(query.updateTable('enrolled').set({ device, next_seq: next }).where('clerk_id', '=', clerkId))
}

/** The same body with a signature by the key of now; the authority knows bodies without it. */
function signAgain(store: Store, command: Command, place: { device: string; seq: number }): Command {
  const { signature: _, ...body } = { ...command, ...place }
  return signNowOrLater(store, body) as Command
}

/** A clerk whose numbers the outbox still tells goes on under the same device, maybe with another key. */
function goOn(store: Store, clerkId: string, last: { seq: number; device: string }, at: string): void {
  const known = findEnrolled(store, clerkId)
  // A key of the vault lies outside of the store, and is the same as before.
  const sameKey = known !== undefined || enrolAbsent(store, clerkId, at)
  if (!sameKey) enrolClerk(store, clerkId, at)
  setNumbers(store, clerkId, { device: last.device, next: last.seq + 1 })
  if (sameKey) return
  // The key went with the row, and the authority may never have been told it.
  for (const { id, actor } of listUnreceipted(store)) {
    if (actor !== clerkId) continue
    const command = getStoredCommand(store, id)
    changeEntry(store, id, { body: signAgain(store, command, { device: command.device, seq: command.seq }) })
  }
}

/**
 * A clerk of whom nobody knows which numbers were given begins at 1 under a new device. What was never attempted is
 * numbered anew; what was attempted stays what it is, under the device of then, because the authority may have it.
 */
function beginAnew(store: Store, clerkId: string, newDevice: string, at: string): void {
  if (!findEnrolled(store, clerkId) && !enrolAbsent(store, clerkId, at)) enrolClerk(store, clerkId, at)
  store.run(
    query
      .updateTable('enrolled')
      .set({ device: newDevice, next_seq: 1, registered_at: null, token: null })
      .where('clerk_id', '=', clerkId),
  )
  // Out of the order of the new numbers, which is that of the numbers above 0.
  store.runOf('UPDATE outbox SET seq = -seq WHERE actor = ? AND seq > 0', clerkId)
  let next = 1
  for (const { id, actor, attemptedAt, decided } of listUnreceipted(store)) {
    if (actor !== clerkId || attemptedAt !== null) continue
    const place = { device: newDevice, seq: next }
    next += 1
    const made = signAgain(store, decided, place) as ActCommand
    changeEntry(store, id, { body: signAgain(store, getStoredCommand(store, id), place) })
    store.run(
      query
        .updateTable('outbox')
        .set({ seq: place.seq, decided: JSON.stringify(made) })
        .where('id', '=', id),
    )
    // Documents are sent by the device that their command is of.
    forgetSent(store, id)
  }
  setNumbers(store, clerkId, { device: newDevice, next })
}

/**
 * After a repair that may have lost rows of enrolled clerks: no number is ever given twice. A clerk whose number the
 * outbox tells goes on from it; any other begins anew under another device, and so does whoever signs in first from now
 * on, since it may be somebody who was here before.
 */
export function mendNumbers(store: Store, { doubtful, outboxIsWhole, newDevice, at }: NumbersKnown): void {
  store.transaction(() => {
    putSetting(store, 'device', newDevice)
    const without = store
      .allOf<{ actor: string }>('SELECT DISTINCT actor FROM outbox WHERE actor NOT IN (SELECT clerk_id FROM enrolled)')
      .map(({ actor }) => actor)
    for (const clerkId of new Set([...doubtful, ...without])) {
      const last = store.findOf<{ seq: number; device: string }>(
        `SELECT seq, json_extract(decided, '$.device') AS device FROM outbox WHERE actor = ? AND seq > 0
         ORDER BY seq DESC LIMIT 1`,
        clerkId,
      )
      if (outboxIsWhole && last) goOn(store, clerkId, last, at)
      else beginAnew(store, clerkId, newDevice, at)
    }
  })
}
