import { query } from '#core/db/compile.ts'
import type { Store } from '#core/db/store.ts'
import type { ActCommand, Command } from '#shared/protocol/command.ts'
import { forgetSent } from './attachments.ts'
import { enrolClerk, findEnrolled } from './enrolled-clerks.ts'
import { changeEntry, getStoredCommand, listUnreceipted, type OutboxEntry } from './outbox.ts'
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

/** Numbers of before are put out of the order of the new ones, which are those above 0; in a place that none had before. */
function putNumbersAside(store: Store, clerkId: string): void {
  store.runOf(
    `UPDATE outbox SET seq = (SELECT min(0, min(seq)) FROM outbox WHERE actor = ?) - seq WHERE actor = ? AND seq > 0`,
    clerkId,
    clerkId,
  )
}

/** Commands get the numbers from 1 on under a device, and a new signature. Answers the number after the last. */
function numberFromOne(store: Store, entries: readonly OutboxEntry[], device: string): number {
  for (const [index, { id, decided }] of entries.entries()) {
    const place = { device, seq: index + 1 }
    const made = signAgain(store, decided, place) as ActCommand
    changeEntry(store, id, { body: signAgain(store, getStoredCommand(store, id), place) })
    store.run(
      query
        .updateTable('outbox')
        .set({ decided: JSON.stringify(made) })
        .where('id', '=', id),
    )
    // Documents are sent by the device that their command is of.
    forgetSent(store, id)
  }
  return entries.length + 1
}

/** A clerk's numbers go on under a device that the authority has not heard of yet. */
function moveTo(store: Store, clerkId: string, device: string, entries: readonly OutboxEntry[]): void {
  putNumbersAside(store, clerkId)
  const next = numberFromOne(store, entries, device)
  store.runOf(
    `UPDATE outbox SET seq = json_extract(decided, '$.seq') WHERE actor = ? AND json_extract(decided, '$.device') = ?`,
    clerkId,
    device,
  )
  store.run(
    query
      .updateTable('enrolled')
      .set({ device, next_seq: next, registered_at: null, token: null })
      .where('clerk_id', '=', clerkId),
  )
}

/**
 * A clerk of whom nobody knows which numbers were given begins at 1 under a new device. What was never attempted is
 * numbered anew; what was attempted stays what it is, under the device of then, because the authority may have it.
 */
function beginAnew(store: Store, clerkId: string, newDevice: string, at: string): void {
  if (!findEnrolled(store, clerkId) && !enrolAbsent(store, clerkId, at)) enrolClerk(store, clerkId, at)
  const unheard = listUnreceipted(store).filter(({ actor, attemptedAt }) => actor === clerkId && attemptedAt === null)
  moveTo(store, clerkId, newDevice, unheard)
}

/**
 * The authority has said that it knows none of a clerk's commands on a device from a number on: those without a receipt,
 * attempted or not, begin at 1 under a new device, and so does what the clerk makes from now on if that was their device.
 * Ids stay. Answers how many there were.
 */
export function renumberFrom(
  store: Store,
  { clerkId, device, from, newDevice }: Readonly<Record<'clerkId' | 'device' | 'newDevice', string>> & { from: number },
): number {
  const unknown = listUnreceipted(store).filter(
    ({ actor, decided }) => actor === clerkId && decided.device === device && decided.seq >= from,
  )
  if (findEnrolled(store, clerkId)?.device === device) moveTo(store, clerkId, newDevice, unknown)
  else numberFromOne(store, unknown, newDevice)
  return unknown.length
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
