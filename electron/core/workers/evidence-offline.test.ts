import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { startAuthority, type TestAuthority } from '#authority/test/start-authority.ts'
import { TestDeskCore } from './test-desk.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

let authority: TestAuthority
let desk: TestDeskCore

beforeAll(async () => {
  authority = await startAuthority()
})
afterEach(() => desk.end())
afterAll(() => authority.close())

test('the evidence of open requests comes by itself, and opens without a line', async () => {
  desk = new TestDeskCore(authority.url, { backgroundSync: true })
  await desk.signIn({ id: 'riyadh-clerk-1' })
  const open = async () => (await desk.ask('requests.list', { view: 'open', limit: 500 })).rows
  const caughtUp = async () => (await desk.ask('sync.status', {})).caughtUp
  await expect.poll(caughtUp, { timeout: 20_000 }).toBe(true)
  const reviews = await Promise.all((await open()).map(({ id }) => desk.ask('requests.get', { id })))
  const papers = reviews.flatMap(({ request, evidence }) => evidence.map(({ hash }) => ({ id: request.id, hash })))
  expect(papers.length).toBeGreaterThan(5)
  const here = async () => {
    const now = await Promise.all(papers.map(({ id }) => desk.ask('requests.get', { id })))
    return now.every(({ evidence }) => evidence.every((document) => document.here))
  }
  await expect.poll(here, { timeout: 30_000, interval: 500 }).toBe(true)

  await desk.ask('sync.setLine', { connected: false })
  for (const { id, hash } of papers) {
    const { bytes } = await desk.ask('requests.document', { requestId: id, hash })
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(hash)
  }
})
