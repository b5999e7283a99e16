import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openTestStore, type TestStore } from '#core/db/test-database.ts'
import { contextOf, decideSome, fillStore } from '#core/use-cases/store/test-filling.ts'
import { contracts } from '#shared/contracts/contract-map.ts'
import type { StoreProgress } from '#shared/contracts/store.ts'
import { createDeskCore } from './desk-core.ts'
import type { DeskCore } from './desk-core-types.ts'
import { ExporterDesk } from './exporter-desk.ts'
import { SpareKeeper } from './spare-keeper.ts'

// Threads are started, ended and started again, on two busy cores.
vi.setConfig({ testTimeout: 120_000 })

let it: TestStore
let events: StoreProgress[]
let desk: ExporterDesk
beforeEach(() => {
  it = openTestStore()
  fillStore(it.store, 20)
  decideSome(contextOf(it.store), 1, 3)
  events = []
  const start = {
    profileDir: it.dir,
    key: it.key,
    authorityUrl: 'http://127.0.0.1:1',
    demo: true,
    isProtected: false,
    backgroundSync: false,
    offline: true,
    hostNetwork: false,
    clockOffset: 0,
  }
  desk = new ExporterDesk(start, (_name, payload) => void events.push(payload as StoreProgress))
})
afterEach(async () => {
  await desk.close()
  it.end()
})

const check = async (input: object) => {
  const { input: schema, output } = contracts['store.check']
  return output.parse(await desk.handle('store.check', schema.parse(input), null))
}

test('the doctor tells the facts, before anybody signs in', async () => {
  const { facts, findings, complete } = await check({ depth: 'full' })
  expect(complete).toBe(true)
  expect(findings.filter(({ severity }) => severity === 'damage')).toEqual([])
  expect(facts).toMatchObject({
    pageBytes: 4096,
    rows: { members: 20, outbox: 3 },
    oldestUnsent: { state: 'waiting', count: 3 },
    backup: null,
    keptAside: [],
  })
  expect(facts.logBytes).toBeGreaterThan(0)
  expect(facts.freeBytes).toBeGreaterThan(0)
  expect(facts.pages * facts.pageBytes).toBeGreaterThan(0)
})

test('a second copy that is a moment behind is waited for; one that stays behind is told', async () => {
  const timers: (() => void)[] = []
  const keeper = SpareKeeper.open(it.store, it.dir, it.key, (_ms, run) => {
    timers.push(run)
    return () => undefined
  })
  try {
    const change = () => it.store.runOf('UPDATE outbox SET tries = tries + 1')
    change()
    keeper?.keepLater()
    // It has looked when it gives the thread back; the writer's moment comes after that.
    const running = check({ depth: 'quick' })
    for (const run of timers.splice(0)) run()
    expect((await running).findings.map(({ code }) => code)).not.toContain('spare-missing')
    change()
    expect((await check({ depth: 'quick' })).findings.map(({ code }) => code)).toContain('spare-missing')
  } finally {
    keeper?.close()
  }
})

test('a full check tells how far it is, and ends when it is told to', async () => {
  const running = check({ depth: 'full', id: 'a' })
  await expect(check({ depth: 'quick', id: 'a' })).rejects.toThrow(/^input\/invalid/)
  const { running: wasRunning } = (await desk.handle('store.cancel', { id: 'a' }, null)) as { running: boolean }
  expect(wasRunning).toBe(true)
  expect((await running).complete).toBe(false)
  expect(events.at(0)).toMatchObject({ id: 'a', state: 'running', step: 'sqlite_schema', done: 0 })
  expect(events.at(-1)).toMatchObject({ id: 'a', state: 'cancelled' })
  expect(await desk.handle('store.cancel', { id: 'a' }, null)).toEqual({ id: 'a', running: false })
})

/** The whole core with its threads, on the store of the test, without a line. */
const openCore = (): Promise<DeskCore> =>
  createDeskCore({
    profileDir: it.dir,
    key: it.key,
    authorityUrl: 'http://127.0.0.1:1',
    demo: true,
    protected: false,
    backgroundSync: false,
    network: 'node',
    offline: true,
    checkOutput: true,
  })

test('a repair in its thread tells how far it is, and is stopped from outside of it; what was asked meanwhile is answered', async () => {
  it.store.transaction(() => fillStore(it.store, 3000))
  it.store.close()
  const core = await openCore()
  const told: StoreProgress[] = []
  try {
    let stopping: Promise<unknown> | undefined
    const stopListening = core.onEvent((name, payload) => {
      if (name !== 'store-progress') return
      const progress = payload as StoreProgress
      told.push(progress)
      if (progress.id === 'first') stopping ??= core.invoke('store.cancel', { id: 'first' })
    })
    const repairing = core.invoke('store.repair', { confirm: true, id: 'first' })
    const meanwhile = core.invoke('store.check', {})
    expect(await repairing).toMatchObject({ ok: false, error: { code: 'store/repair-stopped' } })
    expect(await stopping).toEqual({ ok: true, value: { id: 'first', running: true } })
    expect(await meanwhile).toMatchObject({ ok: true, value: { findings: [] } })

    const second = await core.invoke('store.repair', { confirm: true, id: 'second' })
    expect(second).toMatchObject({ ok: true, value: { why: 'asked', saved: { members: 3000 } } })
    expect(told.filter(({ id }) => id === 'second').at(-1)).toMatchObject({ state: 'finishing' })
    expect(await core.invoke('store.cancel', { id: 'second' })).toMatchObject({ ok: true, value: { running: false } })
    stopListening()
  } finally {
    await core.close()
  }
})

test('the channel is there for a caller without a screen and without a clerk, and repairs', async () => {
  it.store.close()
  const core = await openCore()
  try {
    expect(await core.invoke('store.check', {})).toMatchObject({
      ok: true,
      value: { depth: 'quick', complete: true, facts: { oldestUnsent: { count: 3 } } },
    })
    expect(await core.invoke('store.check', { depth: 'deep' })).toMatchObject({ ok: false })
    expect(await core.invoke('store.repair', {})).toMatchObject({ ok: false, error: { code: 'input/invalid' } })
    // Two who ask at once get one report, and who asks meanwhile is answered from the new store.
    const [first, second, meanwhile] = await Promise.all([
      core.invoke('store.repair', { confirm: true }),
      core.invoke('store.repair', { confirm: true }),
      core.invoke('store.check', { depth: 'full' }),
    ])
    expect(first).toMatchObject({ ok: true, value: { why: 'asked', lost: [], saved: { outbox: 3, members: 20 } } })
    expect(second).toEqual(first)
    expect(meanwhile).toMatchObject({
      ok: true,
      value: { findings: [{ code: 'was-repaired' }], facts: { rows: { outbox: 3 }, oldestUnsent: { count: 3 } } },
    })
  } finally {
    await core.close()
  }
})
