import { parentPort, workerData } from 'node:worker_threads'
import type { ToWorker, WorkerStart } from './messages.ts'
import { ReaderDesk } from './reader-desk.ts'
import { serve } from './serve.ts'

/** How long to wait before another look at a store that is being filled, in milliseconds. */
const patience = 700

if (!parentPort) throw new Error('The reader runs as a worker')
const desk = { current: undefined as ReaderDesk | undefined, timer: undefined as NodeJS.Timeout | undefined }

/** Warms the search between questions: a message that has come is answered before the next step. */
function warm(): void {
  desk.timer = undefined
  const warmth = desk.current?.warm()
  if (warmth === 'more') warmSoon(0)
  else if (warmth === 'later') warmSoon(patience)
}

function warmSoon(milliseconds: number): void {
  desk.timer ??= setTimeout(warm, milliseconds).unref()
}

serve(parentPort, () => {
  desk.current = new ReaderDesk(workerData as WorkerStart)
  return { desk: desk.current, clerkId: null }
})
// Registered behind the other listener: what was asked is answered first.
parentPort.on('message', ({ type }: ToWorker) => {
  if (type === 'close') {
    clearTimeout(desk.timer)
    desk.current = undefined
  } else if (desk.current) warmSoon(0)
})
