import { describe, expect, it } from 'vitest'
import { elapsedSince } from './elapsed.ts'

const now = Date.parse('2026-11-22T08:00:00.000Z')

describe('elapsedSince', () => {
  it.each([
    ['2026-11-22T08:00:05.000Z', 'seconds', 0],
    ['2026-11-22T07:59:51.000Z', 'seconds', 9],
    ['2026-11-22T07:59:00.000Z', 'minutes', 1],
    ['2026-11-22T07:00:01.000Z', 'minutes', 59],
    ['2026-11-22T07:00:00.000Z', 'hours', 1],
    ['2026-11-20T09:00:00.000Z', 'days', 1],
  ])('%s is %s %i ago', (instant, unit, n) => {
    expect(elapsedSince(instant, now)).toEqual({ unit, n })
  })
})
