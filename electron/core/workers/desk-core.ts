import { randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import type { KeepLists } from '#core/repositories/kept-lists.ts'
import {
  type Answer,
  type Channel,
  type ChannelOutput,
  contracts,
  isChannel,
  type ParsedInput,
} from '#shared/contracts/contract-map.ts'
import { type DeskEventName, deskEvents } from '#shared/contracts/events.ts'
import type { SyncStatus } from '#shared/contracts/sync.ts'
import type { DeskNote, VaultNote } from '#shared/domain/audit/desk-chain.ts'
import { AppError, type ErrorCode, type ErrorDetail, toAppError } from '#shared/kernel/errors.ts'
import type { After } from '#shared/kernel/ports.ts'
import { traceOf } from '#shared/kernel/trace.ts'
import type { DeskCoreOptions, UnlockedDeskCore } from './desk-core-types.ts'
import { type CoreThread, coreThreads, DeskThreads, type ThreadUrls } from './desk-threads.ts'
import type { Unlocked } from './keeper-desk.ts'
import { Lane } from './lane.ts'
import { LatestWins } from './latest-wins.ts'
import { LentNetwork } from './lend-network.ts'
import type { FromWorker, WorkerAnswer, WorkerStart } from './messages.ts'
import { noVault } from './no-vault.ts'
import { openOrClose } from './open-or-close.ts'
import { ReadNotes } from './read-notes.ts'
import { repairMarker } from './repair-marker.ts'

/** Every table of which the screens hear. */
const changedTables = deskEvents['data-changed'].shape.tables.element

const refused = (code: ErrorCode, detail: ErrorDetail = {}): Answer<never> => ({ ok: false, error: { code, detail } })

const later: After = (milliseconds, work) => {
  const timer = setTimeout(work, milliseconds)
  return () => clearTimeout(timer)
}

/** Of a store that does not open there is no screen on which it could be repaired: it has words of its own. */
function tellUnreadable(thrown: unknown): never {
  const { code, detail, cause } = toAppError(thrown)
  throw code === 'store/damaged' ? new AppError('store/unreadable', detail, { cause }) : thrown
}

class ThreadedDeskCore implements UnlockedDeskCore {
  readonly #options: DeskCoreOptions
  readonly #threads: DeskThreads
  readonly #lanes: Readonly<Record<CoreThread, Lane>>
  readonly #listeners = new Set<(name: DeskEventName, payload: unknown) => void>()
  readonly #latest = new LatestWins<Answer<unknown>>(() => refused('channel/superseded'))
  readonly #network: LentNetwork | undefined
  readonly #notes: ReadNotes
  /** The writer opens its store without hearing messages: what stops a repair is shared with it. */
  readonly #repairStop = new SharedArrayBuffer(4)
  #clerkId: string | null = null
  /** Whether rows come in their thousands, as the writer last told. */
  #isFilling = false
  #repairing: { readonly id: string; readonly ended: Promise<WorkerAnswer> } | undefined

  constructor(options: DeskCoreOptions) {
    this.#options = options
    const start: WorkerStart = {
      profileDir: options.profileDir,
      key: options.key,
      authorityUrl: options.authorityUrl,
      demo: options.demo,
      isProtected: options.protected,
      backgroundSync: options.backgroundSync,
      offline: options.offline ?? false,
      hostNetwork: options.network !== 'node',
      clockOffset: options.clock ? options.clock.now() - Date.now() : 0,
      appVersion: options.appVersion ?? '',
      repairStop: this.#repairStop,
      ...(options.deviceName !== undefined && { deviceName: options.deviceName }),
      ...(options.device && { device: options.device.id, deviceName: options.device.name }),
    }
    this.#threads = options.threads ?? new DeskThreads(undefined)
    const lane = (name: CoreThread): Lane =>
      new Lane({
        thread: () => this.#threads.take(name),
        start,
        onMessage: (message) => this.#receive(message),
        onDeath: () => {
          if (name === 'writer') this.#network?.end()
          options.onFault?.({ code: 'internal', channel: name, trace: 'The worker ended' })
        },
      })
    this.#lanes = {
      writer: lane('writer'),
      reader: lane('reader'),
      counter: lane('counter'),
      exporter: lane('exporter'),
    }
    const keep = (notes: readonly DeskNote[]) => this.#lanes.writer.call('notes.keep', notes, this.#clerkId)
    this.#notes = new ReadNotes(keep, later, () => performance.now())
    if (options.network !== 'node')
      this.#network = new LentNetwork(options.network, (message) => this.#lanes.writer.post(message))
  }

  /**
   * The writer opens the store first: it makes the file and brings it up to date. A desk that works by itself has a clerk
   * in front of it, so the reader loads its code meanwhile, and the first question waits for these two alone; where single
   * calls are made the others start when they are needed.
   */
  async open(): Promise<void> {
    if (this.#options.backgroundSync) this.#threads.load(['reader'])
    const remembered = await this.#lanes.writer.open().catch(tellUnreadable)
    if (this.#options.rememberClerk) this.#clerkId = remembered
    if (!this.#options.backgroundSync) return
    await this.#lanes.reader.open()
    // One that cannot start says so to whoever asks it.
    void this.#lanes.counter.open().catch(() => undefined)
  }

  #receive(message: FromWorker): void {
    if (message.type === 'event') {
      if (message.name === 'session-changed') this.#seeSession(message.payload)
      if (message.name === 'data-changed') this.#lanes.reader.post({ type: 'warm' })
      if (message.name === 'sync-status') this.#isFilling = (message.payload as SyncStatus).progress !== null
      // While millions come the writer has a pace of its own (index-upkeep.ts).
      if (!this.#isFilling) this.#lanes.counter.post({ type: 'checkpoint' })
      for (const listener of this.#listeners) listener(message.name, message.payload)
    } else if (message.type === 'keep-lists') void this.#keepLists(message.lists)
    else this.#network?.receive(message)
  }

  /** The reader makes the lists of the search, the writer puts them down. */
  async #keepLists(lists: KeepLists): Promise<void> {
    const answer = await this.#lanes.writer.call('lists.keep', lists, this.#clerkId)
    this.#lanes.reader.post({ type: 'lists-kept', answer: answer.ok ? (answer.value as { more: boolean }) : null })
  }

  #seeSession(session: unknown): void {
    this.#clerkId = contracts['session.current'].output.parse(session).clerk?.id ?? null
  }

  async invoke(channel: string, input: unknown, caller = ''): Promise<Answer<unknown>> {
    if (!isChannel(channel)) return refused('channel/unknown', { channel: channel.slice(0, 64) })
    const { needs, latestWins, input: schema } = contracts[channel]
    const parsed = schema.safeParse(input ?? {})
    if (!parsed.success)
      return refused('input/invalid', { field: parsed.error.issues[0]?.path.join('.').slice(0, 100) ?? '' })
    if (needs !== 'nobody' && this.#clerkId === null) return refused('session/required')
    const ask = () => this.#ask(channel, parsed.data)
    return latestWins ? this.#latest.run(`${channel} ${caller}`, ask) : ask()
  }

  async #ask(channel: Channel, input: unknown): Promise<Answer<unknown>> {
    const clerkId = this.#clerkId
    const { lane } = contracts[channel]
    if (lane === 'window') return refused('channel/needs-window', { channel })
    if (lane === 'keeper') return channel === 'vault.get' ? { ok: true, value: noVault } : refused('vault/demo')
    if (channel === 'store.repair')
      return this.#finish(channel, await this.#repair((input as ParsedInput<'store.repair'>).id))
    if (channel === 'store.cancel' && this.#repairing?.id === (input as ParsedInput<'store.cancel'>).id)
      return { ok: true, value: await this.#stopRepair(this.#repairing) }
    // Whoever asks meanwhile waits for the new store.
    await this.#repairing?.ended
    let answer = await this.#lanes[lane].call(channel, input, clerkId)
    // The reader looks; what is not here is the writer's to fetch and keep.
    if (channel === 'requests.document' && !answer.ok && answer.code === 'documents/not-here')
      answer = await this.#lanes.writer.call('document.fetch', input, clerkId)
    // A verdict is looked up beside the typing and kept by the writer: what was verified stays in the log.
    if (channel === 'certificates.verify' && answer.ok) {
      const kept = await this.#lanes.writer.call('verification.keep', answer.value, clerkId)
      if (!kept.ok) answer = kept
    }
    if (answer.ok) this.#notes.hear(clerkId, channel, input, answer.value)
    return this.#finish(channel, answer)
  }

  /** One repair at a time; who asks for a second one gets the first one's report. */
  #repair(id: string = randomUUID()): Promise<WorkerAnswer> {
    if (!this.#repairing) {
      Atomics.store(new Int32Array(this.#repairStop), 0, 0)
      const ended = this.#repairAlone(id).finally(() => {
        this.#repairing = undefined
      })
      this.#repairing = { id, ended }
    }
    return this.#repairing.ended
  }

  /** Nothing has changed until the new store is whole; one that is past that ends as a repair. */
  async #stopRepair({ id, ended }: { id: string; ended: Promise<unknown> }): Promise<ChannelOutput<'store.cancel'>> {
    Atomics.store(new Int32Array(this.#repairStop), 0, 1)
    await ended
    return { id, running: true }
  }

  /** The store is made anew between two openings: nobody has it open then, and a kill only puts it off to the next start. */
  async #repairAlone(id: string): Promise<WorkerAnswer> {
    const clerkId = this.#clerkId
    try {
      await this.#pause()
      writeFileSync(repairMarker(this.#options.profileDir), id)
      await this.open()
    } catch (thrown) {
      const { code, detail } = toAppError(thrown)
      await this.#pause()
      // The store as it was, which a repair that failed left alone.
      await this.open().catch(() => undefined)
      return { ok: false, code, detail, trace: traceOf(thrown) }
    } finally {
      this.#clerkId = clerkId
    }
    this.#receive({ type: 'event', name: 'data-changed', payload: { tables: changedTables.options } })
    return this.#lanes.writer.call('repair.report', {}, clerkId)
  }

  async #pause(): Promise<void> {
    await this.#notes.flush()
    await Promise.all(coreThreads.filter((name) => name !== 'writer').map((name) => this.#lanes[name].pause()))
    await this.#lanes.writer.pause()
    this.#network?.end()
  }

  #finish(channel: Channel, answer: WorkerAnswer): Answer<unknown> {
    if (!answer.ok) {
      const { code, detail, trace } = answer
      if (code === 'internal') this.#options.onFault?.({ code, channel, trace })
      return refused(code, detail)
    }
    if (channel === 'session.signIn' || channel === 'session.signOut') this.#seeSession(answer.value)
    if (this.#options.checkOutput) {
      const checked = contracts[channel].output.safeParse(answer.value)
      if (!checked.success) {
        const places = checked.error.issues.map(({ code, path }) => `${code} at ${path.join('.')}`)
        this.#options.onFault?.({ code: 'internal', channel, trace: `Output: ${places.join(', ')}` })
        return refused('internal', { reason: 'output' })
      }
    }
    return { ok: true, value: answer.value }
  }

  async enter(unlocked: Unlocked): Promise<Answer<unknown>> {
    const answer = await this.#lanes.writer.call('clerk.enter', unlocked, this.#clerkId)
    if (answer.ok) this.#seeSession(answer.value)
    return this.#finish('vault.unlock', answer)
  }

  async forget(clerkId: string): Promise<void> {
    await this.#lanes.writer.call('clerk.forget', { clerkId }, this.#clerkId)
  }

  async collectOutbox(): Promise<Uint8Array<ArrayBuffer>> {
    const answer = await this.#lanes.writer.call('outbox.collect', {}, this.#clerkId)
    if (!answer.ok) throw new AppError(answer.code, answer.detail, { cause: new Error(answer.trace) })
    return answer.value as Uint8Array<ArrayBuffer>
  }

  async keepVaultNotes(notes: readonly VaultNote[]): Promise<number> {
    const answer = await this.#lanes.writer.call('notes.ofVault', notes, this.#clerkId)
    if (!answer.ok) throw new AppError(answer.code, answer.detail)
    return answer.value as number
  }

  note(note: Omit<DeskNote, 'actor'>): void {
    if (this.#clerkId !== null) this.#notes.take({ actor: this.#clerkId, ...note })
  }

  onEvent(listener: (name: DeskEventName, payload: unknown) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  async close(): Promise<void> {
    await this.#notes.flush()
    await Promise.all(coreThreads.filter((name) => name !== 'writer').map((name) => this.#lanes[name].close()))
    await this.#lanes.writer.close()
    await this.#threads.end()
    this.#network?.end()
  }
}

/**
 * Starts the threads that a desk's first question needs, so that their code is loaded when the key is there: for
 * `createDeskCore`, or to be ended.
 *
 * @param urls where the bundler put the threads' code; beside this file when absent.
 */
export function loadDeskThreads(urls?: ThreadUrls): DeskThreads {
  const threads = new DeskThreads(urls)
  threads.load(['writer', 'reader'])
  return threads
}

/**
 * Opens the desk's core: worker threads over one encrypted store.
 *
 * @throws AppError `store/unprotected` when real data would lie under an unprotected key; `store/busy` when the profile
 *   is in use; `store/newer`, `store/unreadable`, `store/full`.
 */
export async function createDeskCore(options: DeskCoreOptions): Promise<UnlockedDeskCore> {
  if (!options.protected && !options.demo) throw new AppError('store/unprotected')
  mkdirSync(options.profileDir, { recursive: true })
  return openOrClose(new ThreadedDeskCore(options))
}
