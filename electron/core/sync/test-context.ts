import type { Store } from '#core/db/store.ts'
import { fixedClock } from '#shared/testing/builders.ts'
import { AuthorityClient } from './authority-client.ts'
import { readFill } from './fill-lines.ts'
import type { SyncContext } from './sync-context.ts'

/** What the sync engine works with, on a line that nobody answers. */
export function buildSyncContext(store: Store, openSession: SyncContext['openSession']): SyncContext {
  const silent = (): Promise<Response> => Promise.reject(new Error('No line'))
  return {
    store,
    client: new AuthorityClient({ baseUrl: 'http://127.0.0.1:9', fetch: silent, after: () => () => undefined }),
    openSession,
    clock: fixedClock(),
    seeServerTime: () => undefined,
    onChanged: () => undefined,
    breathe: () => Promise.resolve(),
    elapsed: () => 0,
    readFill,
    newDevice: () => 'another-device',
    requireRoom: () => undefined,
  }
}
