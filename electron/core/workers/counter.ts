import { parentPort } from 'node:worker_threads'
import type { WorkerStart } from './messages.ts'
import { ReaderDesk } from './reader-desk.ts'
import { serve } from './serve.ts'

if (!parentPort) throw new Error('The counter runs as a worker')
serve(parentPort, (start: WorkerStart) => ({ desk: new ReaderDesk(start), clerkId: null }))
