import type { Store } from '#core/db/store.ts'
import { listAwaitingDocuments } from '#core/repositories/attachments.ts'
import { getStoredCommand, listUnreceipted, type OutboxEntry } from '#core/repositories/outbox.ts'
import { canSign, unsigned } from '#core/repositories/signing-keys.ts'

/** What was taken back needs none any more. */
function needsDocuments(entry: OutboxEntry, awaiting: ReadonlySet<string>): boolean {
  return entry.kind !== 'withdrawn' && awaiting.has(entry.id)
}

/** The first command whose documents must go up before it can go itself, of those whose turn it is. */
export function nextAwaiting(store: Store, blockedActors: ReadonlySet<string>): OutboxEntry | undefined {
  const awaiting = listAwaitingDocuments(store)
  if (awaiting.size === 0) return undefined
  return listUnreceipted(store).find(
    (entry) =>
      needsDocuments(entry, awaiting) &&
      entry.state !== 'parked' &&
      entry.state !== 'held' &&
      !blockedActors.has(entry.actor),
  )
}

/**
 * Whether a command waits for its clerk to sign it: it was numbered anew while they were away. One that cannot be read any
 * more does not: it faults when it is sent, and is parked alone.
 */
function lacksSignature(store: Store, id: string): boolean {
  try {
    return getStoredCommand(store, id).signature === unsigned
  } catch {
    return false
  }
}

/**
 * What may go now, in the order of this desk. A command that is held, or that could not go, keeps back its clerk's later
 * ones (their numbers have no gaps) and those that were built on it; other clerks' pass. All of one device: a push has one.
 */
export function nextBatch(store: Store, blockedActors: ReadonlySet<string>, limit: number): OutboxEntry[] {
  const awaiting = listAwaitingDocuments(store)
  const blocked = new Set(blockedActors)
  const kept = new Set<string>()
  const batch: OutboxEntry[] = []
  const unreceipted = listUnreceipted(store)
  const signing = new Set([...new Set(unreceipted.map(({ actor }) => actor))].filter((actor) => canSign(store, actor)))
  const isSigned = ({ id, actor }: OutboxEntry): boolean => signing.has(actor) || !lacksSignature(store, id)
  for (const entry of unreceipted) {
    // A deferral is signed when it goes; that of a clerk who has not unlocked since the start waits for them.
    const mayPass =
      entry.state === 'parked'
        ? entry.deferral === 'acknowledged' || (entry.deferral !== null && signing.has(entry.actor))
        : entry.state !== 'held' && !needsDocuments(entry, awaiting) && isSigned(entry)
    if (blocked.has(entry.actor) || !mayPass || (entry.after !== null && kept.has(entry.after))) {
      blocked.add(entry.actor)
      kept.add(entry.id)
      continue
    }
    if (entry.state === 'parked' && entry.deferral === 'acknowledged') continue
    if (entry.decided.device !== (batch[0] ?? entry).decided.device) break
    batch.push(entry)
    if (batch.length >= limit) break
  }
  return batch
}
