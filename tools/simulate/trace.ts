import { createHash } from 'node:crypto'

/** What happened, a line each; two runs of one seed have the same lines. */
export class Trace {
  readonly #hash = createHash('sha256')
  readonly #lines: string[] = []
  readonly #keep: number

  /** `keep`: how many of the last lines are kept to be shown. */
  constructor(keep: number) {
    this.#keep = keep
  }

  say(line: string): void {
    this.#hash.update(line).update('\n')
    this.#lines.push(line)
    if (this.#lines.length > 2 * this.#keep) this.#lines.splice(0, this.#lines.length - this.#keep)
  }

  /** The last lines. */
  tail(lines = this.#keep): string[] {
    return this.#lines.slice(-lines)
  }

  /** SHA-256 of all lines so far, hex. */
  digest(): string {
    return this.#hash.copy().digest('hex')
  }
}
