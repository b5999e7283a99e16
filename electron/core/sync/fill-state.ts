import type { Store } from '#core/db/store.ts'
import { findSetting, putSetting } from '#core/repositories/settings.ts'
import type { Clock } from '#shared/kernel/ports.ts'

/** How far back the pace is reckoned, in milliseconds. */
const looksBack = 30_000
/** Less than this tells nothing about the pace, in milliseconds. */
const shortest = 1000

/** Whether the first fill may go on, and how fast it goes. */
export class FillState {
  readonly #store: Store
  readonly #clock: Clock
  #paused: boolean
  /** Why the last try to fill ended; null when it did not fail. A code of the error table. */
  cause: string | null = null
  /** When rows came, and how many had come by then since this desk was opened. */
  #seen: { at: number; rows: number }[] = []

  constructor(store: Store, clock: Clock) {
    this.#store = store
    this.#clock = clock
    this.#paused = findSetting(store, 'fill-paused') ?? false
  }

  get paused(): boolean {
    return this.#paused
  }

  setPaused(paused: boolean): void {
    putSetting(this.#store, 'fill-paused', paused)
    this.#paused = paused
    this.rest()
  }

  /** Rows came. */
  came(rows: number): void {
    const at = this.#clock.now()
    const before = this.#seen.at(-1)?.rows ?? 0
    this.#seen.push({ at, rows: before + rows })
    const keep = this.#seen.findIndex((seen) => seen.at >= at - looksBack)
    if (keep > 64 || this.#seen.length > 4096) this.#seen = this.#seen.slice(Math.max(1, keep))
  }

  /** Nothing comes for now: the next pace is reckoned from anew. */
  rest(): void {
    this.#seen = []
  }

  /** Whole rows a second over the last half minute; null before it is known. */
  rowsPerSecond(): number | null {
    const last = this.#seen.at(-1)
    const first = this.#seen.find((seen) => last && seen.at >= last.at - looksBack)
    if (!first || !last || last.at - first.at < shortest) return null
    return Math.round(((last.rows - first.rows) * 1000) / (last.at - first.at))
  }
}
