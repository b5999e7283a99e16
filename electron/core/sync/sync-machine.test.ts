import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestStore, type TestStore } from '#core/db/test-database.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { Sessions } from './sessions.ts'
import { SyncMachine } from './sync-machine.ts'
import { buildSyncContext } from './test-context.ts'

let at: TestStore
beforeEach(() => {
  at = openTestStore()
})
afterEach(() => at.end())

/** A machine on a line that nobody answers, whose status is told as `onStatus` says. */
function machineWith(onStatus: () => void): SyncMachine {
  const context = buildSyncContext(at.store, () => Promise.reject(new AppError('sync/offline')))
  const sessions = new Sessions(context)
  const machine = new SyncMachine({
    context,
    sessions,
    after: () => () => undefined,
    random: () => 0,
    onStatus,
    background: false,
    connected: true,
    isQuiet: () => true,
  })
  machine.start()
  return machine
}

test('a round that fails is told to whoever asked for it', async () => {
  await expect(machineWith(() => undefined).now()).rejects.toMatchObject({ code: 'sync/offline' })
})

test('a round that fails after its beginning could not be told is heard by somebody: no rejection is left over', async () => {
  const left: unknown[] = []
  const hear = (thrown: unknown): unknown => left.push(thrown)
  process.on('unhandledRejection', hear)
  try {
    const machine = machineWith(() => {
      throw new AppError('store/full')
    })
    await expect(machine.now()).rejects.toMatchObject({ code: 'store/full' })
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(left).toEqual([])
  } finally {
    process.off('unhandledRejection', hear)
  }
})

test('who waits for a round while the desk ends begins none', async () => {
  let rounds = 0
  const machine = machineWith(() => {
    rounds += 1
  })
  const ask = (): Promise<unknown> => machine.now().catch((thrown: unknown) => thrown)
  const first = ask()
  while (!machine.line().busy) await Promise.resolve()
  // It waits for the first.
  const second = ask()
  await machine.stop()
  const told = rounds
  expect([await first, await second]).toMatchObject([{ code: 'sync/offline' }, { code: 'store/closed' }])
  expect(rounds).toBe(told)
})
