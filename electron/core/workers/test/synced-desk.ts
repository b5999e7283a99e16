import { afterAll, beforeAll, beforeEach, vi } from 'vitest'
import type { TestAuthority } from '#authority/test/start-authority.ts'
import { TestNetwork } from '#core/sync/test-network.ts'
import { addWorld, startSmallAuthority, TestDeskCore, type World } from '../test-desk.ts'

/** The data key of the desk. */
export const key = new Uint8Array(32).fill(7)

/** What a test of the line begins with. */
export interface SyncedDesk {
  readonly authority: TestAuthority
  readonly network: TestNetwork
  readonly world: World
  /** Noura is at it, and all rows are there. The test ends it. */
  readonly desk: TestDeskCore
}

/** A small authority for the tests of a file, and before each a world, a network and a desk of its own. */
export function beforeEachSyncedDesk(take: (parts: SyncedDesk) => void): void {
  // Two busy cores, with other suites beside this one.
  vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })
  let authority: TestAuthority
  beforeAll(async () => {
    authority = await startSmallAuthority()
  })
  beforeEach(async () => {
    const world = await addWorld(authority)
    const network = new TestNetwork()
    const desk = new TestDeskCore(authority.url, { fetch: network.fetch, key })
    take({ authority, network, world, desk })
    await desk.signIn(world.noura)
    await desk.ask('sync.now', {})
  })
  afterAll(() => authority.close())
}
