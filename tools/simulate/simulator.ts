import { type PositionOptions, type PositionOutcome, runDay } from './positions.ts'
import { prepareWorld } from './rest.ts'
import { SimAuthority } from './sim-authority.ts'
import { SimDisk } from './sim-disk.ts'
import type { Outcome } from './sim-world.ts'
import { type RunOptions, runSeed } from './simulation.ts'

/** Steps of a seed before every fault is over and all comes to rest. */
export const usualSteps = 200

/** One authority and one disk, on which seeds are run one after the other. */
export class Simulator {
  readonly #authority: SimAuthority
  readonly #disk: SimDisk

  private constructor(authority: SimAuthority, disk: SimDisk) {
    this.#authority = authority
    this.#disk = disk
  }

  static async open(): Promise<Simulator> {
    const authority = await SimAuthority.open()
    const disk = new SimDisk()
    await prepareWorld(authority, disk)
    return new Simulator(authority, disk)
  }

  /** Runs a seed; what was wrong stands in the outcome. */
  run(seed: string, options: Partial<Pick<RunOptions, 'steps' | 'plant' | 'keep' | 'climate'>> = {}): Promise<Outcome> {
    return runSeed({ steps: usualSteps, ...options, seed, authority: this.#authority, disk: this.#disk })
  }

  /** Runs the one day of `positions.ts`. */
  runDay(options: Omit<PositionOptions, 'authority' | 'disk'> = {}): Promise<PositionOutcome> {
    return runDay({ ...options, authority: this.#authority, disk: this.#disk })
  }

  /** Nothing of the last run is left, on the disk or in the air; what every run begins with is. */
  async leave(): Promise<void> {
    await this.#authority.leave()
    this.#disk.end()
  }

  async close(): Promise<void> {
    await this.leave()
    await this.#authority.close()
  }
}
