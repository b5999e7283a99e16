import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placeOnScreen, smallestWindow } from './window-state.ts'

const laptop = { x: 0, y: 0, width: 1440, height: 860 }
const second = { x: 1440, y: 0, width: 1920, height: 1040 }

test('a window opens where it was', () => {
  const place = { x: 1500, y: 40, width: 1400, height: 900, maximized: false }
  expect(placeOnScreen(place, [laptop, second])).toEqual(place)
})

test('a window whose screen was unplugged comes back to the first screen, no larger than it', () => {
  const place = { x: 1500, y: 40, width: 1900, height: 1000, maximized: false }
  expect(placeOnScreen(place, [laptop])).toEqual({ width: 1440, height: 860, maximized: false })
})

test('wherever it was, its title bar can be reached and it is never smaller than the design', () => {
  const coordinate = fc.integer({ min: -10_000, max: 10_000 })
  const length = fc.integer({ min: 1, max: 10_000 })
  fc.assert(
    fc.property(coordinate, coordinate, length, length, (x, y, width, height) => {
      const placed = placeOnScreen({ x, y, width, height, maximized: false }, [laptop, second])
      expect(placed.width).toBeGreaterThanOrEqual(smallestWindow.width)
      expect(placed.height).toBeGreaterThanOrEqual(smallestWindow.height)
      if (placed.y !== undefined) expect(placed.y).toBeGreaterThanOrEqual(0)
    }),
  )
})
