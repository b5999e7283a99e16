import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openSlot, type SlotKeys, type SlotParameters, sealSlot, slotParameters } from './key-slot.ts'

/** Cheap on purpose: what is tested here does not depend on the cost. */
const quick: SlotParameters = { memoryKiB: 8, passes: 1, lanes: 1 }
const place = { deviceSecret: new Uint8Array(randomBytes(32)), device: 'desk-1', clerkId: 'noura' }
const newKeys = (pin: string | null = '4071'): SlotKeys => ({
  dataKey: new Uint8Array(randomBytes(32)),
  signingKey: new Uint8Array(randomBytes(32)),
  pin,
})
const wrong = { code: 'vault/wrong-passphrase' }

test('a slot opens with its passphrase, however it was typed, and with no other', async () => {
  const keys = newKeys()
  const slot = await sealSlot(keys, 'عبارة é طويلة 7!', place, quick)
  expect(await openSlot(slot, 'عبارة é طويلة 7!', place)).toEqual(keys)
  await expect(openSlot(slot, 'عبارة e طويلة 7!', place)).rejects.toMatchObject(wrong)
})

test('any other passphrase is wrong, and a slot names nothing of what it holds', async () => {
  const keys = newKeys(null)
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), async (right, other) => {
      const slot = await sealSlot(keys, right, place, quick)
      if (right.normalize('NFKC') === other.normalize('NFKC')) expect(await openSlot(slot, other, place)).toEqual(keys)
      else await expect(openSlot(slot, other, place)).rejects.toMatchObject(wrong)
      expect(JSON.stringify(slot)).not.toContain(Buffer.from(keys.dataKey).toString('base64'))
    }),
    { numRuns: 30 },
  )
})

test('a slot cannot be moved: to another device, secret, clerk or a cheaper cost', async () => {
  const slot = await sealSlot(newKeys(), 'right', place, quick)
  for (const elsewhere of [
    { ...place, device: 'desk-2' },
    { ...place, clerkId: 'salem' },
    { ...place, deviceSecret: new Uint8Array(randomBytes(32)) },
  ])
    await expect(openSlot(slot, 'right', elsewhere)).rejects.toMatchObject(wrong)
  await expect(openSlot({ ...slot, parameters: { ...quick, passes: 2 } }, 'right', place)).rejects.toMatchObject(wrong)
})

test('one changed bit anywhere is noticed', async () => {
  const slot = await sealSlot(newKeys(), 'right', place, quick)
  for (const part of ['salt', 'nonce', 'sealed'] as const) {
    const bytes = Buffer.from(slot[part], 'base64')
    for (const at of [0, bytes.length >> 1, bytes.length - 1]) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 1
      await expect(openSlot({ ...slot, [part]: changed.toString('base64') }, 'right', place)).rejects.toMatchObject(
        wrong,
      )
    }
  }
})

test('new slots cost what RFC 9106 calls its second choice: 64 MiB in three passes', () => {
  expect(slotParameters).toEqual({ memoryKiB: 65_536, passes: 3, lanes: 1 })
})
