import { Random } from '#authority/demo/prng.ts'
import type { Store } from '#core/db/store.ts'
import type { AuthorityFetch } from '#core/sync/authority-line.ts'
import { readFill } from '#core/sync/fill-lines.ts'
import type { Machine } from '#core/workers/machine.ts'
import { TestDeskCore } from '#core/workers/test-desk.ts'
import type { Channel, ChannelInput, ChannelOutput } from '#shared/contracts/contract-map.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { traceOf } from '#shared/kernel/trace.ts'
import { nothingSeen, type TimeSeen } from './check-time.ts'
import { inflateAtOnce } from './inflate-at-once.ts'
import type { Plant } from './plants.ts'
import { type Cut, DeskCrash, LifeOfStores, type SimDisk } from './sim-disk.ts'
import type { Trace } from './trace.ts'
import type { VirtualTime } from './virtual-time.ts'

export interface SimDeskOptions {
  readonly name: string
  /** Ids of those who work at it. */
  readonly people: readonly string[]
  readonly seed: string
  readonly time: VirtualTime
  readonly disk: SimDisk
  readonly fetch: AuthorityFetch
  readonly trace: Trace
  /** Whether it begins without anything: no device, nobody enrolled, no rows. */
  readonly empty: boolean
  readonly plant: Plant | undefined
  /** Hears that the desk is gone, whichever way. */
  readonly onGone: () => void
  /** Hears of errors that no desk should have. */
  readonly onFault: (what: string) => void
}

/** What the clerks of a desk were told: a command that was answered for is theirs until it has a receipt. */
export interface Promised {
  readonly id: string
  readonly actor: string
  readonly kind: string
}

/**
 * A desk of a simulation: the real writer's and reader's desk on a real encrypted database, with a clock, timers and
 * chance of its own, over many lives.
 */
export class SimDesk {
  readonly name: string
  readonly people: readonly string[]
  readonly #options: SimDeskOptions
  readonly #random: Random
  #profile: string
  #core: TestDeskCore | undefined
  #life: LifeOfStores | undefined
  /** Milliseconds by which the machine's clock is wrong. */
  offset = 0
  /** Calls that wait for the network. */
  waiting = 0
  /** Whether somebody is about to sit down. */
  #seating = false
  clerk: Clerk | undefined
  /** How many changes of the authority each scope had when it was pulled last. */
  readonly pulled = new Map<string, number>()
  readonly promised = new Map<string, Promised>()
  /** Commands that their clerk has put away or done again. */
  readonly putAway = new Set<string>()
  /** Commands of which a clerk was told that they are taken back. */
  readonly takenBack = new Set<string>()
  /** What it has seen of time. */
  timeSeen: TimeSeen = nothingSeen

  constructor(options: SimDeskOptions) {
    this.name = options.name
    this.people = options.people
    this.#options = options
    this.#random = new Random(`${options.seed}/${options.name}`, 0)
    this.#profile = options.disk.makeProfile(options.empty ? undefined : options.name)
  }

  get up(): boolean {
    return this.#core !== undefined && this.#life?.dead === false
  }

  /** The store as it stands, for looking at. */
  get store(): Store {
    if (!this.#life) throw new DeskCrash('The desk is gone')
    return this.#life.writer
  }

  open(): void {
    const { time, disk, fetch, plant, onGone } = this.#options
    const life = new LifeOfStores(disk, this.#profile, {
      wrapStore: plant?.wrapStore ?? ((store) => store),
      forcesNothing: plant?.forcesNothing ?? false,
      onDeath: onGone,
    })
    this.#life = life
    // What is left of a dead desk sees no time pass, and writes nothing down because of it.
    let last = time.now()
    const now = () => {
      if (!life.dead) last = time.now()
      return last
    }
    let lastOffset = this.offset
    const offset = () => {
      if (!life.dead) lastOffset = this.offset
      return lastOffset
    }
    const machine: Machine = {
      wall: { now: () => now() + offset() },
      after: (milliseconds, work) =>
        time.after(milliseconds, () => {
          if (!life.dead) this.#guard('timer', work)
        }),
      random: () => this.#random.next(),
      randomBytes: (size) => Buffer.from(Array.from({ length: size }, () => this.#random.bits() & 0xff)),
      breathe: () => Promise.resolve(),
      elapsed: now,
      lockProfile: () => ({ release: () => undefined }),
      openStore: life.openStore,
      readFill: (bytes, format) => readFill(bytes, format, inflateAtOnce),
    }
    try {
      this.#core = new TestDeskCore('http://authority', {
        profileDir: this.#profile,
        key: disk.key,
        fetch: (url, init) => (life.dead ? Promise.reject(new DeskCrash('The desk is gone')) : fetch(url, init)),
        backgroundSync: true,
        machine,
      })
    } catch (thrown) {
      if (!(thrown instanceof DeskCrash)) throw thrown
    }
  }

