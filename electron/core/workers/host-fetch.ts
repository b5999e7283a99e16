import type { MessagePort } from 'node:worker_threads'
import type { AuthorityFetch } from '#core/sync/authority-line.ts'
import type { FromWorker, ToWorker } from './messages.ts'

interface Waiting {
  readonly resolve: (response: Response) => void
  readonly reject: (error: Error) => void
  /** Lets go of the signal, which would keep the whole exchange for as long as it lives itself. */
  readonly release: () => void
  body?: ReadableStreamDefaultController<Uint8Array>
}

/** The host's network as seen from a worker: every request is a message, and its answer streams back in messages. */
export class HostFetch {
  readonly #port: MessagePort
  readonly #waiting = new Map<number, Waiting>()
  #last = 0

  constructor(port: MessagePort) {
    this.#port = port
  }

  #post(message: FromWorker): void {
    this.#port.postMessage(message)
  }

  readonly fetch: AuthorityFetch = (url, { method, headers, body, signal }) =>
    new Promise<Response>((resolve, reject) => {
      const id = ++this.#last
      const abort = () => {
        this.#post({ type: 'fetch-abort', id })
        this.#fail(id, 'aborted')
      }
      if (signal.aborted) return reject(new Error('aborted'))
      signal.addEventListener('abort', abort, { once: true })
      this.#waiting.set(id, { resolve, reject, release: () => signal.removeEventListener('abort', abort) })
      this.#post({ type: 'fetch', id, url, method, headers, body: body ?? null })
    })

  /** The exchange that is over, if it was not before. */
  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id)
    waiting?.release()
    this.#waiting.delete(id)
    return waiting
  }

  #fail(id: number, message: string): void {
    const waiting = this.#take(id)
    if (waiting?.body) waiting.body.error(new Error(message))
    else waiting?.reject(new Error(message))
  }

  /** Takes a message of the host that belongs to a request. */
  receive(message: ToWorker): void {
    if (message.type === 'call' || !('id' in message)) return
    const { id } = message
    const waiting = this.#waiting.get(id)
    if (!waiting) return
    switch (message.type) {
      case 'fetch-head': {
        const stream = new ReadableStream<Uint8Array>({
          start: (controller) => {
            waiting.body = controller
          },
          // Asked for one piece at a time: the host sends no more than a few ahead of the asking.
          pull: () => this.#post({ type: 'fetch-more', id }),
          cancel: () => {
            this.#take(id)
            this.#post({ type: 'fetch-abort', id })
          },
        })
        const empty = message.status === 204 || message.status === 304
        waiting.resolve(new Response(empty ? null : stream, { status: message.status, headers: message.headers }))
        return
      }
      case 'fetch-chunk':
        waiting.body?.enqueue(message.bytes)
        return
      case 'fetch-end':
        this.#take(id)?.body?.close()
        return
      case 'fetch-failed':
        this.#fail(id, message.message)
    }
  }
}
