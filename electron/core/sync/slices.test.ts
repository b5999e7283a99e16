import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { saveClerk } from '#authority/repositories/clerks.ts'
import { setEpoch } from '#authority/repositories/meta.ts'
import type { TestAuthority } from '#authority/test/start-authority.ts'
import { addRows } from '#authority/test/test-context.ts'
import { openStore } from '#core/db/open-store.ts'
import type { Store } from '#core/db/store.ts'
import { openTestStore, type TestStore } from '#core/db/test-database.ts'
import { putAttachment } from '#core/repositories/attachments.ts'
import { listCursors, putCursor } from '#core/repositories/cursors.ts'
import { putDocument, putPart } from '#core/repositories/documents.ts'
import { enrolClerk, putScopes } from '#core/repositories/enrolled-clerks.ts'
import { listHeldScopes } from '#core/repositories/replica.ts'
import { putRequest } from '#core/repositories/requests.ts'
import { findSetting, putSetting } from '#core/repositories/settings.ts'
import { realMachine } from '#core/workers/machine.ts'
import { beforeEachSyncedDesk, key } from '#core/workers/test/synced-desk.ts'
import { buildWorld, TestDeskCore, type World } from '#core/workers/test-desk.ts'
import { buildEmailChange, buildMember } from '#shared/testing/builders.ts'
import { releaseScopes } from './scopes.ts'
import { buildSyncContext } from './test-context.ts'

/** Time that passes with every look at it, so that each slice is as short as slices get. */
function hurriedTime(): () => number {
  let now = 0
  return () => {
    now += 5
    return now
  }
}

const at = '2026-11-22T07:00:00.000Z'
const hashOf = (digit: string) => digit.repeat(64)
const count = (store: Store, branch: string): number =>
  store.findOf<{ count: number }>('SELECT count(*) AS count FROM requests WHERE branch = ?', branch)?.count ?? 0
const documents = (store: Store) =>
  store.columnOf<string>('SELECT hash FROM documents UNION SELECT hash FROM document_parts ORDER BY hash')

describe('a scope that nobody may hold any more', () => {
  let it: TestStore
  const rows = 60

  beforeEach(() => {
    it = openTestStore()
    const { store } = it
    putSetting(store, 'device', 'desk-1')
    enrolClerk(store, 'noura', at)
    putScopes(store, 'noura', ['directory', 'branch:riyadh'])
    const place = { epoch: 'e', cursor: 'c', totals: {}, rows: 1, caughtUp: true, pulledAt: at }
    for (const scope of ['directory', 'branch:riyadh', 'branch:jeddah']) putCursor(store, { ...place, scope })
    for (let n = 0; n < rows; n += 1) {
      const branch = n < 2 ? 'riyadh' : 'jeddah'
      const evidence = n < 4 ? [{ hash: hashOf(String(n)), name: 'a.pdf', mediaType: 'application/pdf', size: 3 }] : []
      const request = { ...buildEmailChange(buildMember(), { id: `r-${n}`, number: `R-${n}`, branch }), evidence }
      putRequest(store, request as never, JSON.stringify(request), 1)
    }
    for (const digit of ['0', '2', '3', '4']) putDocument(store, hashOf(digit), new Uint8Array([1, 2, 3]), at)
    for (const digit of ['1', '3']) putPart(store, hashOf(digit), 0, new Uint8Array([1]))
    const attached = { hash: hashOf('4'), requestId: 'r-9', clerkId: 'noura', mediaType: 'application/pdf', size: 3 }
    putAttachment(store, attached as never, at)
  })
  afterEach(() => it.end())

  /** Its release, with something that happens at each turn that others get. */
  const release = (store: Store, onTurn: () => void) =>
    releaseScopes(
      {
        ...buildSyncContext(store, () => Promise.reject(new Error('No session'))),
        elapsed: hurriedTime(),
        breathe: async () => onTurn(),
      },
      [],
    )
  /** Nothing of it is left but what a command rests on, and nothing of the others is gone. */
  function expectReleased(store: Store): void {
    expect([count(store, 'jeddah'), count(store, 'riyadh')]).toEqual([0, 2])
    expect(documents(store)).toEqual([hashOf('0'), hashOf('1'), hashOf('4')])
    expect(listHeldScopes(store)).toEqual(new Set(['branch:riyadh']))
    expect(listCursors(store).map(({ scope }) => scope)).not.toContain('branch:jeddah')
  }

  test('goes a few rows at a time; a clerk’s command gets its turn in between', async () => {
    const { store } = it
    const left: number[] = []
    await release(store, () => {
      left.push(count(store, 'jeddah'))
      store.transaction(() => putSetting(store, 'left', { noura: String(left.length) }))
    })
    expectReleased(store)
    const steps = left.map((rowsLeft, turn) => (left[turn - 1] ?? rows - 2) - rowsLeft)
    expect(Math.max(...steps)).toBeLessThanOrEqual(8)
    expect(steps.filter((gone) => gone > 0).length).toBeGreaterThanOrEqual(6)
    expect(findSetting(store, 'left')).toEqual({ noura: String(left.length) })
  })

  test('killed at any turn, it is gone whole after the next pull, and nothing else is', async () => {
    const base = join(it.dir, 'base')
    const copy = (from: string, to: string) => {
      for (const end of ['', '-wal']) cpSync(`${from}${end}`, `${to}${end}`)
    }
    copy(it.file, base)
    for (let turns = 0, whole = false; !whole; turns += 1) {
      const dir = mkdtempSync(join(tmpdir(), 'desk-store-'))
      const [file, left] = [join(dir, 'desk.db'), join(dir, 'left.db')]
      copy(base, file)
      const store = openStore(file, it.key, 'writer')
      let turn = 0
      whole = await release(store, () => {
        // Every other time a command has committed what was open.
        if (turns % 2 === 0) store.transaction(() => putSetting(store, 'left', { noura: at }))
        if (turn === turns) {
          copy(file, left)
          throw new Error('Killed')
        }
        turn += 1
      }).then(
        () => true,
        () => false,
      )
      store.close()
      if (!whole) {
        const again = openStore(left, it.key, 'writer')
        // Nobody who may hold it again goes on from where it was.
        expect(listCursors(again).map(({ scope }) => scope)).not.toContain('branch:jeddah')
        await release(again, () => undefined)
        expectReleased(again)
        again.close()
      } else expect(turns).toBeGreaterThan(8)
      rmSync(dir, { recursive: true, force: true })
    }
  })
})

