/** Where time comes from, both in milliseconds: the machine's clock, and time that only grows. */
interface Source {
  readonly wall: () => number
  readonly elapsed: () => number
}

/**
 * The time of this window. The authority's counts where the desk knows it (`sync.status`), else the machine's clock. It
 * does not run back while nothing new is known: a clock that is set back meanwhile is not followed, one that went
 * forward is, because the machine may have been asleep. The core's own clock does the same.
 */
export class TrustedTime {
  readonly #source: Source
  readonly #listeners = new Set<() => void>()
  /** By how many seconds the authority is ahead of the machine's clock; null before that is known. */
  #ahead: number | null = null
  /** A moment of this clock, and how it stood with time that only grows. */
  #seen: { readonly at: number; readonly elapsed: number }
  #version = 0

  constructor(source: Source) {
    this.#source = source
    this.#seen = { at: source.wall(), elapsed: source.elapsed() }
  }

  /** Milliseconds since 1970. */
  readonly now = (): number => {
    const { at, elapsed } = this.#seen
    return Math.max(this.#source.wall() + (this.#ahead ?? 0) * 1000, at + this.#source.elapsed() - elapsed)
  }

  /** Hears how the machine's clock stands to the authority's. */
  learn(aheadSeconds: number | null): void {
    // Told again it says nothing new: what was measured then still holds, whatever was done to the clock since.
    if (aheadSeconds === this.#ahead) return
    this.#ahead = aheadSeconds
    this.#seen = { at: this.#source.wall() + (aheadSeconds ?? 0) * 1000, elapsed: this.#source.elapsed() }
    this.#version += 1
    for (const listener of this.#listeners) listener()
  }

  /** Another number each time that the clock was put right. */
  readonly version = (): number => this.#version

  /** Calls `listener` when the clock was put right, until the returned function is called. */
  readonly follow = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}

/** The clock of this window; `followDesk` puts it right. */
export const trustedTime = new TrustedTime({ wall: () => Date.now(), elapsed: () => performance.now() })
