import type { Store } from '#core/db/store.ts'
import { isInOrder, makeOrder } from '#core/repositories/index-upkeep.ts'
import type { After } from '#shared/kernel/ports.ts'

/** How often it is looked whether nobody is at work, while there is something to make, in milliseconds. */
export const lookTime = 10_000

export interface OrderMakerOptions {
  readonly store: Store
  readonly after: After
  /** Whether the writer has nothing to do, and nobody has asked it for anything for a while. */
  readonly isQuiet: () => boolean
  readonly onMade: () => void
}

/**
 * Makes the order of certificates that a first fill left out: in one piece, so when nobody is at work, with or without a
 * line. Where there is nothing to make it does nothing.
 */
export class OrderMaker {
  readonly #options: OrderMakerOptions
  #cancel: (() => void) | undefined
  #hasFailed = false

  constructor(options: OrderMakerOptions) {
    this.#options = options
  }

  /** Looks from time to time from now on, if there is something to make. */
  begin(): void {
    const { store, after } = this.#options
    if (this.#cancel || this.#hasFailed || isInOrder(store)) return
    this.#cancel = after(lookTime, () => {
      this.#cancel = undefined
      try {
        this.#look()
      } catch {
        // A full disk for example. It takes long to fail, so the list goes by number until the next start.
        this.#hasFailed = true
      }
    })
  }

  #look(): void {
    const { store, isQuiet, onMade } = this.#options
    if (isQuiet() && makeOrder(store)) onMade()
    else this.begin()
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }
}
