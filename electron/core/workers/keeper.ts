import { parentPort } from 'node:worker_threads'
import type { AuthorityFetch } from '#core/sync/authority-line.ts'
import { HostFetch } from './host-fetch.ts'
import { KeeperDesk } from './keeper-desk.ts'
import type { FromWorker, KeeperStart } from './messages.ts'
import { serve } from './serve.ts'

if (!parentPort) throw new Error('The keeper runs as a worker')
const port = parentPort
const hostFetch = new HostFetch(port)
const nodeFetch: AuthorityFetch = (url, init) => globalThis.fetch(url, init)
const post = (message: FromWorker): void => port.postMessage(message)

serve(
  port,
  (start: KeeperStart) => {
    const desk = new KeeperDesk(start, {
      fetch: start.hostNetwork ? hostFetch.fetch : nodeFetch,
      openBrowser: (url) => post({ type: 'browser', url }),
      onChanged: () => post({ type: 'vault-changed' }),
      elapsed: () => performance.now(),
      now: () => Date.now() + start.clockOffset,
    })
    return { desk, clerkId: null }
  },
  (message) => hostFetch.receive(message),
)
