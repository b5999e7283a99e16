import { afterEach, describe, expect, test } from 'vitest'
import type { TestAuthority } from '#authority/test/start-authority.ts'
import { openStore } from '#core/db/open-store.ts'
import type { Store } from '#core/db/store.ts'
import { beforeEachSyncedDesk, key } from '#core/workers/test/synced-desk.ts'
import { addWorld, TestDeskCore, type World } from '#core/workers/test-desk.ts'
import type { PullOutput } from '#shared/protocol/pull.ts'
import type { Mishap, TestNetwork } from './test-network.ts'

let authority: TestAuthority
let network: TestNetwork
let world: World
let desk: TestDeskCore

beforeEachSyncedDesk((parts) => {
  ;({ authority, network, world, desk } = parts)
})
afterEach(() => desk.end())

/** Does something to the desk's file behind its back. */
function inFile<T>(work: (store: Store) => T): T {
  const store = openStore(`${desk.profileDir}/desk.db`, key, 'writer')
  try {
    return work(store)
  } finally {
    store.close()
  }
}

const members = async () => (await desk.ask('sync.counts', {})).rows.find(({ table }) => table === 'members')

/** Makes the member unreadable in every page that carries it. */
const poison =
  (id: string): Mishap =>
  async (send) => {
    const page = (await (await send()).json()) as PullOutput
    const changes = page.changes.map((change) => (change.id === id ? { ...change, row: { id, version: 1 } } : change))
    return Response.json({ ...page, changes })
  }

