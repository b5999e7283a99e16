import type { Store } from '#core/db/store.ts'
import { forgetSent } from '#core/repositories/attachments.ts'
import { changeEntry, getEntry, getStoredCommand, type OutboxEntry, releaseHeld } from '#core/repositories/outbox.ts'
import { findSetting } from '#core/repositories/settings.ts'
import { signBody } from '#core/repositories/signing-keys.ts'
import { AppError, toAppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { Command } from '#shared/protocol/command.ts'
import { ATTACHMENTS_PROTOCOL, PROTOCOL_VERSION } from '#shared/protocol/protocol-version.ts'
import { maxPushItems, type PushOutput, type SentItem } from '#shared/protocol/push.ts'
import { serviceIsAway } from './authority-answers.ts'
import { fillGap } from './fill-gap.ts'
import { nextAwaiting, nextBatch } from './next-batch.ts'
import { numberAgain } from './number-again.ts'
import { countFault, parkNow, unpark } from './park.ts'
import { sendAttachments } from './send-attachments.ts'
import { concernsOneClerk, type Sessions } from './sessions.ts'
import { settleCommand } from './settle.ts'
import type { SyncContext } from './sync-context.ts'

/** Errors that say nothing about a command: no line, no session, not now, another language. */
const notItsFault: readonly string[] = ['sync/offline', 'authority/too-many', 'sync/protocol', 'store/full']

/** How often a round brings numbers together again before it counts a fault like any other. */
const maxMends = 3

/** Why a decision with documents is parked that the authority cannot take yet. */
const olderAuthority = 'sync/authority-older'

function isItsFault({ code, detail }: AppError): boolean {
  if (code.startsWith('session/')) return false
  if (code === 'authority/unavailable' && serviceIsAway.includes(Number(detail['status']))) return false
  return !notItsFault.includes(code)
}

export interface PushResult {
  /** The code of the last fault of this round, when there was one. */
  readonly fault: string | null
}

/** @throws AppError `internal` with the `id` of a command that cannot be read any more. */
function commandOf(store: Store, { id }: OutboxEntry): Command {
  try {
    return getStoredCommand(store, id)
  } catch (thrown) {
    throw new AppError('internal', { id }, { cause: thrown })
  }
}

function toItem(store: Store, entry: OutboxEntry): SentItem {
  if (entry.state !== 'parked') return { type: 'command', command: commandOf(store, entry) }
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
   * @throws AppError `sync/offline`, `session/…`, `authority/too-many`, `sync/protocol`.
   */
  async push(): Promise<PushResult> {
    const { store, clock } = this.#context
    if (this.#spoken() >= ATTACHMENTS_PROTOCOL) unpark(this.#context, olderAuthority)
    const blocked = new Set<string>()
    let fault: string | null = null
    let mended = 0
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
        if (this.#isVoiceless(first, error)) {
          fault = error.code
          blocked.add(first.actor)
          continue
        }
        if (!isItsFault(error)) throw error
        const named = batch.find(({ id }) => id === error.detail['id'])
        if (mended < maxMends && (await this.#mend(named ?? first, error, blocked))) {
          mended += 1
          continue
        }
        const guilty = named ?? first
        countFault(this.#context, guilty, error.code)
        if (error.code === 'sync/bad-signature') await this.#tellKey(guilty.actor)
        fault = error.code
        // Its clerk's later ones wait for it; those of the others go on, one at a time until one has gone well.
        blocked.add(guilty.actor)
        this.#limit = 1
      } finally {
        unmark(store, batch)
      }
    }
  }

  /** Nobody can speak for the device of a command: it waits for its clerk, and keeps nobody else from the authority. */
  #isVoiceless({ decided }: OutboxEntry, { code }: AppError): boolean {
    const sessions = this.#sessions
    if (!code.startsWith('session/') || sessions.findSpeaker() === undefined) return false
    return sessions.findSpeaker(decided.device) === undefined
  }

  /** Brings the numbers here and there together again, if that is what is wrong. Answers whether something was done. */
  async #mend(entry: OutboxEntry, { code, detail }: AppError, blocked: Set<string>): Promise<boolean> {
    const { device } = entry.decided
    if (code === 'sync/gap') {
      const actor = String(detail['actor'])
      const done = fillGap(this.#context, { device, actor, seq: Number(detail['seq']) })
      if (done === 'locked') blocked.add(actor)
      if (done !== 'numbered-again') return true
    } else if (code === 'sync/body-mismatch' && detail['taken'] === true) {
      numberAgain(this.#context, { device, actor: entry.actor, from: entry.decided.seq })
      this.#context.onChanged(['outbox'])
    } else return false
    // The authority has not heard of the new device yet.
    await this.#sessions.registerAll()
    return true
  }

  /** The authority may have lost a clerk's key: it is told again before the next try, if the clerk has a session at all. */
  async #tellKey(actor: string): Promise<void> {
    try {
      await this.#sessions.refresh(actor)
    } catch (thrown) {
      if (!concernsOneClerk(thrown)) throw thrown
    }
  }

  /** The protocol that both understand, as of the last meeting. */
  #spoken(): number {
    return Math.min(PROTOCOL_VERSION, findSetting(this.#context.store, 'authority')?.protocol ?? PROTOCOL_VERSION)
  }

  /**
   * Sends the documents of a command. Answers the code of what keeps it and its clerk's later ones back; a fault counts as
   * the command's.
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
      // Who may send it must sign in again: that is nothing against the command, and keeps nobody else.
      if (error.code.startsWith('session/') && this.#sessions.findSpeaker() !== undefined) return error.code
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
