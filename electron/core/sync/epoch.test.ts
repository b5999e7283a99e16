import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { setEpoch } from '#authority/repositories/meta.ts'
import { findRequest } from '#authority/repositories/requests.ts'
import type { TestAuthority } from '#authority/test/start-authority.ts'
import { addRows } from '#authority/test/test-context.ts'
import { emptyDatabase } from '#authority/test/test-database.ts'
import { addWorld, startSmallAuthority, TestDeskCore } from '#core/workers/test-desk.ts'
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
