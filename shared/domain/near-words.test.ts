import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isWithinOneLetter, NearWords } from './near-words.ts'

/** Every edit distance by the book (optimal string alignment). */
function distance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : i)),
  )
  const at = (i: number, j: number) => rows[i]?.[j] ?? 0
  for (let i = 1; i <= a.length; i += 1)
    for (let j = 1; j <= b.length; j += 1) {
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const row = rows[i]
      if (row)
        row[j] = Math.min(
          at(i - 1, j) + 1,
          at(i, j - 1) + 1,
          at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1),
          swapped ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY,
        )
    }
  return at(a.length, b.length)
}

const word = fc.string({ unit: fc.constantFrom('م', 'ح', 'د', 'a', 'b'), maxLength: 6 })

describe('words one letter away', () => {
  it('is what the edit distance says', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(isWithinOneLetter(a, b)).toBe(distance(a, b) <= 1)
      }),
      { numRuns: 2000 },
    )
  })

  it('finds all of them, and nothing else', () => {
    fc.assert(
      fc.property(fc.uniqueArray(word, { maxLength: 40 }), word, (words, typed) => {
        const near = new NearWords()
        for (const each of words) near.add(each)
        const expected = words.filter((each) => each !== typed && distance(each, typed) <= 1)
        expect(near.find(typed).sort()).toEqual(expected.sort())
      }),
    )
  })

  it('grows', () => {
    const near = new NearWords()
    for (let n = 0; n < 3000; n += 1) near.add(`name${n}x`)
    expect(near.size).toBe(3000)
    expect(near.find('name2718')).toContain('name2718x')
  })
})
