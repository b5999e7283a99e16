import type { Worker } from 'node:worker_threads'
import { AppError, toAppError } from '#shared/kernel/errors.ts'
import { traceOf } from '#shared/kernel/trace.ts'
import type { Errand, FromWorker, KeeperErrand, KeeperStart, ToWorker, WorkerAnswer, WorkerStart } from './messages.ts'

export interface LaneOptions {
  /** A thread that loads its code and waits. */
  readonly thread: () => Worker
  /** What it opens its store with. */
  readonly start: WorkerStart | KeeperStart
  /** Messages that are not answers. */
  readonly onMessage: (message: FromWorker) => void
  /** The worker ended by itself; its waiting calls were answered with `internal`. One that was closed answers `store/closed`. */
  readonly onDeath: () => void
}

/** A worker thread and the calls that wait for it. One that dies is started again, a few times. */
export class Lane {
  readonly #options: LaneOptions
  readonly #waiting = new Map<number, (answer: WorkerAnswer) => void>()
  #worker: Worker | undefined
  #opening: Promise<string | null> | undefined
  #last = 0
  #deaths = 0
  #closing = false

  constructor(options: LaneOptions) {
    this.#options = options
  }

  /**
   * Starts the worker, once, and lets it open its store. Answers the clerk whom its profile remembers.
   *
   * @throws AppError why its store could not be opened.
   */
  open(): Promise<string | null> {
    this.#opening ??= this.#begin()
    return this.#opening
  }

  #begin(): Promise<string | null> {
    return new Promise((resolve, reject) => {
      const worker = this.#options.thread()
      this.#worker = worker
      worker.on('message', (message: FromWorker) => {
        if (message.type === 'ready') resolve(message.clerkId)
        else if (message.type === 'failed') {
          this.#closing = true
          reject(new AppError(message.code, message.detail, { cause: new Error(message.trace) }))
        } else if (message.type === 'answer') {
          this.#waiting.get(message.id)?.(message.answer)
          this.#waiting.delete(message.id)
        } else this.#options.onMessage(message)
      })
      worker.on('error', (error) => {
        reject(error)
        this.#died(worker, error)
      })
      worker.on('exit', () => this.#died(worker, undefined))
      this.post({ type: 'open', start: this.#options.start })
    })
  }

  #died(worker: Worker, error: unknown): void {
    if (this.#worker !== worker) return
    this.#worker = undefined
    this.#opening = undefined
    const trace = error instanceof Error ? traceOf(error) : 'The worker ended'
    const code = this.#closing ? 'store/closed' : 'internal'
    for (const settle of this.#waiting.values()) settle({ ok: false, code, detail: {}, trace })
    this.#waiting.clear()
    if (this.#closing) return
    this.#options.onDeath()
    this.#deaths += 1
    if (this.#deaths <= 3) void this.open().catch(() => undefined)
  }

  post(message: ToWorker, transfer: ArrayBuffer[] = []): void {
    this.#worker?.postMessage(message, transfer)
  }

  /** The answer to a call. A worker that was not needed before is started by its first call. */
  async call(errand: Errand | KeeperErrand, input: unknown, clerkId: string | null): Promise<WorkerAnswer> {
    try {
      if (!this.#closing) await this.open()
    } catch (thrown) {
      const { code, detail } = toAppError(thrown)
      return { ok: false, code, detail, trace: traceOf(thrown) }
    }
    return new Promise((resolve) => {
      const code = this.#closing ? 'store/closed' : 'internal'
      if (!this.#worker) return resolve({ ok: false, code, detail: {}, trace: 'No worker' })
      const id = ++this.#last
      this.#waiting.set(id, resolve)
      this.post({ type: 'call', id, errand, input, clerkId })
    })
  }

  /** Closes it; its next call, or `open`, starts it again. */
  async pause(): Promise<void> {
    await this.close()
    this.#closing = false
    this.#opening = undefined
  }

  /** Closes the store in the worker and waits for its end; one that does not end is terminated. */
  async close(): Promise<void> {
    this.#closing = true
    // One that is just starting would not hear that it is told to close.
    await this.#opening?.catch(() => undefined)
    const worker = this.#worker
    if (!worker) return
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
    this.post({ type: 'close' })
    const timer = setTimeout(() => void worker.terminate(), 5000)
    await ended
    clearTimeout(timer)
  }
}
