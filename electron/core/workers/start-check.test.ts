import { writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Random } from '#authority/demo/prng.ts'
import { openTestStore, type TestStore } from '#core/db/test-database.ts'
import { findSetting } from '#core/repositories/settings.ts'
import { countRows } from '#core/repositories/store-health.ts'
import { damagePageOf, turnBit } from '#core/use-cases/store/test-damage.ts'
import { contextOf, decideSome, fillStore } from '#core/use-cases/store/test-filling.ts'
import type { SyncStatus } from '#shared/contracts/sync.ts'
import type { Finding } from '#shared/domain/store/finding-table.ts'
import { fixedClock } from '#shared/testing/builders.ts'
import { createDeskCore } from './desk-core.ts'
import { realMachine } from './machine.ts'
import { openProfileStore } from './open-profile.ts'
import { repairMarker } from './repair-marker.ts'
import { restTime, StartCheck } from './start-check.ts'
import { StoreDoctor } from './store-doctor.ts'
import { TestDeskCore } from './test-desk.ts'

// Two busy cores, with other suites beside this one.
vi.setConfig({ testTimeout: 120_000 })

let it: TestStore
beforeEach(() => {
  it = openTestStore()
  fillStore(it.store, 60)
  decideSome(contextOf(it.store), 1, 3)
})
afterEach(() => it.end())

/** Damages a page in the middle of the members and lets go of the file. */
function damageMembers(): void {
  const places = it.store.columnOf<number>('SELECT place FROM members ORDER BY place')
  it.store.findOf('PRAGMA wal_checkpoint(TRUNCATE)')
  it.store.close()
  damagePageOf(it, { table: 'members', column: 'place', key: places[30] ?? 0 })
}

/** A desk that works by itself without a line, for which the time before the check has gone by; `seed` of its samples. */
function openDesk(seed: string): TestDeskCore {
  const machine = realMachine(0)
  const random = new Random(seed, 0)
  return new TestDeskCore('http://127.0.0.1:9', {
    profileDir: it.dir,
    key: it.key,
    offline: true,
    backgroundSync: true,
    machine: {
      ...machine,
      random: () => random.next(),
      after: (milliseconds, work) => machine.after(milliseconds === restTime ? 5 : Math.min(milliseconds, 5), work),
    },
  })
}

const toldBy = (desk: TestDeskCore): Pick<SyncStatus, 'fault' | 'reconciled'>[] =>
  desk.events.flatMap(({ name, payload }) => (name === 'sync-status' ? [payload as SyncStatus] : []))

const history = () => {
  const store = openProfileStore(it.file, it.key, 'reader')
  const found = findSetting(store, 'store-history') ?? []
  store.close()
  return found.map(({ code, table }) => `${code} ${table}`)
}

const doctorSays = async (): Promise<string[]> => {
  const start = { profileDir: it.dir, key: it.key, authorityUrl: '', demo: true, isProtected: false }
  const more = { backgroundSync: false, offline: true, hostNetwork: false, clockOffset: 0 }
  const doctor = new StoreDoctor({ ...start, ...more }, () => undefined)
  const { findings } = await doctor.check({ depth: 'quick' })
  return findings.filter(({ severity }) => severity === 'damage').map(({ code, table }) => `${code} ${table}`)
}

test('a damaged page of the register is told after the start, without anybody asking, and until it is repaired', async () => {
  damageMembers()
  const desk = openDesk('a')
  await expect.poll(() => toldBy(desk).at(-1)).toMatchObject({ fault: 'store/damaged', reconciled: false })
  expect(await desk.ask('sync.status', {})).toMatchObject({ fault: 'store/damaged', reconciled: false })
  await desk.close()
  expect(history()).toEqual(['page-damaged members'])
  // Met again or not, it is told once.
  expect(await doctorSays()).toEqual(['page-damaged members'])

  // The next start knows of it before it has looked at anything, and does not remember it twice.
  const again = openDesk('b')
  expect(await again.ask('sync.status', {})).toMatchObject({ fault: 'store/damaged' })
  await new Promise((resolve) => setTimeout(resolve, 1500))
  await again.close()
  expect(history()).toEqual(['page-damaged members'])

  writeFileSync(repairMarker(it.dir), '')
  const repaired = openDesk('c')
  expect(await repaired.ask('sync.status', {})).not.toMatchObject({ fault: 'store/damaged' })
  await repaired.close()
  expect(await doctorSays()).toEqual([])
})

