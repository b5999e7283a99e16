import cluster, { type Worker } from 'node:cluster'
import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from '#shared/kernel/ports.ts'

/** What a worker tells the process that started it, once it listens. */
export interface WorkerReady {
  readonly url: string
  readonly members: number
}

/** A worker that ended is started again after a breath, so that one that cannot start does not use up the machine. */
const breathMilliseconds = 1000

/** Several processes of one authority that share a port. */
export interface Workers {
  readonly ready: WorkerReady
  /** Ends them in order, each when its open calls are answered. */
  readonly stop: () => Promise<void>
}

/**
 * Starts this very program `count` times on one port; calls go to whichever is free, and nothing of a desk is kept in a
 * process. Rejects when one ends before it listens. Later ends are logged, and another one takes the place.
 */
export async function startWorkers(count: number, log: Logger): Promise<Workers> {
  let stopping = false
  const ended = new Map<Worker, Promise<void>>()
  const fork = (): Promise<WorkerReady> => {
    const worker = cluster.fork()
    const { promise, resolve, reject } = Promise.withResolvers<WorkerReady>()
    worker.once('message', (ready: WorkerReady) => {
      log.info('worker-ready', { pid: worker.process.pid ?? 0 })
      resolve(ready)
    })
    const gone = Promise.withResolvers<void>()
    ended.set(worker, gone.promise)
    worker.once('exit', (code, signal) => {
      ended.delete(worker)
      gone.resolve()
      reject(new Error('A worker ended before it was ready; its last words are above.'))
      if (!stopping) log.error('worker-ended', { pid: worker.process.pid ?? 0, code: code ?? 0, signal: signal ?? '' })
    })
    return promise
  }
  const keepUp = async (): Promise<void> => {
    await wait(breathMilliseconds)
    if (!stopping && ended.size < count) await fork()
  }
  const [ready] = await Promise.all(Array.from({ length: count }, fork))
  if (!ready) throw new Error('An authority has at least one worker.')
  cluster.on('exit', () => {
    if (!stopping) void keepUp().catch(() => undefined)
  })
  return {
    ready,
    async stop() {
      stopping = true
      const leaving = [...ended]
      for (const [worker] of leaving) worker.process.kill('SIGTERM')
      await Promise.all(leaving.map(([, gone]) => gone))
    },
  }
}

/** Tells the process that started this one that it listens. False where it stands alone. */
export function tellParent(ready: WorkerReady): boolean {
  return process.send?.(ready) ?? false
}
