import { mergeIndex } from '#core/repositories/index-upkeep.ts'
import { listUnreceipted, releaseHeld, untilRelease } from '#core/repositories/outbox.ts'
import { findSetting, putSetting } from '#core/repositories/settings.ts'
import type { SyncStatus } from '#shared/contracts/sync.ts'
import { AppError, toAppError } from '#shared/kernel/errors.ts'
import { type After, isoInstant } from '#shared/kernel/ports.ts'
import { backoffAfter } from './backoff.ts'
import { CatchUp } from './catch-up.ts'
import { beginEpoch } from './epoch.ts'
import { EventListener } from './event-listener.ts'
import { FillState } from './fill-state.ts'
import { OrderMaker } from './order-maker.ts'
import { EvidencePrefetch } from './prefetch-evidence.ts'
import { OutboxPusher } from './push-outbox.ts'
import { rereadScope } from './reread.ts'
import { sendNotes } from './send-notes.ts'
import type { Sessions } from './sessions.ts'
import type { SyncContext } from './sync-context.ts'

export interface SyncMachineOptions {
  readonly context: SyncContext
  readonly sessions: Sessions
  readonly after: After
  /** A number in [0, 1). */
  readonly random: () => number
  /** Whether it works by itself: polls, listens, sends what becomes due. */
  readonly background: boolean
  /** Tells that `line()` may have changed. */
  readonly onStatus: () => void
  readonly connected: boolean
  /** Whether nobody has been at work for a while, so that nobody waits for what takes seconds in one piece (OrderMaker). */
  readonly isQuiet: () => boolean
}

export type Line = Pick<
  SyncStatus,
  'line' | 'since' | 'caughtUp' | 'fault' | 'reconciled' | 'metered' | 'postponed'
> & {
  /** Whether a round is under way. */
  readonly busy: boolean
  readonly fill: Pick<FillState, 'paused' | 'rowsPerSecond' | 'cause'>
}

/**
 * How often an idle desk asks, in milliseconds: seldom while the stream of events stands, which is the faster way and
 * tells of its own end; and on a metered line.
 */
const pollTime = 30_000
const seldomPollTime = 300_000

/**
 * When to speak with the authority. A round pushes, pulls, and pushes again what became possible; rounds never overlap.
 * Only answers prove the line: a round without one starts the back-off, an idle stream that drops does not.
 */
export class SyncMachine {
  readonly #options: SyncMachineOptions
  readonly #pusher: OutboxPusher
  readonly #events: EventListener
  readonly #evidence: EvidencePrefetch
  readonly #fill: FillState
  readonly #rows: CatchUp
  readonly #order: OrderMaker
  #line: SyncStatus['line']
  #since: string | null = null
  #fault: string | null = null
  #metered: boolean
  /** A clerk asked for what waits on a metered line; until it is here. */
  #wished = false
  #documentsLeft = 0
  #failures = 0
  #met = false
  #round: Promise<void> | undefined
  #again = false
  #cancel: (() => void) | undefined
  #running = false

