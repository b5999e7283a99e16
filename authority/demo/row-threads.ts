import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { MOST_MEMBERS } from './members.ts'
import { createRowMaker, type RegisterRows, type RowsOptions } from './register-rows.ts'

/** Members in one statement. */
const batch = 1000
/** Batches that a thread makes ahead of the one that is written. */
const ahead = 2
/** Below this many members threads would take longer to start than the rows to make. */
const worthThreads = 5000
const mostThreads = 4
/** Rows die young; a larger nursery halves the time that is spent on collecting them. */
const nurseryMegabytes = 64

/** Threads for a register of this size on this machine; 0: the caller's own. */
export function threadsFor(members: number): number {
  return members < worthThreads ? 0 : Math.min(mostThreads, availableParallelism())
}

function rangesOf(members: number): { from: number; to: number }[] {
  if (members > MOST_MEMBERS) throw new RangeError(`At most ${MOST_MEMBERS} members can be made.`)
  return Array.from({ length: Math.ceil(members / batch) }, (_, i) => ({
    from: i * batch,
    to: Math.min(members, (i + 1) * batch),
  }))
}

/** A thread that answers in the order in which it is asked. */
function startThread(options: RowsOptions) {
  const worker = new Worker(new URL('./rows-thread.ts', import.meta.url), {
    workerData: options,
    resourceLimits: { maxYoungGenerationSizeMb: nurseryMegabytes },
  })
  const waiting: PromiseWithResolvers<RegisterRows>[] = []
  worker.on('message', (rows: RegisterRows) => waiting.shift()?.resolve(rows))
  const fail = (error: unknown) => {
    for (const { reject } of waiting.splice(0)) reject(error)
  }
  worker.on('error', fail)
  worker.on('exit', (code) => fail(new Error(`A thread that makes the demo register ended with ${code}.`)))
  return {
    ask(range: { from: number; to: number }): Promise<RegisterRows> {
      const answer = Promise.withResolvers<RegisterRows>()
      // Whoever waits for a batch is told of its failure; the batches behind it are never asked for.
      answer.promise.catch(() => undefined)
      waiting.push(answer)
      worker.postMessage(range)
      return answer.promise
    },
    end: () => worker.terminate(),
  }
}

/**
 * The rows of the first `members` members in batches, in order and the same whatever the number of threads; the
 * signatures alone are others every time, as ES256 draws a number for each.
 */
export async function* registerRows(
  options: RowsOptions,
  members: number,
  threads: number,
): AsyncGenerator<RegisterRows, void> {
  const ranges = rangesOf(members)
  if (threads === 0) {
    const rowsOf = createRowMaker(options)
    for (const { from, to } of ranges) yield rowsOf(from, to)
    return
  }
  const workers = Array.from({ length: threads }, () => startThread(options))
  const queue: Promise<RegisterRows>[] = []
  const ask = (number: number): void => {
    const range = ranges[number]
    const worker = workers[number % threads]
    if (range && worker) queue.push(worker.ask(range))
  }
  try {
    const first = threads * ahead
    for (let number = 0; number < first; number += 1) ask(number)
    for (let number = first; ; number += 1) {
      const rows = await queue.shift()
      if (!rows) return
      ask(number)
      yield rows
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.end()))
  }
}
