import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildClerk } from '#shared/testing/builders.ts'
import { type SlotKeys, sealSlot } from './key-slot.ts'
import { Slots } from './slots.ts'
import { mostTries } from './tries.ts'
import { VaultFile } from './vault-file.ts'

const year = 365 * 86_400_000
const noura = buildClerk({ id: 'noura' })
const right = 'مطر خفيف على طريق الطائف'
const deviceSecret = new Uint8Array(randomBytes(32))
/** As cheap as it may be: what is tested is when a passphrase is tried, not what that costs. */
const cheap = { memoryKiB: 64, passes: 1, lanes: 1 }
const keys: SlotKeys = {
  dataKey: new Uint8Array(randomBytes(32)),
  signingKey: new Uint8Array(randomBytes(32)),
  pin: '4071',
}

let profileDir: string
/** The machine's clock, and milliseconds that only grow; both moved by the test. */
let clock: { now: number; elapsed: number }
let slots: Slots

/** The vault as a start of the application finds it: time that only grows begins anew. */
const start = (): void => {
  clock.elapsed = 0
  slots = new Slots({
    file: VaultFile.open(profileDir, deviceSecret, 'desk-1'),
    deviceSecret,
    onChanged: () => undefined,
    elapsed: () => clock.elapsed,
    now: () => clock.now,
  })
}

const tried = (passphrase: string): Promise<string> =>
  slots.unlock('noura', passphrase).then(
    () => 'in',
    (thrown: unknown) => (thrown as { code: string }).code,
  )

beforeEach(async () => {
  profileDir = mkdtempSync(join(tmpdir(), 'desk-slots-'))
  clock = { now: Date.parse('2026-11-22T07:00:00.000Z'), elapsed: 0 }
  const slot = await sealSlot(keys, right, { deviceSecret, device: 'desk-1', clerkId: 'noura' }, cheap)
  const at = '2026-11-22T06:00:00.000Z'
  VaultFile.open(profileDir, deviceSecret, 'desk-1').put({
    clerk: noura,
    slot,
    wrong: 0,
    enrolledAt: at,
    openedAt: at,
  })
  start()
})
afterEach(() => rmSync(profileDir, { recursive: true, force: true, maxRetries: 5 }))

test('no clock that is set ahead, back or to and fro shortens the wait after wrong tries, nor does a restart', async () => {
  for (let time = 0; time < 5; time += 1) expect(await tried('not the one at all')).toBe('vault/wrong-passphrase')
  for (const jump of [10 * year, -20 * year, 10 * year, 40_000, -40_000]) {
    clock.now += jump
    expect(await tried(right)).toBe('vault/wait')
    expect(slots.describe()).toMatchObject([{ triesLeft: mostTries - 5, waitSeconds: 30 }])
  }
  clock.elapsed = 29_000
  clock.now += 10 * year
  expect(await tried(right)).toBe('vault/wait')

  start()
  clock.now -= 10 * year
  expect(await tried(right)).toBe('vault/wait')
  expect(slots.describe()).toMatchObject([{ triesLeft: mostTries - 5, waitSeconds: 30 }])
  clock.elapsed = 30_000
  expect(await tried(right)).toBe('in')
})

test('ten wrong tries destroy the slot, whatever year each of them is made in, and the right passphrase comes too late', async () => {
  const waits = [0, 0, 0, 0, 0, 30, 60, 300, 900, 3600]
  for (const [time, seconds] of waits.entries()) {
    clock.now += time % 2 === 0 ? 10 * year : -10 * year
    if (seconds > 0) {
      expect(await tried(right)).toBe('vault/wait')
      clock.elapsed += seconds * 1000 - 1
      expect(await tried(right)).toBe('vault/wait')
      clock.elapsed += 1
    }
    expect(await tried('not the one at all')).toBe(time === 9 ? 'vault/slot-destroyed' : 'vault/wrong-passphrase')
  }
  start()
  clock.elapsed = 10 * year
  expect(await tried(right)).toBe('vault/slot-destroyed')
})
