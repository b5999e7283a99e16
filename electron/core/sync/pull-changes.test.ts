import { afterEach, describe, expect, test } from 'vitest'
import { saveClerk } from '#authority/repositories/clerks.ts'
import { findMember } from '#authority/repositories/members.ts'
import { setEpoch } from '#authority/repositories/meta.ts'
import { findRequest } from '#authority/repositories/requests.ts'
import type { TestAuthority } from '#authority/test/start-authority.ts'
import { addRows } from '#authority/test/test-context.ts'
import { openStore } from '#core/db/open-store.ts'
import { listAside } from '#core/repositories/aside.ts'
import { beforeEachSyncedDesk, key } from '#core/workers/test/synced-desk.ts'
import { addWorld, startSmallAuthority, TestDeskCore, type World } from '#core/workers/test-desk.ts'
import type { PullOutput } from '#shared/protocol/pull.ts'
import { type Mishap, mishaps, problem, type TestNetwork } from './test-network.ts'

let authority: TestAuthority
let network: TestNetwork
let world: World
let desk: TestDeskCore

beforeEachSyncedDesk((parts) => {
  ;({ authority, network, world, desk } = parts)
})
afterEach(() => desk.end())

/** Changes the next page of a pull on its way. */
const withPage =
  (change: (page: PullOutput) => PullOutput): Mishap =>
  async (send) => {
    const response = await send()
    return Response.json(change((await response.json()) as PullOutput))
  }

const aside = () => {
  const store = openStore(`${desk.profileDir}/desk.db`, key, 'reader')
  try {
    return listAside(store)
  } finally {
    store.close()
  }
}

/** Rows in the file, whatever the lists of this clerk would show. */
const countRequests = ({ profileDir }: TestDeskCore): number | undefined => {
  const store = openStore(`${profileDir}/desk.db`, key, 'reader')
  try {
    return store.findOf<{ count: number }>('SELECT count(*) AS count FROM requests')?.count
  } finally {
    store.close()
  }
}

describe('what comes down', () => {
  test('unknown tables and rows that do not parse are set aside and stop nothing', async () => {
    const next = await addWorld(authority)
    network.plan(
      '/v1/pull',
      withPage((page) => ({
        ...page,
        changes: [
          { table: 'letters', id: 'a-1', version: 1, row: { id: 'a-1' } },
          { table: 'members', id: 'broken', version: 1, row: { id: 'broken', version: 1, nameAr: 'نص' } },
          ...page.changes,
        ],
      })),
    )
    const status = await desk.ask('sync.now', {})
    expect(status.caughtUp).toBe(true)
    expect((await desk.ask('members.get', { id: next.member.id })).member.membershipNo).toBe(next.member.membershipNo)
    expect(aside()).toMatchObject([
      { table: 'letters', id: 'a-1', cause: 'unknown-table', scope: 'directory' },
      {
        table: 'members',
        id: 'broken',
        cause: expect.stringMatching(/^unreadable: state/) as string,
        scope: 'directory',
      },
    ])
  })

  test('a page that comes again, or an older row, changes nothing', async () => {
    const { member } = world
    await authority.correctMember(member.id, { email: 'newer@alwaha.sa' })
    await desk.ask('sync.now', {})
    network.plan(
      '/v1/pull',
      withPage((page) => ({
        ...page,
        changes: [{ table: 'members', id: member.id, version: 1, row: { ...member } }],
      })),
    )
    await desk.ask('sync.now', {})
    expect((await desk.ask('members.get', { id: member.id })).member.email).toBe('newer@alwaha.sa')
  })

  test.each([
    ['a lost answer', mishaps.loseAnswer],
    ['half an answer', mishaps.truncate],
    ['500', problem(500, 'internal')],
  ] as [string, Mishap][])('%s leaves the cursor where it was', async (_, mishap) => {
    const next = await addWorld(authority)
    network.plan('/v1/pull', mishap)
    await desk.ask('sync.now', {}).catch(() => undefined)
    await expect(desk.ask('members.get', { id: next.member.id })).rejects.toThrow(/^record\/not-found/)
    await desk.ask('sync.now', {})
    expect((await desk.ask('members.get', { id: next.member.id })).member.id).toBe(next.member.id)
  })

  test('somebody who moves to another branch takes their scope along: the old branch’s requests go', async () => {
    const huda = { ...world.huda, id: `huda-${world.member.id}` }
    await addRows(authority.db, { clerks: [huda] })
    const own = new TestDeskCore(authority.url)
    await own.ask('session.clerks', {})
    await own.signIn(huda)
    await own.ask('sync.now', {})
    expect((await own.ask('requests.list', { view: 'all' })).total).toBeGreaterThan(0)
    await saveClerk(authority.db, { ...huda, version: 2, branch: 'jeddah' })
    await own.ask('sync.now', {})
    expect((await own.ask('requests.list', { view: 'all' })).total).toBe(0)
    await own.end()
  })

  test('they go as well when the register was restored meanwhile, or the branch was to be read again', async () => {
    const huda = { ...world.huda, id: `huda-${world.member.id}` }
    await addRows(authority.db, { clerks: [huda] })
    for (const forget of ['restore', 'reread'] as const) {
      await saveClerk(authority.db, { ...huda, version: 2 })
      const own = new TestDeskCore(authority.url, { key })
      await own.ask('session.clerks', {})
      await own.signIn(huda)
      await own.ask('sync.now', {})
      expect(countRequests(own)).toBeGreaterThan(0)
      await saveClerk(authority.db, { ...huda, version: 3, branch: 'jeddah' })
      if (forget === 'restore') await setEpoch(authority.db, `restored-of-${huda.id}`)
      else await own.ask('sync.reread', { scope: `branch:${huda.branch}` })
      const again = await own.reopen()
      await again.signIn(huda)
      await again.ask('sync.now', {})
      expect(countRequests(again), forget).toBe(0)
      await again.end()
    }
  })
})

