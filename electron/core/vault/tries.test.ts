import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mostTries, TryWaits, waitAfter } from './tries.ts'

test('the first tries are free, later ones wait longer and longer', () => {
  const waits = Array.from({ length: mostTries }, (_, wrong) => waitAfter(wrong))
  expect(waits.slice(0, 5)).toEqual([0, 0, 0, 0, 0])
  expect(waits.slice(5)).toEqual([30_000, 60_000, 300_000, 900_000, 3_600_000])
})

test('a wait is over when so much time has passed that only grows, and not before', () => {
  fc.assert(
    fc.property(fc.integer({ min: 5, max: 9 }), fc.integer({ min: 0, max: 4_000_000 }), (wrong, passed) => {
      let now = 1000
      const waits = new TryWaits(() => now)
      waits.note('noura')
      now += passed
      expect(waits.left('noura', wrong)).toBe(Math.max(0, waitAfter(wrong) - passed))
      expect(waits.left('salem', 0)).toBe(0)
    }),
  )
})

test('a restart begins the wait anew: nothing is gained by it', () => {
  let now = 0
  const before = new TryWaits(() => now)
  before.note('noura')
  now = 29_000
  expect(before.left('noura', 5)).toBe(1000)
  let later = 0
  const after = new TryWaits(() => later)
  expect(after.left('noura', 5)).toBe(30_000)
  later = 30_000
  expect(after.left('noura', 5)).toBe(0)
})
