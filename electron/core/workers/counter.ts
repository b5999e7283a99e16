import { parentPort } from 'node:worker_threads'
import { Checkpointer } from '#core/db/checkpointer.ts'
import type { Errand, ToWorker, WorkerStart } from './messages.ts'
import { databaseFile, ReaderDesk } from './reader-desk.ts'
import { serve } from './serve.ts'

/** How long after a change the log is looked at, in milliseconds: rows come in pages, one after the other. */
const soon = 200

if (!parentPort) throw new Error('The counter runs as a worker')
const log = {
  start: undefined as WorkerStart | undefined,
  checkpointer: undefined as Checkpointer | undefined,
  timer: undefined as NodeJS.Timeout | undefined,
}

/** Writes the writer's log back, between questions. What cannot be written back now stays in the log, and safe there. */
function writeBack(): void {
  log.timer = undefined
  if (!log.start) return
  try {
    log.checkpointer ??= new Checkpointer(databaseFile(log.start.profileDir), log.start.key)
    log.checkpointer.run()
  } catch {
    // A full disk for example: the writer meets it as well, and says so.
  }
}

serve(parentPort, (start: WorkerStart) => {
  const desk = new ReaderDesk(start)
  log.start = start
  return {
    desk: {
      handle: (errand: Errand, input: unknown, clerkId: string | null) => desk.handle(errand, input, clerkId),
      close: () => {
        clearTimeout(log.timer)
        log.checkpointer?.close()
        desk.close()
      },
    },
    clerkId: null,
  }
})
parentPort.on('message', (message: ToWorker) => {
  if (message.type === 'checkpoint') log.timer ??= setTimeout(writeBack, soon).unref()
})
