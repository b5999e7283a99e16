import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { findRequest } from '#authority/repositories/requests.ts'
import type { TestAuthority } from '#authority/test/start-authority.ts'
import { addWorld, lettersOf, startSmallAuthority, TestDeskCore, type World } from '#core/workers/test-desk.ts'
import type { PushInput } from '#shared/protocol/push.ts'
import { maxTries } from './park.ts'
import { type Mishap, mishaps, problem, TestNetwork } from './test-network.ts'

// Two busy cores, with other suites beside this one.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

let authority: TestAuthority
let network: TestNetwork
let world: World
let desk: TestDeskCore

beforeAll(async () => {
  authority = await startSmallAuthority()
})
beforeEach(async () => {
  world = await addWorld(authority)
  network = new TestNetwork()
  desk = new TestDeskCore(authority.url, { fetch: network.fetch })
  await desk.signIn(world.noura)
  await desk.ask('sync.now', {})
})
afterEach(() => desk.end())
afterAll(() => authority.close())

/** One round; a fault that ends it is not the test's failure. */
const round = (on = desk) => on.ask('sync.now', {}).catch(() => undefined)

/** The decision took effect once, whatever happened on the way. */
async function expectOneEffect(): Promise<void> {
  const request = await findRequest(authority.db, world.request.id)
  expect(request).toMatchObject({ state: 'rejected', version: 2 })
  expect(request?.decisions).toHaveLength(1)
  expect(await lettersOf(authority, world.request)).toEqual(['request-rejected'])
}

const reject = () => desk.decide(world.request.id, 'reject', { reasons: ['REJ-RECENT-RECOVERY'] })

describe('one mishap on the way', () => {
  const cases: [string, Mishap][] = [
    ...Object.entries(mishaps),
    ['401', problem(401, 'session/required')],
    ['429', problem(429, 'authority/too-many')],
    ['500', problem(500, 'internal')],
    ['503', problem(503, 'authority/unavailable')],
    ['an answer that is no JSON', () => Promise.resolve(new Response('<html>', { status: 200 }))],
  ]
  test.each(cases)('push: %s — the effect is one, and its receipt is here in the end', async (_, mishap) => {
    await reject()
    network.plan('/v1/push', mishap)
    await round()
    expect((await desk.outbox())[0]?.tries).toBeLessThanOrEqual(1)
    await desk.ask('sync.now', {})
    await expectOneEffect()
    expect(await desk.outbox()).toMatchObject([{ state: 'applied', cause: null }])
    expect((await desk.ask('requests.get', { id: world.request.id })).pending).toEqual([])
  })

  test.each(['/v1/meta', '/v1/scopes', '/v1/pull', '/v1/push'])(
    '401 at %s renews the session once and goes on',
    async (path) => {
      await reject()
      network.plan(path, problem(401, 'session/required'))
      const status = await round()
      if (path === '/v1/meta') await desk.ask('sync.now', {})
      else expect(status).toMatchObject({ caughtUp: true, counts: { waiting: 0 } })
      await expectOneEffect()
    },
  )

  test('what was attempted can no longer be taken back, because it may have arrived', async () => {
    await reject()
    network.plan('/v1/push', mishaps.loseAnswer)
    await expect(desk.ask('sync.now', {})).rejects.toThrow(/^sync\/offline/)
    expect(await desk.outbox()).toMatchObject([{ state: 'waiting', tries: 0, can: { undo: false, discard: false } }])
    await expect(desk.ask('requests.undo', {})).rejects.toThrow(/^requests\/already-sent/)
    expect((await desk.ask('sync.status', {})).line).toBe('offline')
    await desk.ask('sync.now', {})
    await expectOneEffect()
  })

  test('a power cut between attempt and receipt: the reopened desk ends with one effect', async () => {
    await reject()
    let cut: TestDeskCore | undefined
    network.plan('/v1/push', async (send) => {
      const response = await send()
      cut = desk.reopenAfterCut({ fetch: (url, init) => fetch(url, init) })
      return response
    })
    await desk.ask('sync.now', {})
    if (!cut) throw new Error('no cut')
    expect(await cut.outbox()).toMatchObject([{ state: 'sending' }])
    await expect(cut.ask('requests.undo', {})).rejects.toThrow(/^requests\/already-sent/)
    await cut.ask('sync.now', {})
    expect(await cut.outbox()).toMatchObject([{ state: 'applied' }])
    await expectOneEffect()
    await cut.end()
  })
})