describe('counts against the authority’s', () => {
  test('as many rows here as there, in every table of every scope', async () => {
    await desk.decide(world.request.id, 'approve')
    const { rows, aside, asOf } = await desk.ask('sync.counts', {})
    expect(rows.map(({ scope, table }) => `${scope} ${table}`)).toEqual([
      'directory certificates',
      'directory clerks',
      'directory evidence_lists',
      'directory members',
      'directory reference_versions',
      'branch:riyadh appointments',
      'branch:riyadh requests',
      'branch:riyadh schedules',
    ])
    for (const { here, authority: there } of rows) expect(here).toBe(there)
    expect(rows.find(({ table }) => table === 'requests')).toMatchObject({ pending: 1, aside: 0 })
    expect(aside).toEqual([])
    expect(asOf).not.toBeNull()
    expect(await desk.ask('sync.status', {})).toMatchObject({ caughtUp: true, reconciled: true, aside: 0 })
  })

  test('a row set aside makes a difference, which reading the scope again mends', async () => {
    const next = await addWorld(authority)
    network.plan('/v1/pull', poison(next.member.id), 4)
    expect(await desk.ask('sync.now', {})).toMatchObject({ caughtUp: true, reconciled: false, aside: 1 })
    network.clear()
    const { here = 0, authority: there, aside } = (await members()) ?? {}
    expect([there, aside]).toEqual([here + 1, 1])
    expect((await desk.ask('sync.counts', {})).aside).toMatchObject([
      {
        scope: 'directory',
        table: 'members',
        id: next.member.id,
        cause: expect.stringMatching(/^unreadable/) as string,
      },
    ])

    expect(await desk.ask('sync.reread', { scope: 'directory' })).toMatchObject({ caughtUp: false, reconciled: null })
    expect((await desk.ask('members.get', { id: world.member.id })).member.id).toBe(world.member.id)
    expect(await desk.ask('sync.now', {})).toMatchObject({ caughtUp: true, reconciled: true, aside: 0 })
    expect((await desk.ask('members.get', { id: next.member.id })).member.id).toBe(next.member.id)
    await expect(desk.ask('sync.reread', { scope: 'branch:nowhere' })).rejects.toThrow(/^record\/not-found/)
  })

  test('read again, a scope brings back what was lost, corrects what was altered, lets go of strays; the outbox stays', async () => {
    const { request, member } = world
    const other = await addWorld(authority)
    await desk.ask('sync.now', {})
    await desk.decide(request.id, 'approve')
    inFile((store) => {
      store.runOf('DELETE FROM requests WHERE id = ?', other.request.id)
      store.runOf("UPDATE requests SET row = json_set(row, '$.number', 'X') WHERE id = ?", request.id)
      const copy = "json_set(row, '$.id', 'stray')"
      store.runOf(
        `INSERT INTO requests SELECT 'stray', version, number, kind, state, risk, member_id, branch, assignee_id,
           proposer_id, due_at, is_open, sort_key, ${copy}, generation FROM requests WHERE id = ?`,
        request.id,
      )
    })
    await desk.ask('sync.reread', { scope: 'branch:riyadh' })
    await desk.ask('sync.now', {})
    expect((await desk.ask('requests.get', { id: other.request.id })).memberId).toBe(other.member.id)
    expect((await desk.ask('requests.get', { id: request.id })).request.number).toBe(request.number)
    await expect(desk.ask('requests.get', { id: 'stray' })).rejects.toThrow(/^record\/not-found/)
    expect((await desk.outbox()).map(({ state }) => state)).toEqual(['applied'])
    expect(await desk.ask('sync.status', {})).toMatchObject({ reconciled: true })

    // What is changed afterwards, and read by another scope, is not taken for gone.
    await authority.correctMember(member.id, { email: 'later@alwaha.sa' })
    await desk.ask('sync.now', {})
    expect((await desk.ask('members.get', { id: member.id })).member.email).toBe('later@alwaha.sa')
    expect(await desk.ask('sync.status', {})).toMatchObject({ reconciled: true })
  })

  test('a row that another version of the application set aside is looked at again', async () => {
    const { id } = world.member
    inFile((store) => {
      const row = store.findOf<{ row: string }>('SELECT row FROM members WHERE id = ?', id)?.row ?? ''
      const change = JSON.stringify({ table: 'members', id, version: 1, row: JSON.parse(row) as object })
      store.runOf('DELETE FROM members WHERE id = ?', id)
      store.runOf(
        "INSERT INTO aside VALUES ('members', ?, 1, 'directory', 'unreadable: x', ?, '2026-11-22', 'old')",
        id,
        change,
      )
      store.runOf(
        "INSERT INTO aside VALUES ('letters', 'l', 1, 'directory', 'unknown-table', ?, '2026-11-22', 'old')",
        JSON.stringify({ table: 'letters', id: 'l', version: 1, row: { id: 'l' } }),
      )
    })
    const upgraded = await desk.reopen({ appVersion: '0.2.0', offline: true })
    expect((await upgraded.ask('members.get', { id })).member.id).toBe(id)
    expect((await upgraded.ask('sync.counts', {})).aside).toMatchObject([{ table: 'letters', cause: 'unknown-table' }])
    await upgraded.end()
  })
})

describe('a metered line', () => {
  test('the first fill and documents wait for a wish; commands and small pulls do not', async () => {
    const own = new TestDeskCore(authority.url, { fetch: network.fetch, key, backgroundSync: true })
    await own.ask('sync.setMetered', { metered: true })
    await own.signIn(world.noura)
    const status = () => own.ask('sync.status', {})
    await expect.poll(status, { timeout: 20_000 }).toMatchObject({ metered: true, postponed: { fill: true } })
    expect(await status()).toMatchObject({ caughtUp: false, line: 'online', members: { here: 0 } })

    expect(await own.ask('sync.now', {})).toMatchObject({ caughtUp: true, postponed: { fill: false } })
    await own.decide(world.request.id, 'approve')
    await own.ask('sync.release', {})
    await expect.poll(async () => (await own.outbox())[0]?.state, { timeout: 20_000 }).toBe('applied')
    await authority.correctMember(world.member.id, { email: 'small@alwaha.sa' })
    await expect
      .poll(async () => (await own.ask('members.get', { id: world.member.id })).member.email, { timeout: 20_000 })
      .toBe('small@alwaha.sa')

    const again = await own.reopen({ offline: true })
    expect(await again.ask('sync.status', {})).toMatchObject({ metered: true })
    expect(await again.ask('sync.setMetered', { metered: false })).toMatchObject({ metered: false })
    await again.end()
  })
})
