import type { AuthorityFetch } from '#core/sync/authority-line.ts'
import type { FromWorker, ToWorker } from './messages.ts'

/** Pieces of a body that are sent ahead of the worker's asking. */
const ahead = 16

interface Running {
  readonly abort: AbortController
  /** Pieces that may still be sent. */
  credit: number
  wake: () => void
}

/** Carries out a worker's requests on the host's network; answers stream back piece by piece. */
export class LentNetwork {
  readonly #fetch: AuthorityFetch
  readonly #post: (message: ToWorker) => void
  readonly #running = new Map<number, Running>()

  constructor(fetch: AuthorityFetch, post: (message: ToWorker) => void) {
    this.#fetch = fetch
    this.#post = post
  }

  receive(message: FromWorker): void {
    if (message.type === 'fetch-abort') this.#running.get(message.id)?.abort.abort()
    if (message.type === 'fetch-more') this.#more(message.id)
    if (message.type === 'fetch') void this.#carryOut(message)
  }

  /** Breaks off everything, when the worker is gone. */
  end(): void {
    for (const running of this.#running.values()) running.abort.abort()
  }

  #more(id: number): void {
    const running = this.#running.get(id)
    if (!running) return
    running.credit += 1
    running.wake()
  }

  /** Waits until the worker takes one more piece; a body that nobody reads stays where it is. */
  async #takeCredit(running: Running): Promise<void> {
    while (running.credit <= 0) {
      await new Promise<void>((resolve, reject) => {
        running.wake = resolve
        running.abort.signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true })
      })
    }
    running.credit -= 1
  }

  async #carryOut({ id, url, method, headers, body }: FromWorker & { type: 'fetch' }): Promise<void> {
    const abort = new AbortController()
    const running: Running = { abort, credit: ahead, wake: () => undefined }
    this.#running.set(id, running)
    try {
      const init = { method, headers, signal: abort.signal, ...(body === null ? {} : { body }) }
      const response = await this.#fetch(url, init)
      this.#post({ type: 'fetch-head', id, status: response.status, headers: [...response.headers] })
      if (response.body) {
        for await (const bytes of response.body) {
          await this.#takeCredit(running)
          this.#post({ type: 'fetch-chunk', id, bytes })
        }
      }
      this.#post({ type: 'fetch-end', id })
    } catch (thrown) {
      this.#post({ type: 'fetch-failed', id, message: thrown instanceof Error ? thrown.message : 'failed' })
    } finally {
      this.#running.delete(id)
    }
  }
}
