import type { Store } from '#core/db/store.ts'
import { forgetSent, listAwaitingDocuments } from '#core/repositories/attachments.ts'
import {
  changeEntry,
  getEntry,
  getStoredCommand,
  listUnreceipted,
  type OutboxEntry,
  releaseHeld,
} from '#core/repositories/outbox.ts'
import { findSetting } from '#core/repositories/settings.ts'
import { canSign, signBody, unsigned } from '#core/repositories/signing-keys.ts'
import { AppError, toAppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import { ATTACHMENTS_PROTOCOL, PROTOCOL_VERSION } from '#shared/protocol/protocol-version.ts'
import { maxPushItems, type PushOutput, type SentItem } from '#shared/protocol/push.ts'
import { serviceIsAway } from './authority-answers.ts'
import { fillGap } from './fill-gap.ts'
import { countFault, parkNow, unpark } from './park.ts'
import { sendAttachments } from './send-attachments.ts'
import type { Sessions } from './sessions.ts'
import { settleCommand } from './settle.ts'
import type { SyncContext } from './sync-context.ts'

/** Errors that say nothing about a command: no line, no session, not now, another language. */
const notItsFault: readonly string[] = [
  'sync/offline',
  'session/required',
  'authority/too-many',
  'sync/protocol',
  'store/full',
]

/** Why a decision with documents is parked that the authority cannot take yet. */
const olderAuthority = 'sync/authority-older'

function isItsFault({ code, detail }: AppError): boolean {
  if (code === 'authority/unavailable' && serviceIsAway.includes(Number(detail['status']))) return false
  return !notItsFault.includes(code)
}

export interface PushResult {
  /** The code of the last fault of this round, when there was one. */
  readonly fault: string | null
}

/** What was taken back needs none any more. */
function needsDocuments(entry: OutboxEntry, awaiting: ReadonlySet<string>): boolean {
  return entry.kind !== 'withdrawn' && awaiting.has(entry.id)
}

/** The first command whose documents must go up before it can go itself, of those whose turn it is. */
function nextAwaiting(store: Store, blockedActors: ReadonlySet<string>): OutboxEntry | undefined {
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
 * What may go now, in the order of this desk. A command that is held, or that could not go, keeps back its clerk's later
 * ones (their numbers have no gaps) and those that were built on it; other clerks' pass. All of one device: a push has one.
 */
function nextBatch(store: Store, blockedActors: ReadonlySet<string>, limit: number): OutboxEntry[] {
  const awaiting = listAwaitingDocuments(store)
  const blocked = new Set(blockedActors)
  const kept = new Set<string>()
  const batch: OutboxEntry[] = []
  const unreceipted = listUnreceipted(store)
  const signing = new Set([...new Set(unreceipted.map(({ actor }) => actor))].filter((actor) => canSign(store, actor)))
  // What was numbered anew by a repair while its clerk was away waits for them to sign it.
  const isSigned = ({ id, actor }: OutboxEntry): boolean =>
    signing.has(actor) || getStoredCommand(store, id).signature !== unsigned
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

function toItem(store: Store, entry: OutboxEntry): SentItem {
  if (entry.state !== 'parked') return { type: 'command', command: getStoredCommand(store, entry.id) }
  const { id, device, seq, actor, madeAt } = entry.decided
  return { type: 'deferral', deferral: signBody(store, { id, device, seq, actor, madeAt, kind: 'deferred' }) }
}

/** Written down before the bytes leave: from here on the authority may have the command, whatever happens to us. */
function markAttempted(store: Store, batch: readonly OutboxEntry[], at: string): void {
  store.transaction(() => {
    for (const entry of batch) {
      if (entry.state === 'parked') continue
      changeEntry(store, entry.id, {
        state: 'sending',
        lastTriedAt: at,
        ...(entry.attemptedAt === null ? { attemptedAt: at } : {}),
      })
    }
  })
}

/** Commands that were on their way and have no receipt wait again; what was attempted stays attempted. */
function unmark(store: Store, batch: readonly OutboxEntry[]): void {
  store.transaction(() => {
    for (const { id } of batch) {
      const { state, tries } = getEntry(store, id)
      if (state === 'sending') changeEntry(store, id, { state: tries > 0 ? 'retrying' : 'waiting' })
    }
  })
}

function takeReceipts(context: SyncContext, batch: readonly OutboxEntry[], answer: PushOutput): void {
  const { store, clock } = context
  const strange = answer.receipts.some((receipt, index) => receipt.id !== batch[index]?.id)
  const stopsAt = answer.stop === null ? batch.length : answer.receipts.length
  if (strange || (answer.stop !== null && answer.stop.id !== batch[stopsAt]?.id) || answer.receipts.length > stopsAt)
    throw new AppError('authority/bad-answer', { path: '/v1/push' })
  if (answer.stop === null && answer.receipts.length < batch.length)
    throw new AppError('authority/bad-answer', { path: '/v1/push' })
  const changed = store.transaction(() =>
    answer.receipts.flatMap((receipt) => settleCommand(store, receipt, isoInstant(clock.now()))),
  )
  context.onChanged(changed)
  context.seeServerTime(answer.serverTime)
}

/** Pushes the outbox of every clerk of this device; one instance goes through one life of the desk. */
export class OutboxPusher {
  readonly #context: SyncContext
  readonly #sessions: Sessions
  /** One at a time after a push failed as a whole, so that the fault is counted where it belongs. */
  #limit = maxPushItems

  constructor(context: SyncContext, sessions: Sessions) {
    this.#context = context
    this.#sessions = sessions
  }

  /**
   * Pushes until nothing more may go, or a fault ends the round.
   *
   * @throws AppError `sync/offline`, `session/required`, `authority/too-many`, `sync/protocol`.
   */
  async push(): Promise<PushResult> {
    const { store, clock } = this.#context
    if (this.#spoken() >= ATTACHMENTS_PROTOCOL) unpark(this.#context, olderAuthority)
    const blocked = new Set<string>()
    let fault: string | null = null
    let gaps = 0
    for (;;) {
      releaseHeld(store, clock.now())
      const batch = nextBatch(store, blocked, this.#limit)
      const first = batch[0]
      if (!first) {
        const waiting = nextAwaiting(store, blocked)
        if (!waiting) return { fault }
        if (this.#spoken() < ATTACHMENTS_PROTOCOL) {
          parkNow(this.#context, waiting, olderAuthority)
          continue
        }
        const failed = await this.#sendDocuments(waiting)
        if (failed !== null) blocked.add(waiting.actor)
        fault = failed ?? fault
        continue
      }
      try {
        const stop = await this.#send([first, ...batch.slice(1)])
        this.#limit = maxPushItems
        if (stop === null) continue
        fault = stop.code
        blocked.add(getEntry(store, stop.id).actor)
      } catch (thrown) {
        const error = toAppError(thrown)
        if (!isItsFault(error)) throw error
        if (error.code === 'sync/gap' && gaps < 3) {
          gaps += 1
          const { device } = first.decided
          const actor = String(error.detail['actor'])
          const gap = { device, actor, seq: Number(error.detail['seq']) }
          if (!fillGap(this.#context, gap)) blocked.add(actor)
          continue
        }
        const named = batch.find(({ id }) => id === error.detail['id'])
        // The authority may have lost the clerk's key: it is told again before the next try.
        if (error.code === 'sync/bad-signature') await this.#sessions.refresh((named ?? first).actor)
        countFault(this.#context, named ?? first, error.code)
        this.#limit = 1
        return { fault: error.code }
      } finally {
        unmark(store, batch)
      }
    }
  }

  /** The protocol that both understand, as of the last meeting. */
  #spoken(): number {
    return Math.min(PROTOCOL_VERSION, findSetting(this.#context.store, 'authority')?.protocol ?? PROTOCOL_VERSION)
  }

  /**
   * Sends the documents of a command. Answers the code of a fault, which counts as the command's.
   *
   * @throws AppError what says nothing about it.
   */
  async #sendDocuments(entry: OutboxEntry): Promise<string | null> {
    if (this.#sessions.findSpeaker() === undefined) throw new AppError('session/required')
    try {
      await sendAttachments(this.#context, this.#sessions, entry)
      return null
    } catch (thrown) {
      const error = toAppError(thrown)
      if (!isItsFault(error)) throw error
      countFault(this.#context, entry, error.code)
      return error.code
    }
  }

  async #send([first, ...more]: [OutboxEntry, ...OutboxEntry[]]): Promise<PushOutput['stop']> {
    const context = this.#context
    const { store, client, clock } = context
    const batch = [first, ...more]
    if (this.#sessions.findSpeaker() === undefined) throw new AppError('session/required')
    const { device } = first.decided
    const items = batch.map((entry) => toItem(store, entry))
    markAttempted(store, batch, isoInstant(clock.now()))
    context.onChanged(['outbox'])
    const answer = await this.#sessions.speakFor(first.decided, (token) =>
      client.push(token, { protocol: this.#spoken(), device, items }),
    )
    takeReceipts(context, batch, answer)
    if (answer.stop !== null) {
      if (answer.stop.code === 'documents/missing') forgetSent(store, answer.stop.id)
      countFault(context, getEntry(store, answer.stop.id), answer.stop.code)
    }
    return answer.stop
  }
}
