import { Random } from '#authority/demo/prng.ts'
import { saveClerk } from '#authority/repositories/clerks.ts'
import { entryOf, publish } from '#authority/repositories/feed.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { countingIds } from '#shared/testing/builders.ts'
import type { Climate } from './climate.ts'
import { VirtualNetwork } from './network.ts'
import type { Plant } from './plants.ts'
import type { Call, Reply, SimAuthority } from './sim-authority.ts'
import { SimDesk } from './sim-desk.ts'
import type { SimDisk } from './sim-disk.ts'
import { Trace } from './trace.ts'
import { settle, VirtualTime } from './virtual-time.ts'
import { getExpiredCode, worldBegins } from './world.ts'

/** What a run came to. */
export interface Outcome {
  readonly seed: string
  readonly steps: number
  /** What was wrong; empty when nothing was. */
  readonly complaints: readonly string[]
  /** SHA-256 of the trace. */
  readonly digest: string
  readonly tail: readonly string[]
  /** How many commands the clerks were answered for. */
  readonly commands: number
}

/** Ends a run at what is wrong. */
export class Wrong extends Error {}

const people: readonly (readonly string[])[] = [
  ['noura', 'salem', 'omar'],
  ['huda', 'noura', 'lina'],
  ['rami', 'lina', 'sami'],
]

export interface SimWorldOptions {
  readonly seed: string
  readonly authority: SimAuthority
  readonly disk: SimDisk
  readonly climate: Pick<Climate, 'desks' | 'empty' | 'pickFate'>
  /** A mistake that the run should find. */
  readonly plant?: Plant
  /** Lines of the trace that are kept. */
  readonly keep?: number
}

/** Desks, lines and an authority in one time of their own. `rest.ts`: how they come to rest, and what must be true then. */
export class SimWorld {
  readonly #options: SimWorldOptions
  readonly authority: SimAuthority
  readonly #random: Random
  readonly time = new VirtualTime(worldBegins)
  readonly trace: Trace
  readonly network: VirtualNetwork
  readonly desks: SimDesk[]
  /** Counts what changed at the authority; each desk knows up to where it has pulled. */
  changes = 0
  readonly complaints: string[] = []
  /** The text of a certificate that expired before the run. */
  expiredCode = ''
  #calm = false
  #restarting = false

  constructor(options: SimWorldOptions) {
    const { seed, authority, disk, climate, plant } = options
    this.#options = options
    this.authority = authority
    this.#random = new Random(seed, 2)
    this.trace = new Trace(options.keep ?? 60)
    const [time, trace] = [this.time, this.trace]
    this.network = new VirtualNetwork({
      time,
      authority,
      random: new Random(seed, 1),
      trace,
      pickFate: climate.pickFate,
      beforeCall: async (call) => plant?.beforeCall?.(authority, call),
      onHandled: (name, call, reply) => this.#seeHandled(name, call, reply),
    })
    this.desks = Array.from({ length: climate.desks }, (_, index) => {
      const name = `desk-${index + 1}`
      return new SimDesk({
        name,
        people: people[index] ?? [],
        seed,
        empty: climate.empty,
        time,
        disk,
        trace,
        fetch: this.network.fetchFor(name),
        plant,
        onGone: () => this.network.forget(name),
        onFault: (what) => this.complain(what),
      })
    })
  }

  /** What a run came to, besides its seed and its steps. */
  outcome(): Omit<Outcome, 'seed' | 'steps'> {
    const commands = this.desks.reduce((sum, desk) => sum + desk.promised.size, 0)
    return { complaints: this.complaints, digest: this.trace.digest(), tail: this.trace.tail(), commands }
  }

  /** Whether every fault is over. */
  get calm(): boolean {
    return this.#calm
  }

  /** From now on nothing goes wrong by chance. */
  becomeCalm(): void {
    this.#calm = true
    this.network.becomeCalm()
  }

  #seeHandled(name: string, call: Call, reply: Reply): Reply {
    const desk = this.desks.find((one) => one.name === name)
    const note = this.#countHandled(desk, call, reply)
    const onArrived = (): void => {
      // Almost every answer tells the authority's time.
      if (desk) desk.timeSeen = { ...desk.timeSeen, told: true }
      note?.()
    }
    const changed = (desk && this.#options.plant?.changeReply?.(call, reply, desk)) ?? reply
    return { ...changed, onArrived }
  }

  /** Counts what changed. Of a pull that is through it answers how to note it, once the desk has the answer. */
  #countHandled(desk: SimDesk | undefined, { path }: Call, { status, body }: Reply): (() => void) | undefined {
    if (status !== 200) return undefined
    const url = new URL(path, 'http://authority')
    if (url.pathname === '/v1/push') this.changes += 1
    const { changes } = this
    if (url.pathname === '/v1/scopes') return () => desk?.pulled.set('scopes', changes)
    if (url.pathname !== '/v1/pull') return undefined
    const whole = body.includes('"more":false')
    const at = this.time.now()
    return () => {
      if (desk) desk.timeSeen = { ...desk.timeSeen, heard: Math.max(desk.timeSeen.heard, at) }
      if (whole) desk?.pulled.set(url.searchParams.get('scope') ?? '', changes)
    }
  }

  complain = (what: string): void => {
    this.complaints.push(what)
    this.trace.say(`WRONG ${what}`)
  }

  stopIfWrong(): void {
    for (const fault of this.#options.authority.faults.splice(0)) this.complain(`the authority: ${fault}`)
    if (this.complaints.length > 0) throw new Wrong()
  }

  /** Runs `work` in this world from its beginning; what is wrong ends it. */
  async within(work: () => Promise<void>): Promise<void> {
    const { authority, plant } = this.#options
    await authority.begin({ now: () => this.time.now() }, countingIds('a'), plant?.changeRows)
    this.expiredCode = await getExpiredCode(authority.db)
    const deafen = await this.network.listen()
    try {
      for (const desk of this.desks) desk.open()
      await work()
    } catch (thrown) {
      if (!(thrown instanceof Wrong)) throw thrown
    } finally {
      this.time.clear()
      for (const desk of this.desks) desk.end()
      await settle()
      await deafen()
    }
  }

  /** Desks and an authority that ended are opened again a while later. */
  bury(): void {
    for (const desk of this.desks) {
      if (!desk.bury()) continue
      this.trace.say(`${desk.name} is gone`)
      this.time.after(this.#random.int(500, 30_000), () => this.open(desk))
    }
    const { authority } = this.#options
    if (authority.up || this.#restarting) return
    this.#restarting = true
    this.trace.say('the authority is gone')
    this.network.loseStreams()
    this.time.during(this.#random.int(500, 20_000), async () => {
      this.#restarting = false
      if (!authority.up) await authority.restart()
    })
  }

  open(desk: SimDesk): void {
    if (desk.up) return
    this.trace.say(`${desk.name} opens`)
    desk.open()
  }

  /** A person is another one at the authority from now on. */
  async savePerson(next: Clerk): Promise<void> {
    await this.#options.authority.db.transaction().execute(async (trx) => {
      await saveClerk(trx, next)
      await publish(trx, [entryOf('clerks', next)])
    })
    this.changes += 1
    this.trace.say(`${next.id} is ${next.active ? next.role : 'away'} in ${next.branch}`)
    this.network.tellMoved()
  }
}
