import type { Store } from '#core/db/store.ts'
import { findSetting } from '#core/repositories/settings.ts'
import type { Clock } from '#shared/kernel/ports.ts'

/**
 * Trusted time of a thread that cannot write: the machine's clock, put right by what the writer has kept, and never
 * before what was seen by either of them. Between two looks of the writer the machine's clock may be set ahead and
 * back: what was shown meanwhile is remembered here, until the authority's word sets time back.
 */
export class ReaderClock implements Clock {
  readonly #store: Store
  readonly #wall: Clock
  #shown = 0
  /** Of what the writer has kept, when this was shown. */
  #kept = { floor: 0, server: 0 }

  constructor(store: Store, wall: Clock) {
    this.#store = store
    this.#wall = wall
  }

  /** Milliseconds since 1970. */
  now(): number {
    const { floor = 0, server = 0, offset = 0 } = findSetting(this.#store, 'clock') ?? {}
    // Only the authority takes anything away from the floor; and what it says later counts more than what was shown.
    if (floor < this.#kept.floor || server > this.#kept.server) this.#shown = 0
    this.#kept = { floor, server }
    this.#shown = Math.max(this.#wall.now() + offset, floor, server, this.#shown)
    return this.#shown
  }
}
