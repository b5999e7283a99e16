import type { Store } from '#core/db/store.ts'
import { addClockJump } from '#core/repositories/clock-jumps.ts'
import { appendNotes } from '#core/repositories/desk-audit.ts'
import { findSetting, putSetting } from '#core/repositories/settings.ts'
import { type Clock, isoInstant } from '#shared/kernel/ports.ts'
import { type ClockJump, type ClockMemory, noMemory, TrustedClock } from './trusted-clock.ts'

/** How far what is kept may be behind, in milliseconds: each note is a write. */
const keepEvery = 60_000

/** Trusted time with its memory in the store, and a log of what was noticed. The writer's alone. */
export class ClockWatch {
  readonly clock: TrustedClock
  readonly #store: Store
  #kept: ClockMemory

  constructor(store: Store, wall: Clock, elapsed: () => number) {
    this.#store = store
    this.#kept = { ...noMemory, ...findSetting(store, 'clock') }
    const jumps: ClockJump[] = []
    let log = (jump: ClockJump): void => void jumps.push(jump)
    this.clock = new TrustedClock(wall, elapsed, this.#kept, (jump) => log(jump))
    log = (jump) => this.#log(jump)
    for (const jump of jumps) log(jump)
    this.keep()
  }

  #log({ noticed, from, to, jump }: ClockJump): void {
    // Not trusted now: a jump is noticed while that is being told.
    const at = isoInstant(Math.max(to, this.#kept.floor))
    this.#store.transaction(() => {
      addClockJump(this.#store, { at, from: Math.round(from), to: Math.round(to), jump: Math.round(jump), noticed })
      const detail = { seconds: Math.round(jump / 1000), noticed }
      appendNotes(this.#store, [{ actor: 'system', action: 'desk.clock-jumped', subject: 'device', detail }], at)
    })
  }

  /** Hears the authority's time. */
  seeServerTime(instant: string): void {
    this.clock.see(instant)
    this.look()
  }

  /** Looks at the clock, and keeps what it says when that is another minute, or another clock. */
  look(): void {
    this.clock.now()
    const { floor, offset, server } = this.clock.memory()
    const moved = Math.abs(floor - this.#kept.floor) >= keepEvery || server - this.#kept.server >= keepEvery
    if (moved || Math.abs(offset - this.#kept.offset) >= keepEvery / 2) this.keep()
  }

  /** Keeps what is known of time. */
  keep(): void {
    this.clock.now()
    this.#kept = this.clock.memory()
    this.#store.cheapTransaction(() => putSetting(this.#store, 'clock', this.#kept))
  }
}
