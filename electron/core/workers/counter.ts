import { parentPort, workerData } from 'node:worker_threads'
import type { WorkerStart } from './messages.ts'
import { ReaderDesk } from './reader-desk.ts'
import { serve } from './serve.ts'

if (!parentPort) throw new Error('The counter runs as a worker')
serve(parentPort, () => ({ desk: new ReaderDesk(workerData as WorkerStart), clerkId: null }))
