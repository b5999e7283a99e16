import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { findRequest } from '#authority/repositories/requests.ts'
import { startAuthority, type TestAuthority } from '#authority/test/start-authority.ts'
import { addRows } from '#authority/test/test-context.ts'
import { openStore } from '#core/db/open-store.ts'
import { addWorld, TestDeskCore, type World } from '#core/workers/test-desk.ts'
import { PROTOCOL_VERSION } from '#shared/protocol/protocol-version.ts'
import type { PullOutput } from '#shared/protocol/pull.ts'
import { type Mishap, TestNetwork } from './test-network.ts'

// Two busy cores, with other suites beside this one.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

let authority: TestAuthority
let world: World
let desk: TestDeskCore
let network: TestNetwork
const key = new Uint8Array(32).fill(7)

/** From now on the authority speaks so; desks hear of it when they meet it again. */
const speak = (protocol: number, oldestProtocol = 1) =>
  Object.assign(authority.context.config, { protocol, oldestProtocol })

beforeEach(async () => {
  authority = await startAuthority({ members: 0 })
})
afterEach(async () => {
  await desk.end()
  await authority.close()
})

async function openDesk() {
  world = await addWorld(authority)
  await addRows(authority.db, { clerks: [world.noura, world.salem] })
  network = new TestNetwork()
  desk = new TestDeskCore(authority.url, { fetch: network.fetch, key })
  await desk.ask('session.clerks', {})
  await desk.signIn(world.noura)
}

async function decideWithScan() {
  const { id } = world.request
  const bytes = new Uint8Array(Buffer.from('89504e470d0a1a0a00', 'hex'))
  const attachment = await desk.ask('requests.attach', { requestId: id, name: 'a.png', bytes })
  const { revisionHash } = await desk.ask('requests.get', { id })
  await desk.ask('requests.decide', { id, decision: 'approve', revisionHash, attachments: [attachment] })
}

describe('a desk that is one protocol ahead of the authority', () => {
  test('misses no audit log that it was never shown, and keeps its own until somebody takes it', async () => {
    speak(PROTOCOL_VERSION - 1)
    await openDesk()
    const silent: Mishap = async (send) => {
      const { audit: _, ...page } = (await (await send()).json()) as PullOutput
      return Response.json(page)
    }
    network.plan('/v1/pull', silent, 20)
    expect(await desk.ask('sync.now', {})).toMatchObject({ caughtUp: true, fault: null, auditLog: null })
    expect(network.sent.some(({ path }) => path === '/v1/audit')).toBe(false)
  })

  test('works; what the authority cannot take yet is parked with the cause, and goes when it is updated', async () => {
    speak(PROTOCOL_VERSION - 1)
    await openDesk()
    const other = await addWorld(authority)
    expect(await desk.ask('sync.now', {})).toMatchObject({ caughtUp: true, reconciled: true, fault: null })
    await decideWithScan()
    await desk.decide(other.request.id, 'approve')
    await desk.ask('sync.now', {})
    expect((await desk.outbox()).map(({ state, cause }) => [state, cause])).toEqual([
      ['parked', 'sync/authority-older'],
      ['applied', null],
    ])

    speak(PROTOCOL_VERSION)
    desk = await desk.reopen()
    await desk.ask('sync.now', {})
    expect((await desk.outbox()).map(({ state }) => state)).toEqual(['applied', 'applied'])
    expect((await findRequest(authority.db, world.request.id))?.decisions).toMatchObject([
      { attachments: [{ name: 'a.png' }] },
    ])
  })
})

describe('a desk that is one protocol behind the authority', () => {
  test('works as long as the authority answers its protocol', async () => {
    speak(PROTOCOL_VERSION + 1, PROTOCOL_VERSION)
    await openDesk()
    await desk.ask('sync.now', {})
    await desk.decide(world.request.id, 'approve')
    expect(await desk.ask('sync.now', {})).toMatchObject({ fault: null, reconciled: true })
    expect((await desk.outbox()).map(({ state }) => state)).toEqual(['applied'])
  })

  test('says what to do when it does not, while at work too; its outbox stays, and goes after the update', async () => {
    await openDesk()
    await desk.ask('sync.now', {})
    await desk.decide(world.request.id, 'approve')
    speak(PROTOCOL_VERSION + 2, PROTOCOL_VERSION + 1)
    await expect(desk.ask('sync.now', {})).rejects.toThrow(/^sync\/protocol/)
    expect(await desk.ask('sync.status', {})).toMatchObject({ fault: 'sync/protocol' })
    await expect(desk.ask('sync.now', {})).rejects.toThrow(/^sync\/protocol/)
    // Both numbers are told, so that a person sees which of the two is older.
    expect(await desk.ask('sync.status', {})).toMatchObject({
      protocol: { here: PROTOCOL_VERSION, there: PROTOCOL_VERSION + 2 },
    })
    desk = await desk.reopen()
    expect((await desk.outbox()).map(({ state, tries }) => [state, tries])).toEqual([['waiting', 0]])
    speak(PROTOCOL_VERSION + 1, PROTOCOL_VERSION)
    await desk.ask('sync.now', {})
    expect((await desk.outbox()).map(({ state }) => state)).toEqual(['applied'])
  })

  test('keeps fields that it does not know, for the version that will', async () => {
    await openDesk()
    network.plan(
      '/v1/pull',
      async (send) => {
        const page = (await (await send()).json()) as PullOutput
        const changes = page.changes.map((change) => ({
          ...change,
          row: change.row && { ...change.row, later: 'kept' },
        }))
        return Response.json({ ...page, changes })
      },
      9,
    )
    network.plan('/v1/fill', () => Promise.resolve(Response.json({}, { status: 500 })), 9)
    await desk.ask('sync.now', {}).catch(() => undefined)
    const store = openStore(`${desk.profileDir}/desk.db`, key, 'reader')
    const row = store.findOf<{ row: string }>('SELECT row FROM requests WHERE id = ?', world.request.id)?.row
    store.close()
    expect(JSON.parse(row ?? 'null')).toMatchObject({ id: world.request.id, later: 'kept' })
  })
})
