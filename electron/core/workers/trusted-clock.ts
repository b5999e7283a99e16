import type { Clock } from '#shared/kernel/ports.ts'

/**
 * Time that never runs behind what was already seen: the machine's clock, set forward when the authority's is ahead,
 * and never before the latest moment that was kept.
 */
export class TrustedClock implements Clock {
  readonly #wall: Clock
  #ahead = 0
  #floor: number

  constructor(wall: Clock, floor: number) {
    this.#wall = wall
    this.#floor = floor
  }

  now(): number {
    const now = Math.max(this.#wall.now() + this.#ahead, this.#floor)
    this.#floor = now
    return now
  }

  /** Hears the authority's time. Answers whether it is later than all that was seen. */
  see(instant: string): boolean {
    const there = Date.parse(instant)
    if (Number.isNaN(there) || there <= this.now()) return false
    this.#ahead = there - this.#wall.now()
    this.#floor = there
    return true
  }
}
