import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Random, scatter, weightedPicker } from './prng.ts'

describe('Random', () => {
  it('repeats for the same seed and place, and for nothing else', () => {
    const draw = (seed: string, place: number) => {
      const random = new Random(seed, place)
      return Array.from({ length: 8 }, () => random.bits()).join()
    }
    expect(draw('a', 1)).toBe(draw('a', 1))
    const draws = ['a', 'b', 'aa'].flatMap((seed) => Array.from({ length: 200 }, (_, place) => draw(seed, place)))
    expect(new Set(draws).size).toBe(600)
  })

  it('spreads evenly', () => {
    const random = new Random('even', 0)
    const counts = new Array<number>(10).fill(0)
    for (let i = 0; i < 100_000; i += 1) {
      const digit = random.int(0, 9)
      counts[digit] = (counts[digit] ?? 0) + 1
    }
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500)
    const firsts = Array.from({ length: 20_000 }, (_, place) => new Random('even', place).next())
    const mean = firsts.reduce((sum, value) => sum + value, 0) / firsts.length
    expect(mean).toBeGreaterThan(0.49)
    expect(mean).toBeLessThan(0.51)
  })
})

describe('weightedPicker', () => {
  it('draws by weight and never what weighs nothing', () => {
    const pick = weightedPicker([
      ['a', 3],
      ['b', 1],
      ['never', 0],
    ])
    const random = new Random('weights', 0)
    const drawn = Array.from({ length: 20_000 }, () => pick(random))
    expect(drawn.filter((item) => item === 'a').length / drawn.length).toBeCloseTo(0.75, 1)
    expect(drawn).not.toContain('never')
    expect(() => weightedPicker([])).toThrow(RangeError)
  })
})

describe('scatter', () => {
  it('is a permutation of any size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.string({ maxLength: 4 }), (size, seed) => {
        const at = scatter(seed, size)
        const seen = new Set(Array.from({ length: size }, (_, i) => at(i)))
        expect(seen.size).toBe(size)
        expect(Math.min(...seen)).toBe(0)
        expect(Math.max(...seen)).toBe(size - 1)
      }),
      { numRuns: 40 },
    )
  })

  it('does not count upwards', () => {
    const at = scatter('numbers', 8_000_000)
    const drawn = Array.from({ length: 1000 }, (_, i) => at(i))
    const rising = drawn.filter((value, i) => i > 0 && value > (drawn[i - 1] ?? 0)).length
    expect(rising).toBeGreaterThan(400)
    expect(rising).toBeLessThan(600)
    expect(() => at(8_000_000)).toThrow(RangeError)
  })
})
