import { expect, test } from 'vitest'
import { sizeOf, timeLeft } from './amounts.ts'

test.each([
  [0, 'kilobytes', 0],
  [1536, 'kilobytes', 1.5],
  [700_000, 'kilobytes', 684],
  [5_400_000, 'megabytes', 5.1],
  [1_500_000_000, 'gigabytes', 1.4],
])('%i bytes are read as %s %d', (bytes, unit, n) => expect(sizeOf(bytes)).toEqual({ unit, n }))

test.each([
  [0, 'seconds', 1],
  [3, 'seconds', 5],
  [61, 'minutes', 2],
  [3600, 'hours', 1],
  [4000, 'hours', 1.5],
])('%i s are told as %s %d, never less', (seconds, unit, n) => expect(timeLeft(seconds)).toEqual({ unit, n }))
