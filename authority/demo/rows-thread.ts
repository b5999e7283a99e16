/** A thread that makes rows of the demo register: signing two million certificates is most of the work of filling it. */
import { parentPort, workerData } from 'node:worker_threads'
import { createRowMaker, type RowsOptions } from './register-rows.ts'

const rowsOf = createRowMaker(workerData as RowsOptions)

parentPort?.on('message', ({ from, to }: { from: number; to: number }) => {
  parentPort?.postMessage(rowsOf(from, to))
})
