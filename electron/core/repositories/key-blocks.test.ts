import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findHolders, SortedKeys } from './key-blocks.ts'

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))
const key = fc
  .string({ unit: fc.constantFrom('1', '2', 'a', 'é', 'م', '😀', '\ufffd'), minLength: 1, maxLength: 4 })
  .map((text) => `#${text}`)

test('the holders of a beginning are found over the ends of blocks, with those who came since', () => {
  fc.assert(
    fc.property(
      fc.array(key, { minLength: 1, maxLength: 40 }),
      key,
      fc.integer({ min: 1, max: 5 }),
      fc.uniqueArray(fc.integer({ min: 100, max: 104 }), { maxLength: 2 }),
      (keys, beginning, size, late) => {
        const sorted = keys.map((term, ordinal) => ({ term, ordinal })).sort((a, b) => byBytes(a.term, b.term))
        const blocks: SortedKeys[] = []
        const firsts: string[] = []
        for (let from = 0; from < sorted.length; from += size) {
          const some = sorted.slice(from, from + size)
          const [terms, ordinals] = [some.map(({ term }) => term), some.map(({ ordinal }) => ordinal)]
          firsts.push(terms[0] ?? '')
          blocks.push(new SortedKeys(SortedKeys.encode(terms, ordinals)))
        }
        const index = new SortedKeys(
          SortedKeys.encode(
            firsts,
            firsts.map(() => 0),
          ),
        )
        const found = findHolders(index, (at) => blocks[at] as SortedKeys, beginning, late)
        const expected = keys.flatMap((term, ordinal) => (term.startsWith(beginning) ? [ordinal] : []))
        expect([...found]).toEqual([...expected, ...late].sort((a, b) => a - b))
      },
    ),
    { numRuns: 200 },
  )
})