  #guard(what: string, work: () => void): void {
    try {
      work()
    } catch (thrown) {
      this.#hear(what, thrown)
    }
  }

  #hear(what: string, thrown: unknown, life = this.#life): string {
    if (thrown instanceof DeskCrash || life?.dead) return 'crash'
    if (thrown instanceof AppError && thrown.code !== 'internal') return thrown.code
    this.#options.onFault(
      `${this.name} ${what}: ${traceOf(thrown instanceof AppError ? (thrown.cause ?? thrown) : thrown)}`,
    )
    return 'fault'
  }

  /** The desk ends at the commit after `left` more. */
  armCrash(left: number, cut: Cut): void {
    this.#life?.arm(left, cut)
  }

  /** It does not end by itself any more. */
  disarm(): void {
    this.#life?.disarm()
  }

  /** The desk ends now. */
  crash(): void {
    this.#life?.die()
  }

  /** Clears away a desk that has ended; answers whether there was one. */
  bury(): boolean {
    const life = this.#life
    if (!life?.dead) return false
    if (life.lostPower) this.timeSeen = nothingSeen
    this.#profile = life.die()
    life.close()
    this.#core = undefined
    this.#life = undefined
    this.clerk = undefined
    return true
  }

  /** Leaves as a desk does that is closed by its clerk; what waits for the network is broken off. */
  async close(): Promise<void> {
    const [core, life] = [this.#core, this.#life]
    if (!core || !life || life.dead) return
    this.#core = undefined
    await core.close().catch((thrown: unknown) => this.#hear('close', thrown))
    this.#profile = life.die()
    life.close()
    this.#life = undefined
    this.clerk = undefined
  }

  /**
   * Asks the desk something; the trace says what came of it. What needs the network is answered some time later, or
   * never, when the desk ends before: `onEnd` hears that nobody can say what came of it.
   */
  ask<C extends Channel>(
    channel: C,
    input: ChannelInput<C>,
    onAnswer: (output: ChannelOutput<C>) => void = () => undefined,
    onEnd: () => void = () => undefined,
  ): void {
    const { trace } = this.#options
    const [core, actor, life] = [this.#core, this.clerk, this.#life]
    if (!core || !this.up) return
    this.waiting += 1
    core
      .ask(channel, input)
      .then((output) => {
        if (!this.up || this.#core !== core) return
        if (typeof output === 'object' && output !== null && 'commandId' in output && actor) {
          const id = String(output.commandId)
          if (isAct(channel)) this.promised.set(id, { id, actor: actor.id, kind: channel })
          trace.say(`${this.name} ${actor.id} ${channel} ${id.slice(-6)}`)
        } else trace.say(`${this.name} ${actor?.id ?? '-'} ${channel} done`)
        onAnswer(output)
      })
      .catch((thrown: unknown) => {
        const heard = this.#hear(channel, thrown, life)
        if (heard === 'crash') onEnd()
        trace.say(`${this.name} ${actor?.id ?? '-'} ${channel} ${heard}`)
      })
      .finally(() => {
        this.waiting -= 1
      })
  }

  /** Somebody sits down at the desk. */
  signIn(clerk: Clerk): void {
    this.#seating = true
    this.ask('session.signIn', { clerkId: clerk.id }, () => {
      this.clerk = clerk
    })
  }

  get seating(): boolean {
    return this.#seating && this.waiting > 0
  }

  /** Keeps what the desk holds after it was left in order, for desks of that name to begin with. */
  keep(): void {
    this.#options.disk.keep(this.name, this.#profile)
  }

  /** Nobody is at the desk any more. */
  leave(): void {
    this.clerk = undefined
  }

  /** What the machine's clock shows. */
  now(): number {
    return this.#options.time.now() + this.offset
  }

  /** Puts its files away. */
  end(): void {
    this.crash()
    this.bury()
    this.#options.disk.remove(this.#profile)
  }
}

const acts: readonly Channel[] = [
  'requests.decide',
  'certificates.revoke',
  'appointments.book',
  'appointments.move',
  'appointments.cancel',
  'appointments.setStatus',
]

function isAct(channel: Channel): boolean {
  return acts.includes(channel)
}