/** Damages the first page of a table or an index. */
function damageRootOf(name: string): void {
  const root = it.store.findOf<{ page: number }>('SELECT rootpage AS page FROM sqlite_schema WHERE name = ?', name)
  it.store.findOf('PRAGMA wal_checkpoint(TRUNCATE)')
  it.store.close()
  turnBit(it.file, (root?.page ?? 0) - 1)
}

test.each(['aside', 'member_changes', 'member_lists_head', 'member_tally'])(
  'damage of %s keeps no desk from opening, and is told',
  async (name) => {
    damageRootOf(name)
    const desk = openDesk('a')
    expect(await desk.ask('sync.status', {})).toMatchObject({ fault: 'store/damaged', reconciled: false })
    await desk.close()
  },
)

test('without cursors nothing would be pulled: the file is made anew at the start', async () => {
  damageRootOf('cursors')
  const desk = openDesk('a')
  expect(await desk.ask('sync.status', {})).not.toMatchObject({ fault: 'store/damaged' })
  await desk.close()
  expect(history()).toEqual(['was-repaired null'])
  const store = openProfileStore(it.file, it.key, 'reader')
  expect(countRows(store, 'outbox')).toBe(3)
  store.close()
})

test.each(['outbox_by_state', 'outbox_by_actor', 'sqlite_autoindex_outbox_1'])(
  'damage of %s is told, and the repair that the words ask for makes it whole',
  async (name) => {
    damageRootOf(name)
    const core = await createDeskCore({
      profileDir: it.dir,
      key: it.key,
      authorityUrl: 'http://127.0.0.1:9',
      demo: true,
      protected: false,
      backgroundSync: false,
      network: 'node',
      offline: true,
      checkOutput: true,
    })
    try {
      const checked = await core.invoke('store.check', {})
      expect(checked).toMatchObject({ ok: true })
      const { findings } = (checked as { value: { findings: Finding[] } }).value
      expect(findings).toContainEqual(expect.objectContaining({ code: 'page-damaged', can: 'repair' }))
      expect(await core.invoke('store.repair', { confirm: true })).toMatchObject({
        ok: true,
        value: { lost: [], saved: { outbox: 3 } },
      })
      expect(await core.invoke('sync.status', {})).toMatchObject({ ok: true, value: { fault: null } })
    } finally {
      await core.close()
    }
  },
)

test('of a sound store nothing is told, and a writer that is busy is left alone', () => {
  const waits: [number, () => void][] = []
  let told = 0
  let busy = true
  const check = new StartCheck({
    store: it.store,
    clock: fixedClock(),
    after: (milliseconds, work) => {
      waits.push([milliseconds, work])
      return () => undefined
    },
    random: () => 0.5,
    met: [],
    isBusy: () => busy,
    onDamage: () => {
      told += 1
    },
  })
  check.begin()
  const next = (): number => {
    const [milliseconds, work] = waits.shift() ?? [-1, () => undefined]
    work()
    return milliseconds
  }
  expect([next(), next()]).toEqual([restTime, restTime])
  busy = false
  let steps = 0
  for (next(); waits.length > 0; steps += 1) expect(next()).toBeLessThan(1000)
  expect(steps).toBeGreaterThan(20)
  const line = { fault: null, reconciled: true }
  expect(check.tell(line)).toEqual(line)
  expect([told, findSetting(it.store, 'store-history')]).toEqual([0, undefined])
})

test('what a repair cannot mend is left to the doctor; that there is no line hides no damage, another fault is kept', () => {
  it.store.runOf('PRAGMA foreign_keys = OFF')
  it.store.runOf('DELETE FROM overlay')
  it.store.runOf('DELETE FROM outbox WHERE seq = 2')
  const checkAll = (): StartCheck => {
    const work: (() => void)[] = []
    const after = (_: number, step: () => void) => {
      work.push(step)
      return () => undefined
    }
    const parts = { store: it.store, clock: fixedClock(), random: () => 0.5, met: [], isBusy: () => false }
    const check = new StartCheck({ ...parts, after, onDamage: () => undefined })
    check.begin()
    for (let step = work.shift(); step; step = work.shift()) step()
    return check
  }
  const line = { fault: 'sync/offline', reconciled: null }
  expect(checkAll().tell(line)).toEqual(line)
  it.store.runOf("UPDATE cursors SET epoch = 'another'")
  expect(checkAll().tell(line)).toEqual({ fault: 'store/damaged', reconciled: false })
  expect(checkAll().tell({ fault: 'sync/protocol', reconciled: true })).toMatchObject({ fault: 'sync/protocol' })
  expect(findSetting(it.store, 'store-history')).toBeUndefined()
})
