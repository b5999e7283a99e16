import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placeBeside, placeOnScreen, smallestWindow } from './window-state.ts'

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

test('each further window shows the title bar of the ones before, and stays on the screen', () => {
  const wide = { x: 0, y: 0, width: 2560, height: 1440 }
  const first = { x: 100, y: 80, width: 1400, height: 900 }
  const open = [first]
  for (let number = 0; number < 7; number++) {
    const { maximized, x, y, width, height } = placeBeside(first, wide, open)
    expect(maximized).toBe(false)
    expect([width, height]).toEqual([1400, 900])
    expect(open.some((other) => other.x === x && other.y === y)).toBe(false)
    expect((x ?? 0) + width).toBeLessThanOrEqual(2560)
    expect((y ?? 0) + height).toBeLessThanOrEqual(1440)
    open.push({ x: x ?? 0, y: y ?? 0, width, height })
  }
  expect(open[1]).toMatchObject({ x: 132, y: 112 })
})

test('a window beside one that fills a small screen begins at its corner', () => {
  expect(placeBeside({ ...laptop }, laptop, [laptop])).toEqual({ ...laptop, maximized: false })
})
