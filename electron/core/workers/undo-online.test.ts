import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { findRequest } from '#authority/repositories/requests.ts'
import type { TestAuthority } from '#authority/test/start-authority.ts'
import { addWorld, startSmallAuthority, TestDeskCore } from './test-desk.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

let authority: TestAuthority
let desk: TestDeskCore

beforeAll(async () => {
  authority = await startSmallAuthority()
})
afterEach(() => desk.end())
afterAll(() => authority.close())

test('what was taken back while the line is up is told at once, not at the next poll', async () => {
  const { noura, request } = await addWorld(authority)
  desk = new TestDeskCore(authority.url, { backgroundSync: true })
  await desk.signIn(noura)
  const caughtUp = async () => (await desk.ask('sync.status', {})).caughtUp
  await expect.poll(caughtUp, { timeout: 20_000 }).toBe(true)
  const { heldUntil } = await desk.decide(request.id, 'approve')
  expect(heldUntil).not.toBeNull()
  await desk.ask('requests.undo', {})
  const waiting = async () => (await desk.ask('sync.status', {})).counts.waiting
  // An idle desk polls every 30 seconds: well before that the receipt must be here.
  await expect.poll(waiting, { timeout: 12_000 }).toBe(0)
  expect((await desk.outbox()).map((item) => item.state)).toEqual(['withdrawn'])
  expect(await findRequest(authority.db, request.id)).toMatchObject({ state: 'submitted', version: 1 })
})
