import { Random } from '#authority/demo/prng.ts'
import { findEntry } from '#core/repositories/outbox.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { checkDerived, checkOutbox, checkOverlays } from './check-desk.ts'
import { checkHandedIn } from './check-documents.ts'
import { checkExpired, checkTime } from './check-time.ts'
import { actAtDesk } from './clerk-acts.ts'
import { type Climate, drawClimate, type MishapName } from './climate.ts'
import { actAtAuthority } from './member-acts.ts'
import { Rest } from './rest.ts'
import type { SimDesk } from './sim-desk.ts'
import { type Outcome, SimWorld, type SimWorldOptions } from './sim-world.ts'
import { settle } from './virtual-time.ts'
import { worldClerks } from './world.ts'

export interface RunOptions extends Omit<SimWorldOptions, 'climate'> {
  /** Steps before everything comes to rest. */
  readonly steps: number
  /** What is settled of the climate, whatever the seed says. */
  readonly climate?: Partial<Climate>
}

/** One world of desks, people, lines and an authority, run by chance from one seed. */
class Simulation {
  readonly #options: RunOptions
  readonly #random: Random
  readonly #climate: Climate
  readonly #world: SimWorld
  #hasBackup = false

  constructor(options: RunOptions) {
    this.#options = options
    this.#random = new Random(options.seed, 0)
    this.#climate = { ...drawClimate(this.#random), ...options.climate }
    this.#world = new SimWorld({ ...options, climate: this.#climate })
  }

  async run(): Promise<Outcome> {
    const { seed, steps } = this.#options
    const world = this.#world
    let step = 0
    await world.within(async () => {
      for (; step < steps; step += 1) await this.#step(step)
      await new Rest(world, seed).comeToRest()
    })
    return { seed, steps: step, ...world.outcome() }
  }

  async #step(step: number): Promise<void> {
    const [random, world] = [this.#random, this.#world]
    if (world.time.peek() === undefined || random.chance(this.#climate.acts)) await this.#act()
    else await world.time.step()
    world.bury()
    if (step % 8 === 7) {
      this.#look(random.pick(world.desks))
      await settle()
    }
    world.stopIfWrong()
  }

  async #act(): Promise<void> {
    const random = this.#random
    if (random.chance(this.#climate.mishaps)) return this.#mishap(this.#climate.pickMishap(random))
    if (random.chance(0.15)) return this.#actAtAuthority()
    const desk = random.pick(this.#world.desks)
    if (!desk.up || actAtDesk(desk, random) === false) {
      await this.#world.time.step()
      return
    }
    await settle()
  }

  async #actAtAuthority(): Promise<void> {
    const { authority } = this.#options
    if (!authority.up) return
    try {
      this.#world.trace.say(`at the authority: ${await actAtAuthority(authority.context, this.#random)}`)
      this.#world.changes += 1
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.code === 'internal') {
        if (authority.up) this.#world.complain(`at the authority: ${String(thrown)}`)
        return
      }
      this.#world.trace.say(`at the authority: ${thrown.code}`)
    }
    this.#world.network.tellMoved()
    await settle()
  }

  async #mishap(name: MishapName): Promise<void> {
    const [random, time, { authority }] = [this.#random, this.#world.time, this.#options]
    const desk = random.pick(this.#world.desks)
    this.#world.trace.say(`${name} ${desk.name}`)
    switch (name) {
      case 'cut-line':
        this.#world.network.cut(desk.name)
        time.after(random.int(1000, 120_000), () => this.#world.network.mend(desk.name))
        break
      case 'lose-streams':
        this.#world.network.loseStreams(desk.name)
        break
      case 'kill-desk':
      case 'cut-power':
        if (desk.up) desk.armCrash(random.int(0, 12), name === 'cut-power' ? 'power' : 'process')
        // An idle desk ends too.
        time.after(random.int(0, 20_000), () => {
          if (!this.#world.calm) desk.crash()
        })
        break
      case 'close-desk':
        await desk.close()
        time.after(random.int(500, 30_000), () => this.#world.open(desk))
        break
      case 'kill-authority':
        authority.dieAfter(0)
        await authority.handle({ method: 'GET', path: '/v1/meta', headers: {} })
        break
      case 'kill-authority-at-work':
        authority.dieAfter(random.int(1, 60))
        break
      case 'restore-authority':
        await this.#restore()
        break
      case 'jump-clock':
        desk.offset += random.pick([-1, 1]) * random.pick([10_000, 600_000, 7_200_000, 86_400_000])
        break
      case 'change-person':
        await this.#changePerson()
        break
      case 'switch-line':
        desk.ask('sync.setLine', { connected: random.chance(0.6) })
        break
    }
    await settle()
  }

  /** A backup is made, or the last one takes the register's place. */
  async #restore(): Promise<void> {
    const { authority } = this.#options
    if (!authority.up) return
    if (!this.#hasBackup || this.#random.chance(0.4)) {
      await authority.backUp()
      this.#hasBackup = true
      return
    }
    this.#world.network.loseStreams()
    await authority.restore()
    this.#world.changes += 1
  }

  /** Somebody's role or branch is another one, or they leave, or come back. */
  async #changePerson(): Promise<void> {
    const { authority } = this.#options
    if (!authority.up) return
    const person = await authority.db
      .selectFrom('clerks')
      .selectAll()
      .where('id', '=', this.#random.pick(worldClerks).id)
      .executeTakeFirstOrThrow()
    const born = worldClerks.find(({ id }) => id === person.id)
    const over: Partial<Clerk> = this.#random.pick([
      { active: false },
      { role: 'clerk' },
      { role: 'supervisor' },
      { role: 'auditor' },
      { branch: 'jeddah' },
      { branch: 'riyadh' },
      { ...born },
      { ...born },
    ])
    await this.#world.savePerson({ ...person, ...over, version: person.version + 1 })
  }

  /** What must be true at any moment. */
  #look(desk: SimDesk): void {
    if (!desk.up) return
    checkOutbox(desk, this.#world.complain)
    checkOverlays(desk, this.#world.complain)
    checkDerived(desk, this.#world.complain)
    checkHandedIn(desk, this.#world.complain)
    checkTime(desk, this.#world.complain)
    this.#checkBadge(desk)
    checkExpired(desk, this.#world.expiredCode, this.#world.complain)
  }

  /** Green means that every command of the clerk at the screen has its receipt. */
  #checkBadge(desk: SimDesk): void {
    const { clerk } = desk
    if (!clerk) return
    desk.ask('sync.status', {}, ({ line, caughtUp, counts: { waiting, attention } }) => {
      if (line !== 'online' || !caughtUp || waiting > 0 || attention > 0 || !desk.up) return
      for (const { id, actor } of desk.promised.values()) {
        if (actor !== clerk.id) continue
        const state = findEntry(desk.store, id)?.state
        if (state !== 'applied' && state !== 'withdrawn' && state !== 'settled')
          this.#world.complain(`${desk.name} is green with ${id} ${state}`)
      }
    })
  }
}

/** Runs one seed. */
export function runSeed(options: RunOptions): Promise<Outcome> {
  return new Simulation(options).run()
}
