import type { After } from '#shared/kernel/ports.ts'
import type { AuthorityClient } from './authority-client.ts'
import { backoff } from './backoff.ts'
import type { Sessions } from './sessions.ts'

/** Keeps one stream of "something moved" open while the line is there. Its end causes a round, which proves the line. */
export class EventListener {
  readonly #client: AuthorityClient
  readonly #sessions: Sessions
  readonly #after: After
  readonly #onMoved: () => void
  readonly #random: () => number
  #open: AbortController | undefined
  #heard = false
  /** Streams in a row that ended without a word of anything that moved. */
  #failures = 0
  #cancel: (() => void) | undefined

  /** @param random a number in [0, 1): of the desks that an authority's restart drops, each comes back at a time of its own. */
  constructor(client: AuthorityClient, sessions: Sessions, after: After, onMoved: () => void, random: () => number) {
    this.#client = client
    this.#sessions = sessions
    this.#after = after
    this.#onMoved = onMoved
    this.#random = random
  }

  /** Whether the authority has said something on a stream that still stands: its end will be noticed. */
  isOpen(): boolean {
    return this.#heard
  }

  /** Opens a stream in a clerk's session, unless one is open. */
  start(clerkId: string): void {
    if (this.#open || this.#cancel) return
    const open = new AbortController()
    this.#open = open
    let moved = false
    void this.#sessions
      .with(clerkId, (token) =>
        this.#client.listen(
          token,
          {
            onLife: () => {
              this.#heard = this.#open === open
            },
            onMoved: () => {
              moved = true
              this.#onMoved()
            },
          },
          open.signal,
        ),
      )
      .catch(() => undefined)
      .finally(() => {
        if (this.#open !== open) return
        this.#open = undefined
        this.#heard = false
        this.#failures = moved ? 0 : this.#failures + 1
        // The round that follows asks for the stream again when it is through.
        this.#cancel = this.#after(backoff(this.#failures + 1, this.#random()), () => {
          this.#cancel = undefined
          this.#onMoved()
        })
      })
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
    this.#open?.abort()
    this.#open = undefined
    this.#heard = false
  }
}
