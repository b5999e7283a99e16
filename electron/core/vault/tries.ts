/** Wrong tries after which each further one waits. */
const freeTries = 5
/** Wrong tries that destroy a slot; its clerk signs in at the authority again. */
export const mostTries = 10

/** Waits after the fifth, sixth, … wrong try in a row, in milliseconds. */
const waits = [30_000, 60_000, 5 * 60_000, 15 * 60_000, 60 * 60_000] as const

/** How long the next try has to wait after so many wrong ones in a row, in milliseconds. */
export function waitAfter(wrong: number): number {
  if (wrong < freeTries) return 0
  return waits[Math.min(wrong - freeTries, waits.length - 1)] ?? 0
}

/**
 * Waits between wrong tries, by time that only grows: a clock that is set ahead shortens none of them. Over a restart
 * only the number of wrong tries is known, so the wait begins anew with the process.
 */
export class TryWaits {
  readonly #elapsed: () => number
  readonly #began: number
  readonly #last = new Map<string, number>()

  /** @param elapsed milliseconds that only grow. */
  constructor(elapsed: () => number) {
    this.#elapsed = elapsed
    this.#began = elapsed()
  }

  /** Hears of a wrong try. */
  note(clerkId: string): void {
    this.#last.set(clerkId, this.#elapsed())
  }

  /** How long somebody with so many wrong tries still waits, in milliseconds; 0 when they may try. */
  left(clerkId: string, wrong: number): number {
    const since = this.#last.get(clerkId) ?? this.#began
    return Math.max(0, Math.ceil(since + waitAfter(wrong) - this.#elapsed()))
  }
}
