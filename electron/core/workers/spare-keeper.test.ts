import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { realMachine } from './machine.ts'
import { readSpare } from './rebuild-store.ts'
import { TestDeskCore } from './test-desk.ts'

test('what the engine notes by itself, as a jump of the clock, is in the second copy a moment later', async () => {
  const key = new Uint8Array(randomBytes(32))
  const timers = new Set<() => void>()
  const after = (_milliseconds: number, work: () => void) => {
    timers.add(work)
    return () => void timers.delete(work)
  }
  let set = 0
  const machine = { ...realMachine(0), wall: { now: () => Date.now() + set }, after }
  const desk = new TestDeskCore('http://127.0.0.1:1', { key, offline: true, machine })
  try {
    set = -3_600_000
    const { clock } = await desk.ask('sync.status', {})
    expect(clock.jumps).toMatchObject([{ seconds: -3600, noticed: 'running' }])
    // Each may set others.
    const due = Array.from(timers)
    for (const work of due) work()
    expect(readSpare(desk.profileDir, key)?.tables.clock_jumps).toHaveLength(1)
  } finally {
    await desk.end()
  }
})
