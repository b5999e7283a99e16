import { type ResourceLimits, Worker } from 'node:worker_threads'
import type { Lane as LaneName } from '#shared/contracts/contract.ts'

/** The desk's threads; the `window` lane is answered by whoever owns windows. */
export type Thread = Exclude<LaneName, 'window'>
/** Those that open the store; the keeper is there before it (docs/vault.md). */
export type CoreThread = Exclude<Thread, 'keeper'>
export const coreThreads: readonly CoreThread[] = ['writer', 'reader', 'counter', 'exporter']

/** Where the bundler put the threads' code. */
export type ThreadUrls = Readonly<Record<Thread, string | URL>>

/**
 * Answers and rows are soon garbage: where the room for what is new is narrow they do not fill it first, in four threads
 * (docs/benchmarks.md). An export throws away each row that it has written.
 */
const limits: Readonly<Record<Thread, ResourceLimits>> = {
  writer: { maxYoungGenerationSizeMb: 16 },
  reader: { maxYoungGenerationSizeMb: 16 },
  counter: { maxYoungGenerationSizeMb: 8 },
  exporter: { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 256 },
  keeper: { maxYoungGenerationSizeMb: 8 },
}

// Not written as `new URL('…', import.meta.url)`: a bundler would take that for a file to copy.
const here = import.meta.url
const beside = (name: string): URL => new URL(`./${name}.ts`, here)

/** Threads by their names. Those that the first question needs can load their code before there is a key. */
export class DeskThreads {
  readonly #urls: ThreadUrls | undefined
  readonly #loaded = new Map<Thread, Worker>()

  /** @param urls of their code; beside this file when absent. */
  constructor(urls: ThreadUrls | undefined) {
    this.#urls = urls
  }

  /** Starts threads that wait for `open`. */
  load(names: readonly Thread[]): void {
    for (const name of names) if (!this.#loaded.has(name)) this.#loaded.set(name, this.#start(name))
  }

  /** A thread that has not been told anything yet. */
  take(name: Thread): Worker {
    const loaded = this.#loaded.get(name)
    this.#loaded.delete(name)
    // One that has ended has no number any more.
    if (!loaded || loaded.threadId < 0) return this.#start(name)
    loaded.removeAllListeners()
    return loaded
  }

  #start(name: Thread): Worker {
    const worker = new Worker(this.#urls?.[name] ?? beside(name), { resourceLimits: limits[name] })
    // Whoever takes it hears why it cannot start, from the one that is started in its place.
    worker.on('error', () => undefined)
    return worker
  }

  /** Ends those that nobody took. */
  async end(): Promise<void> {
    const left = [...this.#loaded.values()]
    this.#loaded.clear()
    await Promise.all(left.map((worker) => worker.terminate()))
  }
}
