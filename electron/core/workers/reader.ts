import { parentPort } from 'node:worker_threads'
import type { FromWorker, ToWorker, WorkerStart } from './messages.ts'
import { ReaderDesk } from './reader-desk.ts'
import { serve } from './serve.ts'

/** How long to wait before another look at a store that is being filled, in milliseconds. */
const patience = 700
/**
 * Rows come in pages, which are told of some time after they were committed: while they are likely to come the reader
 * looks by itself, in milliseconds.
 */
const following = { time: 2000, every: 25 } as const

if (!parentPort) throw new Error('The reader runs as a worker')
const desk = {
  current: undefined as ReaderDesk | undefined,
  timer: undefined as NodeJS.Timeout | undefined,
  isKeeping: false,
  /** Until when rows are likely to come. */
  follows: 0,
}

/** Warms the search between questions: a message that has come is answered before the next step. */
function warm(): void {
  desk.timer = undefined
  const warmth = desk.current?.warm()
  if (warmth === 'more') warmSoon(0)
  else if (warmth === 'later') warmSoon(patience)
  else if (warmth === 'warm') {
    if (!desk.isKeeping) keepOn()
    if (performance.now() < desk.follows) warmSoon(following.every)
  }
}

/** Gives the writer the lists to put down, a part after the other; questions are answered in between. */
function keepOn(answer?: { readonly more: boolean } | null): void {
  const lists = desk.current?.nextToKeep(answer)
  desk.isKeeping = lists !== undefined
  if (lists) parentPort?.postMessage({ type: 'keep-lists', lists } satisfies FromWorker)
}

function warmSoon(milliseconds: number): void {
  desk.timer ??= setTimeout(warm, milliseconds).unref()
}

serve(parentPort, (start: WorkerStart) => {
  desk.current = new ReaderDesk(start)
  return { desk: desk.current, clerkId: null }
})
// Registered behind the other listener: what was asked is answered first.
parentPort.on('message', (message: ToWorker) => {
  if (message.type === 'lists-kept') keepOn(message.answer)
  else if (message.type === 'close') {
    clearTimeout(desk.timer)
    desk.current = undefined
  } else if (desk.current && message.type !== 'open') {
    if (message.type === 'warm') desk.follows = performance.now() + following.time
    warmSoon(0)
  }
})
