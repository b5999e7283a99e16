import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openTestStore, type TestStore } from '#core/db/test-database.ts'
import { putSetting } from '#core/repositories/settings.ts'
import { turnBit } from '#core/use-cases/store/test-damage.ts'
import { contextOf, decideSome, fillStore, noura } from '#core/use-cases/store/test-filling.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { endAll } from './end-all.ts'
import { realMachine } from './machine.ts'
import { TestDeskCore } from './test-desk.ts'

// Two busy cores, with other suites beside this one.
vi.setConfig({ testTimeout: 60_000 })

let it: TestStore
beforeEach(() => {
  it = openTestStore()
  fillStore(it.store, 5)
  decideSome(contextOf(it.store), 1, 3)
  putSetting(it.store, 'current-clerk', noura.id)
})
afterEach(() => it.end())

test('a damaged index of the outbox keeps no desk from ending: its timers, its store and its lock go', async () => {
  const root = it.store.findOf<{ page: number }>(
    "SELECT rootpage AS page FROM sqlite_schema WHERE name = 'outbox_by_state'",
  )
  it.store.findOf('PRAGMA wal_checkpoint(TRUNCATE)')
  it.store.close()
  turnBit(it.file, (root?.page ?? 0) - 1)

  const waiting = new Set<() => void>()
  const after = (_: number, work: () => void) => {
    waiting.add(work)
    return () => void waiting.delete(work)
  }
  const locks: string[] = []
  const machine = { ...realMachine(0), after }
  const open = () =>
    new TestDeskCore('http://127.0.0.1:9', {
      profileDir: it.dir,
      key: it.key,
      offline: true,
      backgroundSync: true,
      machine: {
        ...machine,
        lockProfile: (dir) => {
          const lock = machine.lockProfile(dir)
          locks.push('taken')
          return {
            release: () => {
              lock.release()
              locks.push('released')
            },
          }
        },
      },
    })
  const desk = open()
  // The machine waits for its next round, and the check for its first step.
  expect(waiting.size).toBeGreaterThan(1)
  await desk.close()
  expect(waiting.size).toBe(0)
  expect(locks).toEqual(['taken', 'released'])
  await expect(desk.ask('session.current', {})).rejects.toThrow(/^store\/closed/)
  // Nobody has it open any more.
  await open().close()
  expect(locks).toEqual(['taken', 'released', 'taken', 'released'])
})

test('every step of an end is taken; what the store says to it is no news, another error is', async () => {
  const taken: number[] = []
  const step = (number: number, thrown?: Error) => () => {
    taken.push(number)
    if (thrown) throw thrown
  }
  await endAll([step(1, new AppError('store/damaged')), async () => step(2, new AppError('store/full'))(), step(3)])
  expect(taken).toEqual([1, 2, 3])
  const steps = [step(4), step(5, new Error('first')), step(6, new Error('second')), step(7)]
  await expect(endAll(steps)).rejects.toThrow('first')
  expect(taken).toEqual([1, 2, 3, 4, 5, 6, 7])
})
