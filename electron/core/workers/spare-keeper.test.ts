import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openStore } from '#core/db/open-store.ts'
import { storeFiles } from '#core/db/store-files.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { After } from '#shared/kernel/ports.ts'
import { type Machine, realMachine } from './machine.ts'
import { readSpare } from './rebuild-store.ts'
import { TestDeskCore } from './test-desk.ts'

/** Timers that end when the test says so. */
function timersAtHand(): { after: After; fire: () => void } {
  const timers = new Set<() => void>()
  const after: After = (_milliseconds, work) => {
    timers.add(work)
    return () => void timers.delete(work)
  }
  const fire = () => {
    // Each may set others.
    const due = Array.from(timers)
    timers.clear()
    for (const work of due) work()
  }
  return { after, fire }
}

test('what the engine notes by itself, as a jump of the clock, is in the second copy a moment later', async () => {
  const key = new Uint8Array(randomBytes(32))
  const { after, fire } = timersAtHand()
  let set = 0
  const machine = { ...realMachine(0), wall: { now: () => Date.now() + set }, after }
  const desk = new TestDeskCore('http://127.0.0.1:1', { key, offline: true, machine })
  try {
    set = -3_600_000
    const { clock } = await desk.ask('sync.status', {})
    expect(clock.jumps).toMatchObject([{ seconds: -3600, noticed: 'running' }])
    fire()
    expect(readSpare(desk.profileDir, key)?.tables.clock_jumps).toHaveLength(1)
  } finally {
    await desk.end()
  }
})

test('a page of the store that cannot be read costs nothing of the second copy', async () => {
  const key = new Uint8Array(randomBytes(32))
  let unreadable = false
  const { after, fire } = timersAtHand()
  const openStoreOf: Machine['openStore'] = (file, ofKey, mode) => {
    const store = openStore(file, ofKey, mode)
    const allOf = store.allOf.bind(store)
    store.allOf = (sql, ...values) => {
      if (unreadable && sql.includes('local_touched')) throw new AppError('store/damaged')
      return allOf(sql, ...values)
    }
    return store
  }
  let set = 0
  const machine = { ...realMachine(0), wall: { now: () => Date.now() + set }, openStore: openStoreOf, after }
  const desk = new TestDeskCore('http://127.0.0.1:1', { key, offline: true, machine })
  try {
    const { aside } = storeFiles(desk.profileDir)
    unreadable = true
    set = -3_600_000
    await desk.ask('sync.status', {})
    fire()
    expect(existsSync(aside)).toBe(false)
    expect(readSpare(desk.profileDir, key)?.tables.clock_jumps).toHaveLength(0)
    unreadable = false
    fire()
    expect(readSpare(desk.profileDir, key)?.tables.clock_jumps).toHaveLength(1)
    expect(existsSync(aside)).toBe(false)
  } finally {
    await desk.end()
  }
})
