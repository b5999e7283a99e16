import type { Clock } from '#shared/kernel/ports.ts'

/** What is kept of time over a restart; all in milliseconds. */
export interface ClockMemory {
  /** The latest moment that was shown. */
  readonly floor: number
  /** The latest time that the authority said; 0 before it said any. */
  readonly server: number
  /** What is added to the machine's clock. */
  readonly offset: number
  /** By how much the authority was ahead of the machine's clock when it last answered; null when that says nothing now. */
  readonly difference: number | null
  /** The machine's clock when it was last looked at. */
  readonly wall: number | null
  /**
   * What is added besides, where the machine was behind what had been shown when the desk was opened: time goes on from
   * there and does not stand still until the machine has caught up. How long the desk was closed nobody knows then, so
   * this proves nothing (`provenNow`).
   */
  readonly carried: number
}

export const noMemory: ClockMemory = { floor: 0, server: 0, offset: 0, difference: null, wall: null, carried: 0 }

/** The machine's clock was set, or slept. */
export interface ClockJump {
  /** `running`: against time that only grows; `opening`: earlier than when it was last seen; `authority`: against its time. */
  readonly noticed: 'running' | 'opening' | 'authority'
  /** The machine's clock before, or as it should have been, and after. */
  readonly from: number
  readonly to: number
  /** How much of that was not real time; below 0 when it was set back. */
  readonly jump: number
}

/** Jumps up to this are none, in milliseconds. */
export const jumpTolerance = 5 * 60_000

/**
 * Time that never runs behind what was seen: the latest of the machine's clock, what was shown before, and what the
 * authority said. The authority's time counts where it is known: it sets this one forward, and back when the machine's
 * clock had run ahead of it, but never behind the latest time that the authority itself has said.
 */
export class TrustedClock implements Clock {
  readonly #wall: Clock
  readonly #elapsed: () => number
  readonly #onJump: (jump: ClockJump) => void
  #memory: ClockMemory
  /** The machine's clock and time that only grows, when both were last looked at. */
  #seen: { wall: number; elapsed: number }

  /** @param elapsed milliseconds that only grow. */
  constructor(wall: Clock, elapsed: () => number, memory: ClockMemory, onJump: (jump: ClockJump) => void) {
    this.#wall = wall
    this.#elapsed = elapsed
    this.#onJump = onJump
    this.#memory = memory
    this.#seen = { wall: wall.now(), elapsed: elapsed() }
    const { wall: now } = this.#seen
    if (memory.wall !== null && now < memory.wall - jumpTolerance) {
      onJump({ noticed: 'opening', from: memory.wall, to: now, jump: now - memory.wall })
      // What was corrected then was another clock's fault.
      this.#memory = { ...memory, offset: Math.max(0, memory.offset), difference: null }
    }
    const { floor, server, offset } = this.#memory
    this.#memory = { ...this.#memory, carried: Math.max(0, floor - now - offset, server - now - offset) }
  }

  /** What is to be kept. */
  memory(): ClockMemory {
    return { ...this.#memory, wall: this.#seen.wall }
  }

  /** Looks at the machine's clock, and whether it has jumped since the last look. */
  #look(): number {
    const now = { wall: this.#wall.now(), elapsed: this.#elapsed() }
    const jump = now.wall - this.#seen.wall - (now.elapsed - this.#seen.elapsed)
    if (Math.abs(jump) > jumpTolerance) {
      this.#onJump({ noticed: 'running', from: this.#seen.wall, to: now.wall, jump })
      const { offset, difference, carried } = this.#memory
      this.#memory = {
        ...this.#memory,
        // Forward it may have been asleep, so that is believed; nothing makes time run back.
        offset: jump < 0 ? offset - jump : offset,
        // Or it was set right again, and by as much less is carried.
        carried: jump < 0 ? carried : Math.max(0, carried - jump),
        difference: difference === null ? null : difference - jump,
      }
    }
    this.#seen = now
    return now.wall
  }

  now(): number {
    const wall = this.#look()
    const { offset, carried, server } = this.#memory
    const floor = Math.max(wall + offset + carried, this.#memory.floor, server)
    this.#memory = { ...this.#memory, floor }
    return floor
  }

  /** Hears the authority's time. */
  see(instant: string): void {
    const there = Date.parse(instant)
    if (Number.isNaN(there)) return
    const here = this.now()
    const { wall } = this.#seen
    const difference = there - wall
    const before = this.#memory.difference
    if (before !== null && Math.abs(before - difference) > jumpTolerance)
      this.#onJump({ noticed: 'authority', from: there - before, to: wall, jump: before - difference })
    const server = Math.max(this.#memory.server, there)
    const ranAhead = here - there > jumpTolerance
    const corrected = ranAhead || there > here || this.#memory.carried > 0
    this.#memory = {
      ...this.#memory,
      server,
      difference,
      // A little ahead it waits for the authority's time, and never shows an earlier one.
      ...(corrected && { offset: difference, floor: ranAhead ? server : Math.max(server, here), carried: 0 }),
    }
  }
}
