import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { TestAuthority } from '#authority/test/start-authority.ts'
import { nodeWitnessPorts } from '#core/crypto/node-witness-ports.ts'
import { openStore } from '#core/db/open-store.ts'
import { problem, TestNetwork } from '#core/sync/test-network.ts'
import { type ChainEntry, judgeLink } from '#shared/domain/audit/desk-chain.ts'
import { rebuildStore } from './rebuild-store.ts'
import { addWorld, startSmallAuthority, TestDeskCore, type World } from './test-desk.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

let authority: TestAuthority
let world: World
let network: TestNetwork
let desk: TestDeskCore
const key = new Uint8Array(32).fill(5)

beforeAll(async () => {
  authority = await startSmallAuthority()
})
beforeEach(async () => {
  world = await addWorld(authority)
  network = new TestNetwork()
  desk = new TestDeskCore(authority.url, { fetch: network.fetch, key })
})
afterEach(() => desk.end())
afterAll(() => authority.close())

/** The chain as it lies in the file, checked link by link. */
function chain(): (ChainEntry & { sent: number })[] {
  const store = openStore(`${desk.profileDir}/desk.db`, key, 'reader')
  try {
    const rows = store.allOf<{ entry: string; sent: number }>('SELECT entry, sent FROM desk_audit ORDER BY number')
    const links = rows.map(({ entry, sent }) => ({ ...(JSON.parse(entry) as ChainEntry), sent }))
    for (const [at, { number, hash, ...said }] of links.entries()) {
      const link = { number, hash, ...said }
      expect(judgeLink(nodeWitnessPorts.sha256, links[at - 1], link)).toBeUndefined()
    }
    return links
  } finally {
    store.close()
  }
}

const told = () => chain().map(({ actor, action }) => `${actor} ${action}`)

/** What the authority has of this desk's chain, in its order. */
async function received(): Promise<string[]> {
  const rows = await authority.db
    .selectFrom('audit')
    .select(['actor', 'action', 'device'])
    .where('action', 'like', 'desk%')
    .orderBy('id')
    .execute()
  const device = new Set(rows.map((row) => row.device)).size
  const mine = rows.filter((row) => row.device === rows.at(-1)?.device)
  return device === 0 ? [] : mine.map(({ actor, action }) => `${actor} ${action}`)
}

test('what happens at a desk alone stands in its chain and goes to the authority once', async () => {
  await desk.signIn(world.noura)
  await desk.ask('sync.now', {})
  const { commandId } = await desk.decide(world.request.id, 'approve')
  await desk.ask('requests.undo', { commandId })
  await desk.ask('audit.copied', { memberId: world.member.id, field: 'mobile' })
  await desk.ask('session.signOut', {})
  const all = ['noura desk.signed-in', 'noura desk.taken-back', 'noura desk.copied', 'noura desk.signed-out']
  expect(told()).toEqual(all)
  expect(JSON.stringify(chain())).not.toContain(world.member.mobile)

  await desk.signIn(world.noura)
  network.plan('/v1/audit', problem(500, 'internal'))
  await expect(desk.ask('sync.now', {})).rejects.toMatchObject({ code: 'authority/unavailable' })
  await desk.ask('sync.now', {})
  await desk.ask('sync.now', {})
  expect(await received()).toEqual([...all, 'noura desk.signed-in'])
  expect(chain().every(({ sent }) => sent === 1)).toBe(true)
})

test('it goes on after a repair out of the second copy, and the authority sees no break', async () => {
  await desk.signIn(world.noura)
  await desk.ask('sync.now', {})
  await desk.close()
  rebuildStore(desk.profileDir, key, 'asked', Date.now())
  desk = new TestDeskCore(authority.url, { fetch: network.fetch, key, profileDir: desk.profileDir })
  await desk.signIn(world.salem)
  expect(told()).toEqual(['noura desk.signed-in', 'system desk.store-repaired', 'salem desk.signed-in'])
  await desk.ask('sync.now', {})
  expect(await received()).toEqual(told())
})

test('a link that is changed or taken out of the file is found by the authority', async () => {
  await desk.signIn(world.noura)
  await desk.ask('sync.now', {})
  for (const clerk of [world.salem, world.huda, world.noura]) await desk.signIn(clerk)
  await desk.close()
  const store = openStore(`${desk.profileDir}/desk.db`, key, 'writer')
  store.runOf("UPDATE desk_audit SET entry = replace(entry, 'salem', 'nobod') WHERE number = 2")
  store.runOf('DELETE FROM desk_audit WHERE number = 3')
  store.close()
  desk = new TestDeskCore(authority.url, { fetch: network.fetch, key, profileDir: desk.profileDir })
  await desk.ask('sync.now', {})
  expect(await received()).toEqual([
    'noura desk.signed-in',
    'system desk-chain-forged',
    'nobod desk.signed-in',
    'system desk-chain-gap',
    'noura desk.signed-in',
  ])
})
