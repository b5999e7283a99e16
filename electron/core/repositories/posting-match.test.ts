import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MemberOrdinals } from './member-ordinals.ts'
import { PostingMatcher } from './posting-match.ts'
import { PostingSet } from './posting-set.ts'

const members = 60_000
const room = 200
/** Members stand at every third place. */
const places = Array.from({ length: members }, (_, ordinal) => ordinal * 3)
const sorted = (numbers: Iterable<number>) => [...new Set(numbers)].sort((a, b) => a - b)
/** Few, some hundreds and whole stretches: what is looked up, and what is intersected. */
const list = fc.oneof(
  fc.array(fc.nat(members - 1), { maxLength: 20 }).map(sorted),
  fc
    .tuple(fc.nat(500), fc.integer({ min: 1, max: 90 }))
    .map(([from, step]) => sorted(Array.from({ length: 600 }, (_, n) => from + n * step))),
  fc.tuple(fc.nat(20_000), fc.nat(30_000)).map(([from, length]) => Array.from({ length }, (_, n) => from + n)),
)

test('members of every group are found, few or many, without those who left and with those who came', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(list, { maxLength: 4 }), { minLength: 1, maxLength: 4 }),
      fc.array(fc.nat(members - 1), { maxLength: 20 }),
      fc.nat(members * 3),
      (groups, moved, behind) => {
        const ordinals = MemberOrdinals.read([places.slice(0, 7), places.slice(7)], room)
        const sets = groups.map((group) => group.map((each) => PostingSet.ofSorted(each, ordinals.words)))
        const holders = groups.map((group) => new Set(group.flat()))
        // Whoever changes is found by the same words, under another ordinal.
        for (const member of new Set(moved)) {
          ordinals.leave(member * 3)
          const fresh = ordinals.enter(member * 3)
          for (const [index, group] of groups.entries())
            for (const [at, each] of group.entries()) if (each.includes(member)) sets[index]?.[at]?.append(fresh)
        }
        const [first = new Set<number>()] = holders
        const expected = sorted(first).filter((member) => holders.every((each) => each.has(member)))
        const match = new PostingMatcher(ordinals).match(sets)
        expect(match.count).toBe(expected.length)
        const later = expected.map((member) => member * 3).filter((place) => place > behind)
        expect(match.after(behind, 50)).toEqual(later.slice(0, 50))
        for (const member of [...moved, ...expected.slice(0, 5)])
          expect(match.has(member * 3)).toBe(expected.includes(member))
        expect(match.has(behind * 3 + 1)).toBe(false)
      },
    ),
    { numRuns: 60 },
  )
})
