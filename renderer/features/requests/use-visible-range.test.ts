import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { visibleRange } from './use-visible-range.ts'

describe('visibleRange', () => {
  it('counts rows below the head', () => {
    expect(visibleRange(0, 34 + 17 * 37, 37, 52)).toEqual({ from: 1, to: 17 })
    expect(visibleRange(37 * 5, 34 + 17 * 37, 37, 52)).toEqual({ from: 6, to: 22 })
    expect(visibleRange(0, 34 + 17 * 37, 37, 4)).toEqual({ from: 1, to: 4 })
    expect(visibleRange(0, 600, 37, 0)).toEqual({ from: 0, to: 0 })
  })
  it('is never empty nor longer than the list, wherever it is scrolled', () => {
    fc.assert(
      fc.property(
        fc.nat(40_000),
        fc.integer({ min: 0, max: 2000 }),
        fc.integer({ min: 1, max: 900 }),
        (top, height, rows) => {
          const { from, to } = visibleRange(top, height, 37, rows)
          expect(from).toBeGreaterThanOrEqual(1)
          expect(to).toBeGreaterThanOrEqual(from)
          expect(to).toBeLessThanOrEqual(rows)
        },
      ),
    )
  })
})
