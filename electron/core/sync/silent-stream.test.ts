import { afterEach, expect, test } from 'vitest'
import type { TestAuthority } from '#authority/test/start-authority.ts'
import { realMachine } from '#core/workers/machine.ts'
import { beforeEachSyncedDesk } from '#core/workers/test/synced-desk.ts'
import { TestDeskCore, type World } from '#core/workers/test-desk.ts'
import type { SyncStatus } from '#shared/contracts/sync.ts'
import type { TestNetwork } from './test-network.ts'

let authority: TestAuthority
let network: TestNetwork
let world: World
let desk: TestDeskCore
beforeEachSyncedDesk((parts) => {
  ;({ authority, network, world, desk } = parts)
})
afterEach(() => desk.end())

test('a stream that falls silent is opened anew, and the desk is online all the while', async () => {
  const real = realMachine(0)
  const own = new TestDeskCore(authority.url, {
    backgroundSync: true,
    fetch: network.fetch,
    // What is 65 seconds long elsewhere: shorter than the authority's heartbeat.
    machine: { ...real, after: (wait, work) => real.after(wait === 65_000 ? 400 : wait, work) },
  })
  try {
    network.sent.length = 0
    await own.signIn(world.noura)
    const streams = (): number => network.sent.filter(({ path }) => path === '/v1/events').length
    await expect.poll(streams, { timeout: 30_000 }).toBeGreaterThanOrEqual(3)
    const lines = own.events.flatMap(({ name, payload }) =>
      name === 'sync-status' ? [(payload as SyncStatus).line] : [],
    )
    expect(lines.slice(lines.indexOf('online'))).not.toContain('offline')
    expect(await own.ask('sync.status', {})).toMatchObject({ line: 'online', fault: null })
  } finally {
    await own.end()
  }
})
