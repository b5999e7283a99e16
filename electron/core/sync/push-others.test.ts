import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { findRequest } from '#authority/repositories/requests.ts'
import type { TestAuthority } from '#authority/test/start-authority.ts'
import { addRows } from '#authority/test/test-context.ts'
import { openStore } from '#core/db/open-store.ts'
import { storeFiles } from '#core/db/store-files.ts'
import { addWorld, startSmallAuthority, TestDeskCore, type World } from '#core/workers/test-desk.ts'
import type { PushInput } from '#shared/protocol/push.ts'
import { buildClerk } from '#shared/testing/builders.ts'
import { maxTries } from './park.ts'
import { type Mishap, problem, TestNetwork } from './test-network.ts'

// Two busy cores, with other suites beside this one.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

const key = new Uint8Array(32).fill(11)
let authority: TestAuthority
let network: TestNetwork
let desk: TestDeskCore
/** Noura's request, made first, and Salem's. */
let hers: World
let his: World

beforeAll(async () => {
  authority = await startSmallAuthority()
})
beforeEach(async () => {
  ;[hers, his] = [await addWorld(authority), await addWorld(authority)]
  network = new TestNetwork()
  desk = new TestDeskCore(authority.url, { key, fetch: network.fetch })
  await desk.signIn(hers.noura)
  await desk.signIn(his.salem)
  await desk.ask('sync.now', {})
})
afterEach(() => desk.end())
afterAll(() => authority.close())

/** One round; a fault that ends it is not the test's failure. */
const round = () => desk.ask('sync.now', {}).catch(() => undefined)

async function decideBoth(): Promise<{ commandId: string }> {
  await desk.signIn(hers.noura)
  const first = await desk.decide(hers.request.id, 'reject', { reasons: ['REJ-RECENT-RECOVERY'] })
  await desk.signIn(his.salem)
  await desk.decide(his.request.id, 'reject', { remarks: 'سبب مكتوب' })
  return first
}

const stateOf = async (world: World) => (await findRequest(authority.db, world.request.id))?.state
const herItems = async () => {
  await desk.signIn(hers.noura)
  return desk.outbox()
}

/** Answers a push that carries an item of Noura's with a problem. */
const against =
  (itemType: 'command' | 'deferral', fault: (id: string) => Mishap): Mishap =>
  (send, request) => {
    const { items } = JSON.parse(String(request.body ?? '{}')) as PushInput
    const item = items.find((sent) => {
      if (sent.type !== itemType) return false
      return (sent.type === 'deferral' ? sent.deferral : sent.command).actor === 'noura'
    })
    if (!item) return send()
    return fault(item.type === 'deferral' ? item.deferral.id : item.command.id)(send, request)
  }

test('a clerk whose key is gone and who gets no session keeps nobody from the authority, and is parked', async () => {
  await decideBoth()
  network.plan(
    '/v1/push',
    against('command', (id) => problem(401, 'sync/bad-signature', { id })),
    1000,
  )
  // Her session is over too, and she may not have another.
  network.plan('/v1/demo/sessions', problem(404, 'session/clerk-unknown'), 1000)
  await round()
  expect(await stateOf(his)).toBe('rejected')
  const later = await addWorld(authority)
  for (let i = 1; i < maxTries; i += 1) await round()
  expect((await desk.ask('requests.get', { id: later.request.id })).request.id).toBe(later.request.id)
  expect(await herItems()).toMatchObject([{ state: 'parked', cause: 'sync/bad-signature', tries: maxTries }])
})

test('a deferral that faults keeps its clerk’s later commands back, and nobody else’s', async () => {
  await desk.signIn(hers.noura)
  await desk.decide(hers.request.id, 'reject', { reasons: ['REJ-RECENT-RECOVERY'] })
  network.plan(
    '/v1/push',
    against('command', () => problem(500, 'internal')),
    maxTries,
  )
  for (let i = 0; i < maxTries; i += 1) await round()
  expect(await herItems()).toMatchObject([{ state: 'parked' }])
  network.clear()
  network.plan(
    '/v1/push',
    against('deferral', (id) => problem(422, 'sync/body-mismatch', { id })),
    1000,
  )
  await desk.signIn(his.salem)
  await desk.decide(his.request.id, 'reject', { remarks: 'سبب مكتوب' })
  await round()
  expect(await stateOf(his)).toBe('rejected')
  network.clear()
  await desk.ask('sync.now', {})
  expect(await herItems()).toMatchObject([{ state: 'parked', can: { discard: true } }])
})

test('a fault of the whole push counts for its first command; the others go in the same round', async () => {
  await decideBoth()
  network.plan(
    '/v1/push',
    against('command', () => problem(500, 'internal')),
    1000,
  )
  await round()
  expect(await stateOf(his)).toBe('rejected')
  expect(await herItems()).toMatchObject([{ state: 'retrying', tries: 1 }])
})

test('a command that cannot be read any more is parked alone', async () => {
  const { commandId } = await decideBoth()
  await desk.close()
  const store = openStore(storeFiles(desk.profileDir).file, key, 'writer')
  store.runOf('UPDATE outbox SET body = \'{"kind":"of a version that is no more"}\' WHERE id = ?', commandId)
  store.close()
  desk = await desk.reopen()
  await desk.signIn(his.salem)
  await round()
  expect(await stateOf(his)).toBe('rejected')
  for (let i = 1; i < maxTries; i += 1) await round()
  expect(await herItems()).toMatchObject([{ state: 'parked', cause: 'internal' }])
  expect(await stateOf(hers)).toBe('submitted')
})

test('a document whose clerk must sign in again waits for them uncounted, and the round goes on', async () => {
  const auditor = buildClerk({ id: 'hana', role: 'auditor' })
  await addRows(authority.db, { clerks: [auditor] })
  await desk.ask('sync.now', {})
  await desk.end()
  // At this desk nobody but her may send documents.
  desk = new TestDeskCore(authority.url, { key, fetch: network.fetch })
  await desk.signIn(hers.noura)
  await desk.ask('sync.now', {})
  const { id } = hers.request
  const bytes = new Uint8Array([...Buffer.from('89504e470d0a1a0a', 'hex'), ...Buffer.alloc(64)])
  const attachment = await desk.ask('requests.attach', { requestId: id, name: 'a.png', bytes })
  const { revisionHash } = await desk.ask('requests.get', { id })
  await desk.ask('requests.decide', { id, decision: 'approve', revisionHash, attachments: [attachment] })
  await desk.signIn(auditor)
  network.plan('/v1/documents', problem(401, 'session/required'), 1)
  network.plan('/v1/demo/sessions', problem(403, 'session/sign-in-again'), 1000)
  const later = await addWorld(authority)
  for (let n = 0; n <= maxTries; n += 1) await desk.ask('sync.now', {})
  expect((await desk.ask('requests.get', { id: later.request.id })).request.id).toBe(later.request.id)
  network.clear()
  await desk.signIn(hers.noura)
  expect(await desk.outbox()).toMatchObject([{ state: 'waiting', cause: null, tries: 0 }])
})

test('a gateway that forbids in words of its own lets go of nothing', async () => {
  const forbidden: Mishap = () => Promise.resolve(Response.json({ message: 'Forbidden' }, { status: 403 }))
  network.plan('/v1/scopes', forbidden, 100)
  await round()
  network.clear()
  expect((await desk.ask('requests.get', { id: hers.request.id })).request.id).toBe(hers.request.id)
})