  constructor(options: SyncMachineOptions) {
    const { context, sessions, after } = options
    this.#options = options
    this.#pusher = new OutboxPusher(context, sessions)
    this.#evidence = new EvidencePrefetch(context, sessions)
    this.#events = new EventListener(context.client, sessions, after, () => this.poke(), options.random)
    this.#fill = new FillState(context.store, context.clock)
    this.#rows = new CatchUp(context, sessions, this.#fill)
    this.#order = new OrderMaker({
      store: context.store,
      after,
      isQuiet: () => this.#running && this.#round === undefined && options.isQuiet(),
      onMade: () => context.onChanged(['certificates']),
    })
    this.#line = options.connected ? 'offline' : 'disconnected'
    this.#metered = findSetting(context.store, 'metered') ?? false
  }

  line(): Line {
    return {
      line: this.#line,
      since: this.#since,
      caughtUp: this.#rows.caughtUp,
      // A log that was changed stops no round, and is no less grave for it.
      fault: this.#fault ?? findSetting(this.#options.context.store, 'audit-fault') ?? null,
      reconciled: this.#rows.reconciled,
      metered: this.#metered,
      postponed: { fill: this.#rows.leftScopes > 0, documents: this.#documentsLeft },
      busy: this.#round !== undefined,
      fill: this.#fill,
    }
  }

  #mayLoad(): boolean {
    return !this.#metered || this.#wished
  }

  /** Whether large downloads wait for `now()` from here on. */
  setMetered(metered: boolean): void {
    putSetting(this.#options.context.store, 'metered', metered)
    this.#metered = metered
    this.#wished = false
    if (!metered) this.#documentsLeft = 0
    this.#options.onStatus()
    this.wake()
  }

  /** A scope is read again from its beginning, at once when there is a line. @throws AppError `record/not-found`. */
  reread(scope: string): void {
    rereadScope(this.#options.context.store, scope)
    this.#rows.caughtUp = false
    this.#rows.reconciled = null
    this.#wished = true
    this.#options.onStatus()
    this.wake()
  }

  /** An answer came, or none did. The client reports both. */
  hear(answered: boolean): void {
    if (this.#line === 'disconnected') return
    this.#setLine(answered ? 'online' : 'offline')
  }

  #setLine(line: SyncStatus['line']): void {
    if (line === this.#line && this.#since !== null) return
    this.#line = line
    this.#since = isoInstant(this.#options.context.clock.now())
    if (line !== 'online') {
      this.#met = false
      this.#rows.caughtUp = false
      this.#events.stop()
    }
    this.#options.onStatus()
  }

  /** Begins to work by itself, if it is meant to. */
  start(): void {
    this.#running = true
    if (!this.#options.background) return
    this.#schedule(0)
    this.#order.begin()
  }

  /** Ends for good: nothing is begun any more, and what is under way is broken off. */
  async stop(): Promise<void> {
    this.#running = false
    this.#order.stop()
    this.#cancel?.()
    this.#events.stop()
    this.#options.context.client.breakOff()
    await this.#round?.catch(() => undefined)
  }

  /** Something moved here or there. Without a line it is left to the back-off. */
  poke(): void {
    if (!this.#options.background || !this.#running) return
    if (this.#round) this.#again = true
    else if (this.#line === 'online') this.#schedule(0)
  }

  /** Somebody signed in: a good moment to try, whatever the back-off says. */
  wake(): void {
    if (!this.#options.background || !this.#running) return
    if (this.#round) this.#again = true
    else this.#schedule(0)
  }

  /** A clerk changed the outbox: what waits is sent at once, what is held has its own time. */
  pokeLater(): void {
    if (!this.#options.background || !this.#running) return
    const waits = listUnreceipted(this.#options.context.store).some((entry) => entry.state === 'waiting')
    if (waits) this.poke()
    else if (!this.#round && this.#line === 'online') this.#schedule(this.#untilRelease())
  }

  #untilRelease(): number {
    const { store, clock } = this.#options.context
    const release = untilRelease(store, clock.now())
    const poll = this.#metered || this.#events.isOpen() ? seldomPollTime : pollTime
    return release === undefined ? poll : Math.min(poll, release)
  }

  #schedule(milliseconds: number): void {
    if (!this.#running || this.#line === 'disconnected') return
    this.#cancel?.()
    this.#cancel = this.#options.after(milliseconds, () => void this.#run().catch(() => undefined))
  }

  /** The switch of demo mode. */
  setConnected(connected: boolean): void {
    if (connected === (this.#line !== 'disconnected')) return
    this.#setLine(connected ? 'offline' : 'disconnected')
    if (connected) {
      this.#failures = 0
      if (this.#options.background) this.#schedule(0)
    } else {
      this.#cancel?.()
      this.#options.context.client.breakOff()
    }
  }

  /** Pauses the first fill or goes on with it. What is caught up is kept so, and decisions are sent, all the while. */
  setFill(paused: boolean): void {
    if (paused === this.#fill.paused) return
    this.#fill.setPaused(paused)
    if (!paused) this.wake()
    this.#options.onStatus()
  }

  /**
   * A whole round at once, held decisions included.
   *
   * @throws AppError `sync/offline` without a line, `sync/protocol`, `store/closed` when the desk ends meanwhile.
   */
  async now(): Promise<void> {
    if (this.#line === 'disconnected') throw new AppError('sync/offline', { reason: 'disconnected' })
    releaseHeld(this.#options.context.store, null)
    this.#wished = true
    // A round that began before the call may have passed by what the caller wants sent.
    await this.#round?.catch(() => undefined)
    // It may have waited while the desk was closed.
    if (!this.#running) throw new AppError('store/closed')
    await this.#run()
  }

  #run(): Promise<void> {
    if (this.#round) return this.#round
    this.#cancel?.()
    this.#again = false
    const round = this.#perform()
      .then((fault) => this.#ended(fault, null))
      .catch((thrown: unknown) => {
        const error = toAppError(thrown)
        this.#ended(error.code, error)
        throw error
      })
      .finally(() => this.#options.onStatus())
    this.#round = round
    // When telling the status fails, nobody is left who hears how the round went.
    round.catch(() => undefined)
    this.#options.onStatus()
    return round
  }

  /** @returns the code of a fault that did not end the round. */
  async #perform(): Promise<string | null> {
    const { context, sessions } = this.#options
    if (!this.#met) {
      beginEpoch(context.store, await sessions.meet())
      this.#met = true
    }
    await sessions.registerAll()
    let { fault } = await this.#pusher.push()
    if (sessions.findSpeaker() === undefined) return fault
    await this.#pull()
    // Something may have been decided, or become due, while the rows came.
    if (fault === null) ({ fault } = await this.#pusher.push())
    await sendNotes(context, sessions)
    return fault
  }

  async #pull(): Promise<void> {
    const { context } = this.#options
    // A fill takes minutes: what is decided meanwhile is sent between two of its parcels.
    const between = async (): Promise<void> => {
      if (listUnreceipted(context.store).length > 0) await this.#pusher.push()
    }
    const isOnline = (): boolean => this.#line === 'online'
    await this.#rows.pull({ mayLoad: this.#mayLoad(), isOnline, between })
    this.#documentsLeft = this.#mayLoad() ? 0 : this.#evidence.missing()
  }

  /** Merges the index of members while nothing else is to be done, a few milliseconds at a time. */
  async #tidy(): Promise<void> {
    const { store, breathe } = this.#options.context
    while (this.#running && this.#round === undefined && mergeIndex(store)) await breathe()
  }

  #ended(fault: string | null, error: AppError | null): void {
    this.#round = undefined
    this.#fill.rest()
    this.#fault = error?.code ?? fault
    // Either was changed meanwhile: they meet anew.
    if (this.#fault === 'sync/protocol') this.#met = false
    if (!this.#options.background || !this.#running) return
    this.#order.begin()
    if (fault === null && error === null) {
      this.#failures = 0
      const speaker = this.#options.sessions.findSpeaker()
      if (speaker !== undefined) this.#events.start(speaker)
      this.#schedule(this.#again ? 0 : this.#untilRelease())
      // Idle now: a round, or the end of the line, stops it at the next document.
      const mayGoOn = (): boolean =>
        this.#running && this.#line === 'online' && this.#round === undefined && this.#mayLoad()
      void this.#evidence
        .run(mayGoOn)
        .then((whole) => this.#loaded(whole))
        .then(() => this.#tidy())
        .catch(() => undefined)
      return
    }
    this.#failures += 1
    this.#rows.reconciled = null
    const wanted = Number(error?.detail['retryAfterMs'] ?? 0)
    this.#schedule(backoffAfter(this.#failures, this.#options.random(), wanted))
  }

  /** What waited on a metered line has come: the wish is fulfilled. */
  #loaded(whole: boolean): void {
    if (!whole || !this.#wished || !this.#rows.caughtUp) return
    this.#wished = false
    this.#options.onStatus()
  }
}
