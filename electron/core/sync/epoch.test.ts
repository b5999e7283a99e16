import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { setEpoch } from '#authority/repositories/meta.ts'
import { findRequest } from '#authority/repositories/requests.ts'
import type { TestAuthority } from '#authority/test/start-authority.ts'
import { addRows } from '#authority/test/test-context.ts'
import { emptyDatabase } from '#authority/test/test-database.ts'
import { addWorld, startSmallAuthority, TestDeskCore } from '#core/workers/test-desk.ts'
import type { AuthorityRequest } from './authority-line.ts'
import { problem, TestNetwork } from './test-network.ts'

// Two busy cores, with other suites beside this one.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

let authority: TestAuthority

beforeAll(async () => {
  authority = await startSmallAuthority()
})
afterAll(() => authority.close())

test('a second restore, before anything was pulled since the first, is asked for receipts too', async () => {
  const { noura, salem, huda, member, request } = await addWorld(authority)
  const network = new TestNetwork()
  const desk = new TestDeskCore(authority.url, { fetch: network.fetch })
  await desk.signIn(noura)
  await desk.ask('sync.now', {})
  await desk.decide(request.id, 'reject', { reasons: ['REJ-RECENT-RECOVERY'] })
  await desk.ask('sync.now', {})

  /** The register as it was before the decision. */
  const restore = async (epoch: string) => {
    await emptyDatabase(authority.db)
    await setEpoch(authority.db, epoch)
    await addRows(authority.db, { clerks: [noura, salem, huda], members: [member], requests: [request] })
  }
  const round = () => desk.ask('sync.now', {}).catch(() => undefined)
  await restore('first')
  // The first answer of a pull tells of the new epoch; what was forgotten is told, and nothing is pulled.
  network.plan('/v1/pull', (send) => send())
  network.plan('/v1/pull', problem(503, 'authority/unavailable'), 2)
  await round()
  await round()
  expect(await findRequest(authority.db, request.id)).toMatchObject({ state: 'rejected' })
  await restore('second')
  network.clear()
  await round()
  await desk.ask('sync.now', {})
  expect(await findRequest(authority.db, request.id)).toMatchObject({
    state: 'rejected',
    decisions: [{ by: noura.id }],
  })
  expect(await desk.outbox()).toMatchObject([{ state: 'applied' }])
  await desk.end()
})

test('a late copy of a push reaches the restored register: what became of its commands there is what counts', async () => {
  const first = await addWorld(authority)
  const second = await addWorld(authority)
  const { noura, salem, huda } = first
  const network = new TestNetwork()
  const desk = new TestDeskCore(authority.url, { fetch: network.fetch })
  await desk.signIn(noura)
  await desk.ask('sync.now', {})
  for (const { request } of [first, second])
    await desk.decide(request.id, 'reject', { reasons: ['REJ-RECENT-RECOVERY'] })
  let pushed: AuthorityRequest | undefined
  network.plan('/v1/push', (send, request) => {
    pushed = request
    return send()
  })
  await desk.ask('sync.now', {})
  expect((await desk.outbox()).map(({ state }) => state)).toEqual(['applied', 'applied'])

  // The register as it was before, sessions and keys included; there somebody else returned the first request.
  const sessions = await authority.db.selectFrom('sessions').selectAll().execute()
  const keys = await authority.db.selectFrom('deviceKeys').selectAll().execute()
  await emptyDatabase(authority.db)
  await setEpoch(authority.db, 'restored')
  await addRows(authority.db, {
    clerks: [noura, salem, huda],
    members: [first.member, second.member],
    requests: [{ ...first.request, state: 'returned', version: 2 }, second.request],
  })
  await authority.db.insertInto('deviceKeys').values(keys).execute()
  await authority.db.insertInto('sessions').values(sessions).execute()
  if (!pushed) throw new Error('nothing was pushed')
  const answer = await globalThis.fetch(`${authority.url}/v1/push`, { ...pushed, signal: AbortSignal.timeout(10_000) })
  expect(answer.status).toBe(200)

  // Only the last receipt is asked for; it is another than the one that was here, so the earlier ones are too.
  await desk.ask('sync.now', {}).catch(() => undefined)
  await desk.ask('sync.now', {})
  expect(await desk.outbox()).toMatchObject([
    { state: 'applied', act: { requestId: second.request.id } },
    { state: 'refused', act: { requestId: first.request.id } },
  ])
  await desk.end()
})
