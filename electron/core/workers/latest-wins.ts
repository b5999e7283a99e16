/** Where a call waits behind another of the same kind; a newer one takes its place. */
interface Line<T> {
  waiting: { run: () => Promise<T>; settle: (value: T | Promise<T>) => void } | undefined
}

/**
 * Questions of which only the newest answer matters: while one is being answered, one more may wait, and a newer one
 * takes its place. SQLite cannot be interrupted, so what has not begun is what can be saved.
 */
export class LatestWins<T> {
  readonly #superseded: () => T
  readonly #lines = new Map<string, Line<T>>()

  /** @param superseded the answer of a call that was overtaken. */
  constructor(superseded: () => T) {
    this.#superseded = superseded
  }

  run(kind: string, work: () => Promise<T>): Promise<T> {
    const line = this.#lines.get(kind)
    if (!line) {
      const mine: Line<T> = { waiting: undefined }
      this.#lines.set(kind, mine)
      return this.#begin(kind, mine, work)
    }
    line.waiting?.settle(this.#superseded())
    return new Promise<T>((resolve) => {
      line.waiting = { run: work, settle: resolve }
    })
  }

  async #begin(kind: string, line: Line<T>, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } finally {
      const next = line.waiting
      line.waiting = undefined
      if (next) next.settle(this.#begin(kind, line, next.run))
      else this.#lines.delete(kind)
    }
  }
}