test('a fill that is paused stays so until it goes on, over a restart too; decisions are made and sent meanwhile', async () => {
  const own = new TestDeskCore(authority.url, { fetch: network.fetch })
  await own.ask('session.clerks', {})
  await own.signIn(world.noura)
  await own.ask('sync.now', {})
  await addWorld(authority)
  // A page that says that there is more: the scope is not caught up.
  network.plan(
    '/v1/pull',
    withPage((page) => ({ ...page, changes: page.changes.slice(0, 1), more: true })),
  )
  network.plan('/v1/pull', problem(503, 'authority/unavailable'))
  await own.ask('sync.now', {}).catch(() => undefined)
  expect(await own.ask('sync.setFill', { paused: true })).toMatchObject({
    caughtUp: false,
    progress: { paused: true, rowsPerSecond: null, secondsLeft: null },
  })
  const again = await own.reopen()
  await again.signIn(world.noura)
  await again.decide(world.request.id, 'approve')
  const paused = await again.ask('sync.now', {})
  expect(paused).toMatchObject({ caughtUp: false, counts: { receipted: 1, waiting: 0 }, progress: { paused: true } })
  await again.ask('sync.setFill', { paused: false })
  expect(await again.ask('sync.now', {})).toMatchObject({ caughtUp: true, progress: null })
  await again.end()
})

test('an authority restored to an earlier day: rows are reconciled, and commands that it forgot are told again', async () => {
  const { request, member, noura } = world
  const gone = await addWorld(authority)
  await desk.ask('sync.now', {})
  await desk.decide(request.id, 'approve')
  await desk.ask('sync.now', {})
  const restored = await startSmallAuthority()
  await addRows(restored.db, { members: [member], requests: [request] })
  await desk.close()
  const again = new TestDeskCore(restored.url, { profileDir: desk.profileDir, key })
  await again.signIn(world.salem)
  await again.decide(request.id, 'approve')
  await again.ask('sync.now', {})
  expect(await findRequest(restored.db, request.id)).toMatchObject({
    state: 'completed',
    decisions: [{ by: noura.id }, { by: world.salem.id }],
  })
  expect((await findMember(restored.db, member.id))?.email).toBe(request.proposed.email)
  await expect(again.ask('members.get', { id: gone.member.id })).rejects.toThrow(/^record\/not-found/)
  expect((await again.ask('requests.list', { view: 'all' })).rows).toMatchObject([
    { id: request.id, state: 'completed' },
  ])
  await again.close()
  await restored.close()
})

test('a desk that works by itself hears of changes at once, and sends what is released', async () => {
  const busy = new TestDeskCore(authority.url, { backgroundSync: true })
  await busy.signIn(world.noura)
  await expect.poll(async () => (await busy.ask('sync.status', {})).caughtUp, { timeout: 20_000 }).toBe(true)
  const { heldUntil } = await busy.decide(world.request.id, 'approve')
  expect(heldUntil).not.toBeNull()
  expect((await findRequest(authority.db, world.request.id))?.version).toBe(1)
  await busy.ask('sync.release', {})
  await expect.poll(async () => (await busy.outbox())[0]?.state, { timeout: 20_000 }).toBe('applied')

  await expect
    .poll(
      () =>
        authority
          .correctMember(world.member.id, { email: `heard-${Date.now()}@alwaha.sa` })
          .then(() => new Promise((resolve) => setTimeout(resolve, 1500)))
          .then(async () => (await busy.ask('members.get', { id: world.member.id })).member.email),
      { timeout: 20_000 },
    )
    .toMatch(/^heard-/)
  expect(busy.events.map(({ name }) => name)).toContain('data-changed')
  await busy.end()
})
