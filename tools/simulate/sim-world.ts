import { Random } from '#authority/demo/prng.ts'
import { saveClerk } from '#authority/repositories/clerks.ts'
import { entryOf, publish } from '#authority/repositories/feed.ts'
import { listCursors } from '#core/repositories/cursors.ts'
import { listUnreceipted } from '#core/repositories/outbox.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { countingIds } from '#shared/testing/builders.ts'
import { checkAll } from './check-authority.ts'
import type { Climate } from './climate.ts'
import { VirtualNetwork } from './network.ts'
import type { Plant } from './plants.ts'
import type { Call, Reply, SimAuthority } from './sim-authority.ts'
import { SimDesk } from './sim-desk.ts'
import type { SimDisk } from './sim-disk.ts'
import { Trace } from './trace.ts'
import { settle, VirtualTime } from './virtual-time.ts'
import { worldBegins, worldClerks } from './world.ts'

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

/** How long everything may take to come to rest without a fault, in milliseconds; and in steps. */
const restTime = 30 * 60_000
const restSteps = 600

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

/** Desks, lines and an authority in one time of their own; how they come to rest, and what must be true then. */
export class SimWorld {
  readonly #options: SimWorldOptions
  readonly #random: Random
  readonly time = new VirtualTime(worldBegins)
  readonly trace: Trace
  readonly network: VirtualNetwork
  readonly desks: SimDesk[]
  /** Counts what changed at the authority; each desk knows up to where it has pulled. */
  changes = 0
  readonly complaints: string[] = []
  #calm = false
  #restarting = false

  constructor(options: SimWorldOptions) {
    const { seed, authority, disk, climate, plant } = options
    this.#options = options
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

  #seeHandled(name: string, call: Call, reply: Reply): Reply {
    const desk = this.desks.find((one) => one.name === name)
    const onArrived = this.#countHandled(desk, call, reply)
    const changed = (desk && this.#options.plant?.changeReply?.(call, reply, desk)) ?? reply
    return onArrived ? { ...changed, onArrived } : changed
  }

  /** Counts what changed. Of a pull that is through it answers how to note it, once the desk has the answer. */
  #countHandled(desk: SimDesk | undefined, { path }: Call, { status, body }: Reply): (() => void) | undefined {
    if (status !== 200) return undefined
    const url = new URL(path, 'http://authority')
    if (url.pathname === '/v1/push') this.changes += 1
    const { changes } = this
    if (url.pathname === '/v1/scopes') return () => desk?.pulled.set('scopes', changes)
    if (url.pathname === '/v1/pull' && body.includes('"more":false'))
      return () => desk?.pulled.set(url.searchParams.get('scope') ?? '', changes)
    return undefined
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

  /** Every fault is over: time passes until nothing moves, clerks see to what needs them, and then all must be true. */
  async comeToRest(): Promise<void> {
    await this.#rest()
    await this.#tend()
    await checkAll(this.#options.authority.db, this.desks, this.complain)
    this.stopIfWrong()
  }

  /** Every fault is over; time passes until nothing moves. */
  async #rest(): Promise<void> {
    const { authority } = this.#options
    this.trace.say('every fault is over')
    this.#calm = true
    this.network.becomeCalm()
    if (!authority.up) await authority.restart()
    authority.calm()
    for (const born of worldClerks) {
      const now = await authority.db
        .selectFrom('clerks')
        .selectAll()
        .where('id', '=', born.id)
        .executeTakeFirstOrThrow()
      if (JSON.stringify({ ...now, version: 1 }) !== JSON.stringify({ ...born, version: 1 }))
        await this.savePerson({ ...born, version: now.version + 1 })
    }
    for (const desk of this.desks) {
      desk.disarm()
      this.bury()
      if (!desk.up) this.open(desk)
      desk.ask('sync.setLine', { connected: true })
    }
    await settle()
    await this.untilQuiet()
  }

  async untilQuiet(): Promise<void> {
    const until = this.time.now() + restTime
    for (let step = 0; !this.#isQuiet(); step += 1) {
      if (this.time.now() > until || step > restSteps) {
        for (const desk of this.desks) this.complain(`${desk.name} does not come to rest: ${this.#stateOf(desk)}`)
        break
      }
      await this.time.step()
      this.stopIfWrong()
    }
    this.stopIfWrong()
  }

  #stateOf(desk: SimDesk): string {
    const open = listUnreceipted(desk.store).map(({ id, state, cause }) => `${id.slice(-6)} ${state} ${cause ?? ''}`)
    return `${open.join(', ')}; pulled ${JSON.stringify(Object.fromEntries(desk.pulled))} of ${this.changes}`
  }

