import { afterEach, expect, test } from 'vitest'
import { saveClerk } from '#authority/repositories/clerks.ts'
import type { TestAuthority } from '#authority/test/start-authority.ts'
import { addRows } from '#authority/test/test-context.ts'
import { openStore } from '#core/db/open-store.ts'
import { realMachine } from '#core/workers/machine.ts'
import { beforeEachSyncedDesk, key } from '#core/workers/test/synced-desk.ts'
import { TestDeskCore, type World } from '#core/workers/test-desk.ts'
import { AuthorityClient } from './authority-client.ts'
import type { Mishap, TestNetwork } from './test-network.ts'

let authority: TestAuthority
let network: TestNetwork
let world: World
let desk: TestDeskCore

beforeEachSyncedDesk((parts) => {
  ;({ authority, network, world, desk } = parts)
})
afterEach(() => desk.end())

const page =
  (status: number, headers: Record<string, string> = {}): Mishap =>
  () =>
    Promise.resolve(
      new Response('<html>Log in first</html>', { status, headers: { 'content-type': 'text/html', ...headers } }),
    )

test.each([
  ['a captive portal’s page', page(200), 'sync/offline'],
  ['a page that nobody knows', page(404), 'sync/offline'],
  ['a gateway’s page', page(502), 'authority/unavailable'],
] as [string, Mishap, string][])(
  '%s is no answer of the authority: the desk is offline, and no command is blamed',
  async (_, answer, code) => {
    await desk.decide(world.request.id, 'approve')
    network.plan('/v1/', answer, 99)
    await expect(desk.ask('sync.now', {})).rejects.toThrow(new RegExp(`^${code}`))
    expect(await desk.ask('sync.status', {})).toMatchObject({ line: 'offline', caughtUp: false, fault: code })
    expect(await desk.outbox()).toMatchObject([{ state: 'waiting', tries: 0, cause: null }])
    network.clear()
    expect(await desk.ask('sync.now', {})).toMatchObject({ line: 'online', fault: null })
    expect(await desk.outbox()).toMatchObject([{ state: 'applied' }])
  },
)

test.each([
  [429, '7', 7000],
  [503, 'Sun, 22 Nov 2026 07:01:30 GMT', 90_000],
  [503, '86400', 900_000],
])('Retry-After of a %i is read: %s, and no longer than a quarter of an hour', async (status, header, wait) => {
  const headers = { 'content-type': 'application/json', date: 'Sun, 22 Nov 2026 07:00:00 GMT', 'retry-after': header }
  const client = new AuthorityClient({
    baseUrl: authority.url,
    fetch: () => Promise.resolve(new Response('{}', { status, headers })),
    after: realMachine(0).after,
  })
  await expect(client.getMeta()).rejects.toMatchObject({ detail: { retryAfterMs: wait } })
})

test('a session that ended is renewed once, however many ask', async () => {
  await authority.db.deleteFrom('sessions').execute()
  network.sent.length = 0
  const wanted = { requestId: world.request.id, hash: world.request.evidence[0]?.hash ?? 'a'.repeat(64) }
  await Promise.all([desk.ask('sync.now', {}), desk.ask('requests.document', wanted).catch(() => undefined)])
  expect(network.sent.filter(({ path }) => path === '/v1/demo/sessions')).toHaveLength(1)
})

test('while the stream of events stands, an idle desk asks every five minutes', async () => {
  const waits: number[] = []
  const real = realMachine(0)
  const own = new TestDeskCore(authority.url, {
    backgroundSync: true,
    machine: { ...real, after: (wait, work) => (waits.push(wait), real.after(wait, work)) },
  })
  await own.signIn(world.noura)
  await expect.poll(async () => (await own.ask('sync.status', {})).caughtUp, { timeout: 20_000 }).toBe(true)
  await expect
    .poll(
      async () => {
        await authority.correctMember(world.member.id, { email: `moved-${waits.length}@alwaha.sa` })
        return waits.includes(300_000)
      },
      { timeout: 20_000, interval: 500 },
    )
    .toBe(true)
  await own.end()
})

test('a scope that is lost takes along the documents that somebody had opened of it', async () => {
  const huda = { ...world.huda, id: `huda-${world.member.id}` }
  await addRows(authority.db, { clerks: [huda] })
  const own = new TestDeskCore(authority.url, { key })
  await own.ask('session.clerks', {})
  await own.signIn(huda)
  await own.ask('sync.now', {})
  const hash = world.request.evidence[0]?.hash ?? ''
  const count = (change?: string) => {
    const store = openStore(`${own.profileDir}/desk.db`, key, 'writer')
    if (change) store.runOf(change, hash, Buffer.from('%PDF-'), 'now')
    const row = store.findOf<{ n: number }>('SELECT count(*) AS n FROM documents')
    store.close()
    return row?.n
  }
  expect(count('INSERT INTO documents VALUES (?, ?, ?)')).toBe(1)
  await saveClerk(authority.db, { ...huda, version: 2, branch: 'jeddah' })
  await own.ask('sync.now', {})
  expect(count()).toBe(0)
  await own.end()
})
