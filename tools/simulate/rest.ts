import { Random } from '#authority/demo/prng.ts'
import { scopesOf } from '#authority/use-cases/session/scopes.ts'
import { listCursors } from '#core/repositories/cursors.ts'
import { type EnrolledClerk, listEnrolled } from '#core/repositories/enrolled-clerks.ts'
import { listUnreceipted } from '#core/repositories/outbox.ts'
import { checkAll } from './check-authority.ts'
import type { SimAuthority } from './sim-authority.ts'
import type { SimDesk } from './sim-desk.ts'
import type { SimDisk } from './sim-disk.ts'
import { SimWorld } from './sim-world.ts'
import { settle } from './virtual-time.ts'
import { worldClerks } from './world.ts'

/** How long everything may take to come to rest without a fault, in milliseconds; and in steps. */
const restTime = 30 * 60_000
const restSteps = 600

/** Whether a desk knows what a clerk may hold now that everybody is as they were born. */
function knowsScopes({ clerkId, scopes }: EnrolledClerk): boolean {
  const born = worldClerks.find(({ id }) => id === clerkId)
  return born === undefined || JSON.stringify(scopes) === JSON.stringify(scopesOf(born))
}

/** How a world comes to rest: every fault is over, time passes until nothing moves, clerks see to what needs them. */
export class Rest {
  readonly #world: SimWorld
  readonly #random: Random

  constructor(world: SimWorld, seed: string) {
    this.#world = world
    this.#random = new Random(seed, 3)
  }

  /** Every fault is over: time passes until nothing moves, clerks see to what needs them, and then all must be true. */
  async comeToRest(): Promise<void> {
    await this.#calmDown()
    await this.#tend()
    await checkAll(this.#world.authority.db, this.#world.desks, this.#world.complain)
    this.#world.stopIfWrong()
  }

  /** Every fault is over; time passes until nothing moves. */
  async #calmDown(): Promise<void> {
    const { authority } = this.#world
    this.#world.trace.say('every fault is over')
    this.#world.becomeCalm()
    if (!authority.up) await authority.restart()
    authority.calm()
    for (const born of worldClerks) {
      const now = await authority.db
        .selectFrom('clerks')
        .selectAll()
        .where('id', '=', born.id)
        .executeTakeFirstOrThrow()
      if (JSON.stringify({ ...now, version: 1 }) !== JSON.stringify({ ...born, version: 1 }))
        await this.#world.savePerson({ ...born, version: now.version + 1 })
    }
    for (const desk of this.#world.desks) {
      desk.disarm()
      this.#world.bury()
      if (!desk.up) this.#world.open(desk)
      desk.ask('sync.setLine', { connected: true })
    }
    await settle()
    await this.untilQuiet()
  }

  async untilQuiet(): Promise<void> {
    const until = this.#world.time.now() + restTime
    for (let step = 0; !this.#isQuiet(); step += 1) {
      if (this.#world.time.now() > until || step > restSteps) {
        for (const desk of this.#world.desks)
          this.#world.complain(`${desk.name} does not come to rest: ${this.#stateOf(desk)}`)
        break
      }
      await this.#world.time.step()
      this.#world.stopIfWrong()
    }
    this.#world.stopIfWrong()
  }

  #stateOf(desk: SimDesk): string {
    const open = listUnreceipted(desk.store).map(({ id, state, cause }) => `${id.slice(-6)} ${state} ${cause ?? ''}`)
    return `${open.join(', ')}; pulled ${JSON.stringify(Object.fromEntries(desk.pulled))} of ${this.#world.changes}`
  }

  #isQuiet(): boolean {
    return !this.#world.network.busy && this.#world.desks.every((desk) => desk.up && this.#isDeskQuiet(desk))
  }

  /** It has pulled what there is, and no command of it can go by itself. */
  #isDeskQuiet(desk: SimDesk): boolean {
    const { store, pulled, waiting } = desk
    if (waiting > 0) return false
    // What needs no database is looked at first: this is asked after every step.
    const isBehind = ['scopes', 'directory'].some((scope) => pulled.get(scope) !== this.#world.changes)
    if (store.findOf('SELECT 1 FROM enrolled LIMIT 1') === undefined) return true
    // An answer with the scopes of one clerk says nothing of another one's, which may have been lost.
    const enrolled = listEnrolled(store)
    if (isBehind || !enrolled.every(knowsScopes)) return false
    const mayGo = listUnreceipted(store).some(({ state, deferral }) => state !== 'parked' || deferral === 'due')
    // A scope whose first pull was lost has no cursor yet.
    const scopes = [...listCursors(store).map(({ scope }) => scope), ...enrolled.flatMap((clerk) => clerk.scopes ?? [])]
    return !mayGo && scopes.every((scope) => pulled.get(scope) === this.#world.changes)
  }

  /** Everybody signs in at their desk, which pulls what is theirs; the desks are left in order and kept. */
  async prepare(): Promise<void> {
    this.#world.becomeCalm()
    for (const desk of this.#world.desks) for (const id of desk.people) await this.seat(desk, id)
    await this.untilQuiet()
    for (const desk of this.#world.desks) {
      await desk.close()
      desk.keep()
    }
  }

  /** Clerks see to what needs them, until nothing does. */
  async #tend(): Promise<void> {
    for (let round = 0; round < 6; round += 1) {
      let tended = false
      for (const desk of this.#world.desks) {
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
      if (tries > 100) return this.#world.complain(`${actor} cannot sign in at ${desk.name}`)
      if (!desk.seating) desk.signIn(clerk)
      await settle()
      await this.#world.time.step()
    }
  }

  /** First what may make it true, later what gives it up. */
  async #tendTo(desk: SimDesk, commandId: string, state: string, round: number): Promise<void> {
    const putAway = () => void desk.putAway.add(commandId)
    if (state === 'refused' && round < 2 && this.#random.chance(0.5))
      desk.ask('sync.redo', { commandId }, putAway, putAway)
    else if (state === 'parked' && round % 2 === 0) desk.ask('sync.retry', { commandId })
    else desk.ask('sync.discard', { commandId }, putAway, putAway)
    await settle()
  }
}

/** Lets every desk sign its people in and pull, and keeps desks and register as the beginning of the seeds to come. */
export async function prepareWorld(authority: SimAuthority, disk: SimDisk): Promise<void> {
  const climate = { desks: 3, empty: true, pickFate: () => 'fine' as const }
  const world = new SimWorld({ seed: 'prepare', authority, disk, climate })
  await world.within(() => new Rest(world, 'prepare').prepare())
  if (world.complaints.length > 0) throw new Error(world.complaints.join('\n'))
  await authority.keepWorld()
}
