import { parentPort } from 'node:worker_threads'
import type { AuthorityFetch } from '#core/sync/authority-line.ts'
import { HostFetch } from './host-fetch.ts'
import type { FromWorker, WorkerStart } from './messages.ts'
import { serve } from './serve.ts'
import { WriterDesk } from './writer-desk.ts'

if (!parentPort) throw new Error('The writer runs as a worker')
const port = parentPort
const hostFetch = new HostFetch(port)
const nodeFetch: AuthorityFetch = (url, init) => globalThis.fetch(url, init)

serve(
  port,
  (start: WorkerStart) => {
    const desk = new WriterDesk(start, start.hostNetwork ? hostFetch.fetch : nodeFetch, (name, payload) =>
      port.postMessage({ type: 'event', name, payload } satisfies FromWorker),
    )
    return { desk, clerkId: desk.rememberedClerk() }
  },
  (message) => hostFetch.receive(message),
)
