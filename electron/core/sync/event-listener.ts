import type { After } from '#shared/kernel/ports.ts'
import type { AuthorityClient } from './authority-client.ts'
import type { Sessions } from './sessions.ts'

/** How long to wait after a stream ended before the next one, and a stream that ended sooner than this counts as a failure. */
const pause = 700

/** Keeps one stream of "something moved" open while the line is there. Its end causes a round, which proves the line. */
export class EventListener {
  readonly #client: AuthorityClient
  readonly #sessions: Sessions
  readonly #after: After
  readonly #onMoved: () => void
  #open: AbortController | undefined
  #heard = false
  #failures = 0
  #cancel: (() => void) | undefined

  constructor(client: AuthorityClient, sessions: Sessions, after: After, onMoved: () => void) {
    this.#client = client
    this.#sessions = sessions
    this.#after = after
    this.#onMoved = onMoved
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
        this.#cancel = this.#after(pause * Math.min(20, 2 ** this.#failures), () => {
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