describe('a desk that is killed while rows go', () => {
  let authority: TestAuthority
  let world: World
  let desk: TestDeskCore
  let tag = 7000

  beforeEachSyncedDesk((parts) => {
    ;({ authority, world, desk } = parts)
  })
  afterEach(() => desk.end())

  /** Many requests of Riyadh; answers their ids. */
  async function addMany(): Promise<string[]> {
    const worlds = Array.from({ length: 30 }, () => {
      tag += 1
      return buildWorld(tag)
    })
    await addRows(authority.db, {
      members: worlds.map(({ member }) => member),
      requests: worlds.map(({ request }) => request),
    })
    return worlds.map(({ request }) => request.id)
  }
  /** The authority has them no more, and says nothing of it: as after a restore. */
  async function forget(ids: readonly string[]): Promise<void> {
    await authority.db.deleteFrom('feed').where('rowId', 'in', ids).execute()
    await authority.db.deleteFrom('requests').where('id', 'in', ids).execute()
  }
  function inFile<T>({ profileDir }: TestDeskCore, work: (store: Store) => T): T {
    const store = openStore(`${profileDir}/desk.db`, key, 'reader')
    try {
      return work(store)
    } finally {
      store.close()
    }
  }
  /**
   * A copy of a desk that uses every turn to commit something of its clerk's, with what is open then, and is killed when
   * fewer than `fewer` of these requests are left.
   */
  async function killBelow(from: TestDeskCore, ids: readonly string[], fewer: number): Promise<TestDeskCore> {
    const breathe = async (): Promise<void> => {
      await dying.ask('sync.setMetered', { metered: false })
      if (inFile(dying, (store) => countOf(store, ids)) < fewer) throw new Error('Killed')
    }
    const dying: TestDeskCore = from.reopenAfterCut({ machine: { ...realMachine(0), elapsed: hurriedTime(), breathe } })
    await expect(dying.ask('sync.now', {})).rejects.toThrow()
    const again = dying.reopenAfterCut()
    await dying.end()
    return again
  }

  test('reading again after a restore converges, wherever it stopped', async () => {
    const ids = await addMany()
    await desk.ask('sync.now', {})
    const [gone, left] = [ids.slice(4), ids.slice(0, 4)]
    await forget(gone)
    await setEpoch(authority.db, `restored-${tag}`)
    const stops = new Set<number>()
    for (const fewer of [26, 18, 10, 2]) {
      const again = await killBelow(desk, gone, fewer)
      stops.add(inFile(again, (store) => countOf(store, gone)))
      expect(await again.ask('sync.now', {})).toMatchObject({ caughtUp: true, reconciled: true })
      expect(inFile(again, (store) => [countOf(store, gone), countOf(store, left)])).toEqual([0, 4])
      await again.end()
    }
    expect(stops.size).toBe(4)
  })

  test('a clerk who has the branch again finds in it what is there now, and nothing that was left', async () => {
    const ids = await addMany()
    const huda = { ...world.huda, id: `huda-${tag}` }
    await addRows(authority.db, { clerks: [huda] })
    const own = new TestDeskCore(authority.url, { key })
    await own.ask('session.clerks', {})
    await own.signIn(huda)
    await own.ask('sync.now', {})
    await saveClerk(authority.db, { ...huda, version: 2, branch: 'jeddah' })
    const again = await killBelow(own, ids, ids.length)
    const stopped = inFile(again, (store) => countOf(store, ids))
    expect([stopped > 0, stopped < ids.length]).toEqual([true, true])
    const [last = ''] = inFile(again, (store) => store.columnOf<string>('SELECT max(id) FROM requests'))
    await forget([last])
    await saveClerk(authority.db, { ...huda, version: 3 })
    expect(await again.ask('sync.now', {})).toMatchObject({ caughtUp: true, reconciled: true })
    expect(inFile(again, (store) => countOf(store, [...ids, last]))).toBe(ids.filter((id) => id !== last).length)
    for (const each of [again, own]) await each.end()
  })
})

function countOf(store: Store, ids: readonly string[]): number {
  return store.columnOf<string>('SELECT id FROM requests').filter((id) => ids.includes(id)).length
}