  #isQuiet(): boolean {
    return !this.network.busy && this.desks.every((desk) => desk.up && this.#isDeskQuiet(desk))
  }

  /** It has pulled what there is, and no command of it can go by itself. */
  #isDeskQuiet(desk: SimDesk): boolean {
    const { store, pulled, waiting } = desk
    if (waiting > 0) return false
    // What needs no database is looked at first: this is asked after every step.
    const isBehind = ['scopes', 'directory'].some((scope) => pulled.get(scope) !== this.changes)
    if (store.findOf('SELECT 1 FROM enrolled LIMIT 1') === undefined) return true
    if (isBehind) return false
    const mayGo = listUnreceipted(store).some(({ state, deferral }) => state !== 'parked' || deferral === 'due')
    return !mayGo && listCursors(store).every(({ scope }) => pulled.get(scope) === this.changes)
  }

  /** Everybody signs in at their desk, which pulls what is theirs; the desks are left in order and kept. */
  async prepare(): Promise<void> {
    this.#calm = true
    this.network.becomeCalm()
    for (const desk of this.desks) for (const id of desk.people) await this.seat(desk, id)
    await this.untilQuiet()
    for (const desk of this.desks) {
      await desk.close()
      desk.keep()
    }
  }

  /** Clerks see to what needs them, until nothing does. */
  async #tend(): Promise<void> {
    for (let round = 0; round < 6; round += 1) {
      let tended = false
      for (const desk of this.desks) {
        const rows = desk.store.allOf<{ actor: string; id: string; state: string }>(
          "SELECT actor, id, state FROM outbox WHERE state IN ('parked', 'refused') ORDER BY position",
        )
        for (const actor of new Set(rows.map((row) => row.actor))) {
          tended = true
          await this.seat(desk, actor)
          for (const { id, state } of rows.filter((row) => row.actor === actor))
            await this.#tendTo(desk, id, state, round)
        }
      }
      if (!tended) return
      await this.untilQuiet()
    }
  }

  async seat(desk: SimDesk, actor: string): Promise<void> {
    const clerk = worldClerks.find(({ id }) => id === actor)
    for (let tries = 0; clerk && desk.clerk?.id !== actor; tries += 1) {
      if (tries > 100) return this.complain(`${actor} cannot sign in at ${desk.name}`)
      if (!desk.seating) desk.signIn(clerk)
      await settle()
      await this.time.step()
    }
  }

  /** First what may make it true, later what gives it up. */
  async #tendTo(desk: SimDesk, commandId: string, state: string, round: number): Promise<void> {
    const putAway = () => desk.putAway.add(commandId)
    if (state === 'refused' && round < 2 && this.#random.chance(0.5)) desk.ask('sync.redo', { commandId }, putAway)
    else if (state === 'parked' && round % 2 === 0) desk.ask('sync.retry', { commandId })
    else desk.ask('sync.discard', { commandId }, putAway)
    await settle()
  }
}

/** Lets every desk sign its people in and pull, and keeps desks and register as the beginning of the seeds to come. */
export async function prepareWorld(authority: SimAuthority, disk: SimDisk): Promise<void> {
  const climate = { desks: 3, empty: true, pickFate: () => 'fine' as const }
  const world = new SimWorld({ seed: 'prepare', authority, disk, climate })
  await world.within(() => world.prepare())
  if (world.complaints.length > 0) throw new Error(world.complaints.join('\n'))
  await authority.keepWorld()
}
