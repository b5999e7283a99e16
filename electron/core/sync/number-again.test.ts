import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { findRequest } from '#authority/repositories/requests.ts'
import type { TestAuthority } from '#authority/test/start-authority.ts'
import { openStore } from '#core/db/open-store.ts'
import { storeFiles } from '#core/db/store-files.ts'
import { pruneOutbox } from '#core/repositories/outbox-lists.ts'
import { findSetting } from '#core/repositories/settings.ts'
import { addWorld, lettersOf, startSmallAuthority, TestDeskCore, type World } from '#core/workers/test-desk.ts'

// Two busy cores, with other suites beside this one.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

const key = new Uint8Array(32).fill(12)
let authority: TestAuthority
let desk: TestDeskCore
let copyDir: string

beforeAll(async () => {
  authority = await startSmallAuthority()
  copyDir = mkdtempSync(join(tmpdir(), 'desk-copy-'))
})
beforeEach(async () => {
  desk = new TestDeskCore(authority.url, { key })
  await desk.signIn({ id: 'noura' })
  await desk.ask('sync.now', {})
})
afterEach(() => desk.end())
afterAll(async () => {
  await authority.close()
  rmSync(copyDir, { recursive: true, force: true })
})

async function rejectNew(): Promise<World> {
  const world = await addWorld(authority)
  await desk.ask('sync.now', {})
  await desk.decide(world.request.id, 'reject', { reasons: ['REJ-RECENT-RECOVERY'] })
  return world
}

/** Noura's commands at the authority, by request: device and number. */
async function placeOf({ request }: World): Promise<{ device: string; seq: number } | undefined> {
  const item = (await desk.outbox()).find(({ act }) => act.kind === 'request.decide' && act.requestId === request.id)
  const found = await authority.db
    .selectFrom('commands')
    .select(['device', 'seq'])
    .where('id', '=', item?.commandId ?? '')
    .execute()
  expect(found.length).toBeLessThanOrEqual(1)
  return found[0]
}

async function expectOnce(world: World): Promise<void> {
  const request = await findRequest(authority.db, world.request.id)
  expect(request).toMatchObject({ state: 'rejected', version: 2 })
  expect(request?.decisions).toHaveLength(1)
  expect(await lettersOf(authority, world.request)).toEqual(['request-rejected'])
}

async function history(): Promise<string[]> {
  await desk.close()
  const store = openStore(storeFiles(desk.profileDir).file, key, 'reader')
  const noted = findSetting(store, 'store-history') ?? []
  store.close()
  desk = await desk.reopen()
  return noted.map(({ code }) => code)
}

test('an authority restored to before what is kept here: everything it does not know goes under numbers of its own', async () => {
  const old = await rejectNew()
  await desk.ask('sync.now', {})
  const before = await placeOf(old)
  // A month later its receipt is not kept any more; the authority has forgotten the command, and only that.
  await desk.close()
  const store = openStore(storeFiles(desk.profileDir).file, key, 'writer')
  expect(pruneOutbox(store, '9999-01-01T00:00:00.000Z')).toBeGreaterThan(0)
  store.close()
  await authority.db.deleteFrom('commands').where('actor', '=', 'noura').execute()
  desk = await desk.reopen()
  const first = await rejectNew()
  const second = await rejectNew()
  await desk.ask('sync.now', {})
  const places = [await placeOf(first), await placeOf(second)]
  expect(places).toMatchObject([{ seq: 1 }, { seq: 2 }])
  expect(places.map((place) => place?.device)).not.toContain(before?.device)
  await expectOnce(first)
  await expectOnce(second)
  expect((await desk.outbox()).map(({ state }) => state)).toEqual(['applied', 'applied'])
  expect(await history()).toContain('numbered-again')
  // From here on numbers go on as ever.
  const third = await rejectNew()
  await desk.ask('sync.now', {})
  expect(await placeOf(third)).toEqual({ device: places[0]?.device, seq: 3 })
})

test('a desk put back to an earlier copy of itself: numbers that were given twice are given anew, ids are not', async () => {
  const waiting = await rejectNew()
  await desk.close()
  cpSync(desk.profileDir, copyDir, { recursive: true })
  desk = await desk.reopen()
  await desk.ask('sync.now', {})
  const lost = await rejectNew()
  await desk.ask('sync.now', {})
  const taken = await placeOf(lost)

  await desk.close()
  rmSync(desk.profileDir, { recursive: true })
  cpSync(copyDir, desk.profileDir, { recursive: true })
  desk = await desk.reopen()
  const again = await rejectNew()
  await desk.ask('sync.now', {})
  for (const world of [waiting, lost, again]) await expectOnce(world)
  // What the authority had heard of before keeps its number; the new one does not get that of the lost one.
  expect((await placeOf(waiting))?.device).toBe(taken?.device)
  const place = await placeOf(again)
  expect(place).toMatchObject({ seq: 1 })
  expect(place?.device).not.toBe(taken?.device)
  expect((await desk.outbox()).map(({ state }) => state)).toEqual(['applied', 'applied'])
  expect((await desk.ask('requests.get', { id: lost.request.id })).request.state).toBe('rejected')

  // And once more, so that numbers put aside before meet those that are put aside now.
  const next = await rejectNew()
  await authority.db.deleteFrom('commands').where('actor', '=', 'noura').execute()
  await desk.close()
  const store = openStore(storeFiles(desk.profileDir).file, key, 'writer')
  store.runOf("DELETE FROM outbox WHERE state = 'applied' AND seq = 1")
  store.close()
  desk = await desk.reopen()
  await desk.ask('sync.now', {}).catch(() => undefined)
  await desk.ask('sync.now', {}).catch(() => undefined)
  await expectOnce(next)
})
