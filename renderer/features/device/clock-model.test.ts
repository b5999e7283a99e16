import { expect, test } from 'vitest'
import { clockStateOf, jumpOf, spanOf } from './clock-model.ts'

test('a clock that the authority is ahead of is slow, and wrong from five minutes on', () => {
  expect(clockStateOf(null)).toBeUndefined()
  expect(clockStateOf(-59)).toEqual({ is: 'same', wrong: false })
  expect(clockStateOf(60)).toEqual({ is: 'slow', wrong: false })
  expect(clockStateOf(-299)).toEqual({ is: 'fast', wrong: false })
  expect(clockStateOf(300)).toEqual({ is: 'slow', wrong: true })
})

test('a span is told in its largest unit, whichever way it went', () => {
  expect(spanOf(2)).toEqual({ unit: 'Minutes', n: 1 })
  expect(spanOf(-3570)).toEqual({ unit: 'Hours', n: 1 })
  expect(spanOf(-5400)).toEqual({ unit: 'Hours', n: 2 })
  expect(spanOf(86_399)).toEqual({ unit: 'Days', n: 1 })
  expect(spanOf(63_072_000)).toEqual({ unit: 'Days', n: 730 })
})

test('a jump that was noticed where this version knows nothing of is told without the place', () => {
  const at = '2026-11-27T00:00:00.000Z'
  expect(jumpOf({ at, seconds: -600, noticed: 'opening' })).toEqual({ way: 'back', place: 'opening' })
  expect(jumpOf({ at, seconds: 600, noticed: 'elsewhere' })).toEqual({ way: 'forward', place: undefined })
})
