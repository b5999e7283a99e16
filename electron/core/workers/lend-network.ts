import type { AuthorityFetch } from '#core/sync/authority-client.ts'
import type { FromWorker, ToWorker } from './messages.ts'

/** Carries out a worker's requests on the host's network; answers stream back piece by piece. */
export class LentNetwork {
  readonly #fetch: AuthorityFetch
  readonly #post: (message: ToWorker) => void
  readonly #running = new Map<number, AbortController>()

  constructor(fetch: AuthorityFetch, post: (message: ToWorker) => void) {
    this.#fetch = fetch
    this.#post = post
  }

  receive(message: FromWorker): void {
    if (message.type === 'fetch-abort') this.#running.get(message.id)?.abort()
    if (message.type === 'fetch') void this.#carryOut(message)
  }

  /** Breaks off everything, when the worker is gone. */
  end(): void {
    for (const running of this.#running.values()) running.abort()
  }

  async #carryOut({ id, url, method, headers, body }: FromWorker & { type: 'fetch' }): Promise<void> {
    const abort = new AbortController()
    this.#running.set(id, abort)
    try {
      const init = { method, headers, signal: abort.signal, ...(body === null ? {} : { body }) }
      const response = await this.#fetch(url, init)
      this.#post({ type: 'fetch-head', id, status: response.status, headers: [...response.headers] })
      if (response.body) for await (const bytes of response.body) this.#post({ type: 'fetch-chunk', id, bytes })
      this.#post({ type: 'fetch-end', id })
    } catch (thrown) {
      this.#post({ type: 'fetch-failed', id, message: thrown instanceof Error ? thrown.message : 'failed' })
    } finally {
      this.#running.delete(id)
    }
  }
}
