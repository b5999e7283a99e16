import type { After } from '#shared/kernel/ports.ts'

/** Something that happens at a moment. */
interface Happening {
  readonly at: number
  readonly order: number
  readonly work: () => void | Promise<void>
}

/** Lets every promise that can go on go on: nothing in a simulation waits for anything but promises and virtual time. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve))
}

/**
 * Time that passes only from one happening to the next, in the order of their moments, and of their making at the same
 * moment. Milliseconds since 1970.
 */
export class VirtualTime {
  #now: number
  #order = 0
  #queue: Happening[] = []

  constructor(start: number) {
    this.#now = start
  }

  now(): number {
    return this.#now
  }

  readonly after: After = (milliseconds, work) => this.during(milliseconds, work)

  /** `after` for what takes a while itself: the next thing happens when it is through. */
  during(milliseconds: number, work: () => void | Promise<void>): () => void {
    this.#order += 1
    const happening = { at: this.#now + Math.max(0, milliseconds), order: this.#order, work }
    let place = this.#queue.length
    // Timers of the far end stand at the front, so that the next one is taken from the back.
    while (place > 0 && isBefore(this.#queue[place - 1], happening)) place -= 1
    this.#queue.splice(place, 0, happening)
    return () => {
      const index = this.#queue.indexOf(happening)
      if (index >= 0) this.#queue.splice(index, 1)
    }
  }

  /** The moment of the next happening, if there is one. */
  peek(): number | undefined {
    return this.#queue.at(-1)?.at
  }

  /** Lets the next thing happen and what follows from it without time passing. Answers whether there was one. */
  async step(): Promise<boolean> {
    const next = this.#queue.pop()
    if (!next) return false
    this.#now = Math.max(this.#now, next.at)
    await next.work()
    await settle()
    return true
  }

  /** Nothing that was to come comes any more. */
  clear(): void {
    this.#queue = []
  }
}

function isBefore(a: Happening | undefined, b: Happening): boolean {
  return a !== undefined && (a.at < b.at || (a.at === b.at && a.order < b.order))
}
