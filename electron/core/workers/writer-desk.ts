import { requireRoom } from '#core/db/free-space.ts'
import type { Store } from '#core/db/store.ts'
import { listBranches } from '#core/repositories/branches.ts'
import { findClerk } from '#core/repositories/clerks.ts'
import { appendNotes, appendVaultNotes } from '#core/repositories/desk-audit.ts'
import { type KeepLists, keepLists } from '#core/repositories/kept-lists.ts'
import { releaseHeld } from '#core/repositories/outbox.ts'
import { findSetting, putSetting } from '#core/repositories/settings.ts'
import { AuthorityClient } from '#core/sync/authority-client.ts'
import type { AuthorityFetch } from '#core/sync/authority-line.ts'
import { Sessions } from '#core/sync/sessions.ts'
import type { SyncContext } from '#core/sync/sync-context.ts'
import { SyncMachine } from '#core/sync/sync-machine.ts'
import { collectOutbox } from '#core/use-cases/session/collect-outbox.ts'
import { enterClerk, forgetClerk } from '#core/use-cases/session/enter.ts'
import {
  describeSession,
  listClerks,
  noteLeaving,
  type SessionContext,
  signIn,
  signOut,
} from '#core/use-cases/session/sign-in.ts'
import type { ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import type { DeskNote, VaultNote } from '#shared/domain/audit/desk-chain.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import { clearUp } from './clear-up.ts'
import { ClerkErrands } from './clerk-errands.ts'
import { ClockWatch } from './clock-watch.ts'
import { DeskEvents, type Tell } from './desk-events.ts'
import { endAll } from './end-all.ts'
import { Grants } from './grants.ts'
import type { Unlocked } from './keeper-desk.ts'
import { type Machine, realMachine } from './machine.ts'
import type { Errand, WorkerStart } from './messages.ts'
import { databaseFile } from './reader-desk.ts'
import type { Desk } from './serve.ts'
import type { SpareKeeper } from './spare-keeper.ts'
import { StartCheck } from './start-check.ts'
import { describeSync } from './sync-status.ts'
import { uuidV7 } from './uuid-v7.ts'

/**
 * Nobody is taken to be at work who has asked nothing of this thread for so long, in milliseconds: less than between two
 * questions of a page that looks again by itself.
 */
const quietTime = 40_000

/** The one thread that changes anything: clerks' commands, sign-in, and the sync engine between them. */
export class WriterDesk implements Desk {
  readonly #start: WorkerStart
  readonly #lock: { release(): void }
  readonly #store: Store
  readonly #context: SessionContext
  readonly #sync: SyncContext
  readonly #sessions: Sessions
  readonly #machine: SyncMachine
  readonly #events: DeskEvents
  readonly #spare: SpareKeeper | undefined
  readonly #time: ClockWatch
  readonly #tell: Tell
  readonly #fetch: AuthorityFetch
  readonly #grants: Grants
  readonly #clerks: ClerkErrands
  readonly #check: StartCheck
  #clerkId: string | null = null
  /** When a clerk last asked for something here, in milliseconds that only grow. */
  #workedAt: number

  constructor(
    start: WorkerStart,
    fetch: AuthorityFetch,
    tell: Tell,
    machine: Machine = realMachine(start.clockOffset),
  ) {
    const { wall, after, random, breathe, elapsed } = machine
    this.#start = start
    this.#tell = tell
    this.#workedAt = elapsed()
    this.#lock = machine.lockProfile(start.profileDir)
    let opened: Store | undefined
    try {
      const { repairStop } = start
      opened = machine.openStore(databaseFile(start.profileDir), start.key, 'writer', {
        tell: (progress) => tell('store-progress', progress),
        isStopped: () => repairStop !== undefined && Atomics.load(new Int32Array(repairStop), 0) === 1,
      })
      this.#spare = machine.keepSpare?.(opened, start.profileDir, start.key, after)
    } catch (thrown) {
      opened?.close()
      this.#lock.release()
      throw thrown
    }
    this.#store = opened
    const store = this.#store
    this.#time = new ClockWatch(store, wall, elapsed)
    const { clock } = this.#time
    const newId = uuidV7(clock, machine.randomBytes)
    if (findSetting(store, 'device') === undefined) putSetting(store, 'device', start.device ?? newId())
    const met = clearUp(store, start.appVersion ?? '', clock.now())

    const connected = findSetting(store, 'connected') ?? true
    const away: AuthorityFetch = () => Promise.reject(new Error('The network is switched off'))
    this.#fetch = (url, init) =>
      (start.offline || this.#machine.line().line === 'disconnected' ? away : fetch)(url, init)
    const client = new AuthorityClient({
      baseUrl: start.authorityUrl,
      fetch: this.#fetch,
      after,
      onAnswer: () => this.#machine.hear(true),
      onSilence: () => this.#machine.hear(false),
    })
    this.#grants = new Grants({
      start,
      store,
      client,
      fetch: this.#fetch,
      onWipe: () => tell('wipe-ordered', {}),
    })
    this.#sync = {
      store,
      client,
      openSession: (clerk) => this.#grants.openSession(clerk),
      clock,
      seeServerTime: (instant) => this.#time.seeServerTime(instant),
      onChanged: (tables) => {
        this.#spare?.keepLater()
        this.#events.changed(tables)
      },
      newDevice: newId,
      requireRoom: (bytes) => requireRoom(start.profileDir, bytes),
      breathe,
      elapsed,
      readFill: machine.readFill,
    }
    this.#sessions = new Sessions(this.#sync, () => this.#tellSession())
    this.#machine = new SyncMachine({
      context: this.#sync,
      sessions: this.#sessions,
      after,
      random,
      background: start.backgroundSync && !start.offline,
      onStatus: () => {
        this.#time.look()
        this.#spare?.keepLater()
        this.#events.moved()
      },
      connected,
      isQuiet: () => this.#clerkId === null || elapsed() - this.#workedAt > quietTime,
    })
    this.#events = new DeskEvents(tell, () => this.#status(), after)
    this.#context = {
      store,
      clock,
      newId,
      lineIsUp: () => this.#machine.line().line === 'online',
      isProtected: start.isProtected,
      signIn: {
        refreshClerks: async () => void (await this.#sessions.meet()),
        openSession: async (clerkId) => void (await this.#sessions.refresh(clerkId)),
        hasEnded: (clerkId) => this.#sessions.hasEnded(clerkId),
      },
    }
    this.#clerks = new ClerkErrands({
      context: this.#context,
      sync: this.#sync,
      sessions: this.#sessions,
      machine: this.#machine,
      events: this.#events,
      spare: this.#spare,
      status: () => this.#status(),
    })
    this.#check = new StartCheck({
      store,
      clock,
      after,
      random,
      met,
      isBusy: () => this.#machine.line().busy,
      onDamage: () => this.#sync.onChanged([]),
    })
    // Clearing up above, and the clock, changed what only this desk holds.
    this.#spare?.keepLater()
    this.#machine.start()
    // A single call is over sooner, and a disk without a second copy is one that has no damage.
    if (start.backgroundSync && machine.keepSpare) this.#check.begin()
  }

  /** The clerk who was at the screen when the profile was last used. */
  rememberedClerk(): string | null {
    return findSetting(this.#store, 'current-clerk') ?? null
  }

  #status(): ChannelOutput<'sync.status'> {
    return describeSync(this.#context, this.#check.tell(this.#machine.line()), this.#clerkId, this.#start.demo)
  }

  async handle(errand: Errand, input: unknown, clerkId: string | null): Promise<unknown> {
    this.#time.look()
    // A jump of the clock is noted there.
    this.#spare?.keepLater()
    if (clerkId !== this.#clerkId) {
      this.#clerkId = clerkId
      this.#events.moved()
    }
    switch (errand) {
      case 'session.clerks':
        return listClerks(this.#context)
      case 'session.branches':
        return { branches: listBranches(this.#store) }
      case 'session.signIn': {
        this.#release()
        const session = await signIn(this.#context, input as ParsedInput<'session.signIn'>)
        return this.#sessionChanged(session)
      }
      case 'session.signOut':
        this.#release()
        return this.#sessionChanged(signOut(this.#context))
      case 'clerk.enter':
        return this.#enter(input as Unlocked)
      case 'clerk.forget':
        forgetClerk(this.#context, (input as { clerkId: string }).clerkId)
        return null
      case 'outbox.collect':
        return collectOutbox(this.#store, this.#context.clock.now())
      case 'session.current':
        return describeSession(this.#context, (clerkId === null ? undefined : findClerk(this.#store, clerkId)) ?? null)
      case 'sync.status':
        return this.#status()
      case 'lists.keep':
        return keepLists(this.#store, input as KeepLists)
      case 'notes.keep':
        this.#store.cheapTransaction(() =>
          appendNotes(this.#store, input as DeskNote[], isoInstant(this.#context.clock.now())),
        )
        this.#spare?.keepLater()
        return null
      case 'notes.ofVault':
        return appendVaultNotes(this.#store, input as VaultNote[])
      case 'repair.report':
        return findSetting(this.#store, 'last-repair') ?? null
      case 'sync.release':
        return { released: this.#release() }
      case 'sync.setLine':
        return this.#setLine(input as ParsedInput<'sync.setLine'>)
      case 'sync.setFill':
        this.#machine.setFill((input as ParsedInput<'sync.setFill'>).paused)
        return this.#status()
      case 'sync.setMetered':
        this.#machine.setMetered((input as ParsedInput<'sync.setMetered'>).metered)
        return this.#status()
      default:
        this.#workedAt = this.#sync.elapsed()
        return this.#clerks.answer(errand, input, clerkId)
    }
  }

  #enter(unlocked: Unlocked): ChannelOutput<'session.current'> {
    this.#release()
    this.#grants.proofKey = unlocked.proofKey
    const clerk = enterClerk(this.#context, unlocked)
    if (unlocked.fresh) this.#sessions.hasBegun(clerk.id)
    return this.#sessionChanged(describeSession(this.#context, clerk))
  }

  #release(): number {
    const released = releaseHeld(this.#store, null)
    if (released > 0) {
      this.#spare?.keepLater()
      this.#events.changed(['outbox', 'requests', 'certificates', 'appointments'])
      this.#machine.poke()
    }
    return released
  }

  /** A clerk's sign-in at the authority has ended, or is there again: the screens say so. */
  #tellSession(): void {
    const clerk = this.#clerkId === null ? undefined : findClerk(this.#store, this.#clerkId)
    this.#tell('session-changed', describeSession(this.#context, clerk ?? null))
  }

  #sessionChanged(session: ChannelOutput<'session.current'>): ChannelOutput<'session.current'> {
    this.#spare?.keep()
    this.#clerkId = session.clerk?.id ?? null
    this.#workedAt = this.#sync.elapsed()
    this.#tell('session-changed', session)
    this.#events.moved()
    if (session.clerk) this.#machine.wake()
    return session
  }

  #setLine({ connected }: ParsedInput<'sync.setLine'>): ChannelOutput<'sync.setLine'> {
    if (!this.#start.demo && findSetting(this.#store, 'authority')?.demo !== true)
      throw new AppError('session/demo-only')
    putSetting(this.#store, 'connected', connected)
    this.#machine.setConnected(connected)
    return this.#status()
  }

  /** Ends for good, whatever the disk says to it: what is still held is let go by the next start. */
  close(): Promise<void> {
    this.#check.stop()
    const leave = [() => this.#release(), () => noteLeaving(this.#context), () => this.#machine.stop()]
    const end = [() => this.#time.keep(), () => this.#events.stop(), () => this.#spare?.close()]
    return endAll([...leave, ...end, () => this.#store.close(), () => this.#lock.release()])
  }
}