/** Fails every push that carries a command (not a deferral) on this request. */
const poisoned =
  (requestId: string): Mishap =>
  (send, { body }) => {
    const { items } = JSON.parse(String(body ?? '{}')) as PushInput
    const hit = items.some((item) => {
      return (
        item.type === 'command' && item.command.kind === 'request.decide' && item.command.args.requestId === requestId
      )
    })
    return hit
      ? problem(500, 'internal')(send, { method: 'POST', headers: {}, signal: AbortSignal.timeout(1000) })
      : send()
  }

describe('a command that faults again and again', () => {
  test('is not parked because the service is away, however long', async () => {
    await reject()
    network.plan('/v1/push', problem(503, 'authority/unavailable'), maxTries + 2)
    for (let i = 0; i < maxTries + 2; i += 1) await round()
    expect(await desk.outbox()).toMatchObject([{ state: 'waiting', tries: 0 }])
    await desk.ask('sync.now', {})
    await expectOneEffect()
  })

  test('is parked with its cause, lets the others pass, and goes when it is tried again', async () => {
    const other = await addWorld(authority)
    await desk.ask('sync.now', {})
    await reject()
    await desk.decide(other.request.id, 'reject', { reasons: ['REJ-RECENT-RECOVERY'] })
    network.plan('/v1/push', poisoned(world.request.id), 1000)
    for (let i = 1; i <= maxTries; i += 1) {
      await round()
      const [second, first] = await desk.outbox()
      expect(first).toMatchObject({
        tries: i,
        state: i < maxTries ? 'retrying' : 'parked',
        cause: 'authority/unavailable',
      })
      expect(second?.state).toBe('waiting')
    }
    await round()
    const items = await desk.outbox()
    expect(items.map(({ state }) => state)).toEqual(['parked', 'applied'])
    expect(await findRequest(authority.db, other.request.id)).toMatchObject({ state: 'rejected' })
    expect((await desk.ask('sync.status', {})).counts).toEqual({ today: 2, receipted: 1, waiting: 0, attention: 1 })
    expect((await desk.ask('requests.get', { id: world.request.id })).pending).toMatchObject([{ state: 'attention' }])

    network.clear()
    await round()
    expect((await desk.outbox())[0]?.state).toBe('parked')
    const parked = items[0]?.commandId ?? ''
    expect(await desk.ask('sync.retry', { commandId: parked })).toMatchObject({
      state: 'waiting',
      tries: 0,
      cause: null,
    })
    await desk.ask('sync.now', {})
    await expectOneEffect()
    await expect(desk.ask('sync.retry', { commandId: parked })).rejects.toThrow(/^sync\/not-in-that-state/)
  })

  test('can be given up once the authority knows that it will not come', async () => {
    await reject()
    network.plan('/v1/push', poisoned(world.request.id), maxTries)
    for (let i = 0; i < maxTries; i += 1) await round()
    const [parked] = await desk.outbox()
    const commandId = parked?.commandId ?? ''
    expect(parked).toMatchObject({ state: 'parked', can: { undo: false, retry: true, redo: false, discard: false } })
    await expect(desk.ask('sync.discard', { commandId })).rejects.toThrow(/^requests\/already-sent/)
    await desk.ask('sync.now', {})
    expect((await desk.outbox())[0]).toMatchObject({ state: 'parked', can: { discard: true } })
    expect(await desk.ask('sync.discard', { commandId })).toMatchObject({ state: 'withdrawn', receiptedAt: null })
    await desk.ask('sync.now', {})
    expect(await desk.outbox()).toMatchObject([{ state: 'withdrawn', receiptedAt: expect.any(String) as string }])
    expect(await findRequest(authority.db, world.request.id)).toMatchObject({ state: 'submitted', version: 1 })
    await reject()
    await desk.ask('sync.now', {})
    await expectOneEffect()
  })

  test('had arrived after all: the answer to its deferral is its receipt', async () => {
    await reject()
    network.plan('/v1/push', mishaps.truncate, maxTries)
    for (let i = 0; i < maxTries; i += 1) await round()
    expect((await desk.outbox())[0]).toMatchObject({ state: 'parked', cause: 'authority/bad-answer' })
    await desk.ask('sync.now', {})
    expect(await desk.outbox()).toMatchObject([{ state: 'applied' }])
    await expectOneEffect()
  })

  test('takes the one that is built on it along, and both go when they are tried again', async () => {
    const { request, noura, salem } = world
    await desk.ask('sync.setLine', { connected: false })
    await desk.decide(request.id, 'approve')
    await desk.signIn(salem)
    await desk.decide(request.id, 'approve')
    await desk.ask('sync.setLine', { connected: true })
    network.plan('/v1/push', poisoned(request.id), maxTries)
    for (let i = 0; i <= maxTries; i += 1) await round()
    const second = (await desk.outbox())[0]
    expect(second).toMatchObject({ state: 'parked', cause: 'sync/dependency-pending', tries: 0 })
    const refusals = (await desk.ask('requests.get', { id: request.id })).actions.map(({ refusal }) => refusal)
    expect(refusals).toEqual(['pending', 'pending', 'pending'])
    await desk.signIn(noura)
    await desk.ask('sync.retry', { commandId: (await desk.outbox())[0]?.commandId ?? '' })
    await desk.ask('sync.now', {})
    await desk.signIn(salem)
    await desk.ask('sync.retry', { commandId: second?.commandId ?? '' })
    await desk.ask('sync.now', {})
    expect(await findRequest(authority.db, request.id)).toMatchObject({ state: 'completed', version: 3 })
  })

  test('429 and a missing line are not its fault', async () => {
    await reject()
    network.plan('/v1/push', problem(429, 'authority/too-many'), maxTries)
    for (let i = 0; i < maxTries; i += 1) await round()
    network.plan('/v1/push', mishaps.loseRequest, maxTries)
    for (let i = 0; i < maxTries; i += 1) await round()
    expect(await desk.outbox()).toMatchObject([{ state: 'waiting', tries: 0 }])
  })

  test('a stop of the authority at it counts for it alone; another clerk’s command passes in the same round', async () => {
    const other = await addWorld(authority)
    await desk.ask('sync.now', {})
    const { commandId } = await reject()
    await desk.signIn(world.salem)
    await desk.decide(other.request.id, 'reject', { remarks: 'سبب مكتوب' })
    network.plan('/v1/push', () =>
      Promise.resolve(
        Response.json({
          receipts: [],
          stop: { id: commandId, code: 'internal' },
          serverTime: '2026-11-22T07:00:00.000Z',
        }),
      ),
    )
    await round()
    expect(await desk.outbox()).toMatchObject([{ state: 'applied' }])
    await desk.signIn(world.noura)
    expect(await desk.outbox()).toMatchObject([{ state: 'retrying', tries: 1, cause: 'internal' }])
    await desk.ask('sync.now', {})
    await expectOneEffect()
  })

  test('a body that the authority knows otherwise (422) is counted where it belongs', async () => {
    const { commandId } = await reject()
    network.plan('/v1/push', problem(422, 'sync/body-mismatch', { id: commandId }))
    await round()
    expect(await desk.outbox()).toMatchObject([{ state: 'retrying', cause: 'sync/body-mismatch', tries: 1 }])
  })
})
