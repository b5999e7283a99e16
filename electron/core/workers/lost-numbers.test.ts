import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { TestAuthority } from '#authority/test/start-authority.ts'
import { openStore } from '#core/db/open-store.ts'
import { storeFiles } from '#core/db/store-files.ts'
import { findEnrolled, listEnrolled } from '#core/repositories/enrolled-clerks.ts'
import { mendNumbers } from '#core/repositories/lost-numbers.ts'
import type { AuthorityFetch } from '#core/sync/authority-line.ts'
import { addWorld, startSmallAuthority, TestDeskCore } from './test-desk.ts'

vi.setConfig({ testTimeout: 120_000 })

let authority: TestAuthority
let desk: TestDeskCore
const key = new Uint8Array(randomBytes(32))
/** Whether answers to pushes are lost on their way back. */
let losing = false
const fetch: AuthorityFetch = async (url, init) => {
  const answer = await globalThis.fetch(url, init)
  if (losing && String(url).endsWith('/v1/push')) throw new Error('The answer was lost')
  return answer
}
beforeAll(async () => {
  authority = await startSmallAuthority()
})
afterAll(async () => {
  await desk.end()
  await authority.close()
})

/** Closes the desk and turns a bit in the first page of each of these tables; the second copy is gone. */
async function loseBothCopies(tables: readonly string[]): Promise<void> {
  await desk.close()
  const { file, spare } = storeFiles(desk.profileDir)
  const store = openStore(file, key, 'writer')
  const pages = tables.map((name) =>
    Number(store.findOf<{ page: number }>('SELECT rootpage AS page FROM sqlite_schema WHERE name = ?', name)?.page),
  )
  store.close()
  const bytes = readFileSync(file)
  for (const page of pages) {
    const offset = (page - 1) * 4096 + 2000
    bytes[offset] = (bytes[offset] ?? 0) ^ 1
  }
  writeFileSync(file, bytes)
  for (const end of ['', '-wal', '-shm']) rmSync(`${spare}${end}`, { force: true })
}

/** Where a clerk's commands stand at the authority: device, number and outcome, in order of arrival. */
async function storedOf(clerkId: string): Promise<{ device: string; seq: number; outcome: string }[]> {
  const rows = await authority.db
    .selectFrom('commands')
    .select(['device', 'seq', 'receipt'])
    .where('actor', '=', clerkId)
    .orderBy('id')
    .execute()
  return rows.map(({ device, seq, receipt }) => ({ device, seq, outcome: receipt.outcome }))
}

describe('a number is never given twice', () => {
  test('the row of a clerk is lost: their outbox says how far they are; what waits is signed by the new key', async () => {
    const [first, second, third] = [await addWorld(authority), await addWorld(authority), await addWorld(authority)]
    desk = new TestDeskCore(authority.url, { key, fetch })
    await desk.signIn(first.noura)
    await desk.ask('sync.now', {})
    await desk.decide(first.request.id, 'reject', { reasons: ['REJ-RECENT-RECOVERY'] })
    await desk.ask('sync.now', {})
    await desk.decide(second.request.id, 'reject', { reasons: ['REJ-RECENT-RECOVERY'] })
    await loseBothCopies(['enrolled'])
    desk = await desk.reopen()
    await desk.signIn(first.noura)
    await desk.decide(third.request.id, 'reject', { reasons: ['REJ-RECENT-RECOVERY'] })
    await desk.ask('sync.now', {})
    const stored = await storedOf('noura')
    expect(stored.map(({ seq, outcome }) => ({ seq, outcome }))).toEqual(
      [1, 2, 3].map((seq) => ({ seq, outcome: 'applied' })),
    )
    expect(new Set(stored.map(({ device }) => device)).size).toBe(1)
    expect((await desk.outbox()).map(({ state }) => state)).toEqual(['applied', 'applied', 'applied'])
  })

  test('the outbox is lost too: they begin anew under another device', async () => {
    const world = await addWorld(authority)
    const before = await storedOf('noura')
    await loseBothCopies(['enrolled', 'outbox'])
    desk = await desk.reopen()
    await desk.signIn(world.noura)
    await desk.ask('sync.now', {})
    await desk.decide(world.request.id, 'reject', { reasons: ['REJ-RECENT-RECOVERY'] })
    await desk.ask('sync.now', {})
    const last = (await storedOf('noura')).at(-1)
    expect(last).toMatchObject({ seq: 1, outcome: 'applied' })
    expect(before.map(({ device }) => device)).not.toContain(last?.device)
    expect((await desk.outbox()).map(({ state }) => state)).toEqual(['applied'])
  })

  test('part of the outbox is left: what was attempted goes under the device of then, the rest under the new one', async () => {
    const worlds = [await addWorld(authority), await addWorld(authority), await addWorld(authority)]
    await desk.ask('sync.now', {})
    const [attempted, waiting, lost] = worlds.map(({ request }) => request.id) as [string, string, string]
    losing = true
    await desk.decide(attempted, 'reject', { reasons: ['REJ-RECENT-RECOVERY'] })
    await desk.ask('sync.now', {}).catch(() => undefined)
    losing = false
    await desk.ask('sync.setLine', { connected: false })
    await desk.decide(lost, 'reject', { reasons: ['REJ-RECENT-RECOVERY'] })
    await desk.decide(waiting, 'reject', { reasons: ['REJ-RECENT-RECOVERY'] })
    await desk.close()

    const store = openStore(storeFiles(desk.profileDir).file, key, 'writer')
    const device = findEnrolled(store, 'noura')?.device
    store.runOf('DELETE FROM overlay WHERE command_id IN (SELECT id FROM outbox WHERE subject_id = ?)', lost)
    store.runOf('DELETE FROM outbox WHERE subject_id = ?', lost)
    store.runOf("DELETE FROM enrolled WHERE clerk_id = 'noura'")
    mendNumbers(store, { doubtful: [], outboxIsWhole: false, newDevice: 'another', at: '2026-11-22T07:00:00.000Z' })
    expect(listEnrolled(store)).toMatchObject([{ clerkId: 'noura', device: 'another', registered: false }])
    store.close()

    desk = await desk.reopen()
    await desk.signIn({ id: 'noura' })
    await desk.ask('sync.setLine', { connected: true })
    await desk.ask('sync.now', {})
    const made = await storedOf('noura')
    expect(made.slice(-2)).toEqual([
      { device, seq: 2, outcome: 'applied' },
      { device: 'another', seq: 1, outcome: 'applied' },
    ])
    const shown = (await desk.outbox()).map(({ state }) => state)
    expect(shown).toEqual(['applied', 'applied', 'applied'])
    await desk.decide((await addAndPull()).request.id, 'reject', { reasons: ['REJ-RECENT-RECOVERY'] })
    await desk.ask('sync.now', {})
    expect((await storedOf('noura')).at(-1)).toEqual({ device: 'another', seq: 2, outcome: 'applied' })
  })
})

async function addAndPull(): ReturnType<typeof addWorld> {
  const world = await addWorld(authority)
  await desk.ask('sync.now', {})
  return world
}
