import { parentPort } from 'node:worker_threads'
import { ExporterDesk } from './exporter-desk.ts'
import type { FromWorker, WorkerStart } from './messages.ts'
import { serve } from './serve.ts'

if (!parentPort) throw new Error('The exporter runs as a worker')
const port = parentPort
serve(port, (start: WorkerStart) => ({
  desk: new ExporterDesk(start, (name, payload) =>
    port.postMessage({ type: 'event', name, payload } satisfies FromWorker),
  ),
  clerkId: null,
}))
