import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countBits, forEachBit, hasBit, intersect, PostingSet, subtract, wordsFor } from './posting-set.ts'

const capacity = 200_000
const words = wordsFor(capacity)
const sorted = (ordinals: Iterable<number>) => [...new Set(ordinals)].sort((a, b) => a - b)
/** Few far apart, and whole stretches: both containers. */
const ordinals = fc.oneof(
  fc.array(fc.nat(capacity - 1), { maxLength: 60 }).map(sorted),
  fc.tuple(fc.nat(100_000), fc.nat(50_000)).map(([from, length]) => Array.from({ length }, (_, n) => from + n)),
)

function bitsOf(set: PostingSet): Uint32Array {
  const bits = new Uint32Array(words)
  set.addTo(bits)
  return bits
}

function listed(bits: Uint32Array, from = 0): number[] {
  const found: number[] = []
  forEachBit(bits, from, (ordinal) => {
    found.push(ordinal)
    return true
  })
  return found
}

test('a set holds what was put into it, however it is kept', () => {
  fc.assert(
    fc.property(ordinals, fc.nat(capacity - 1), (list, from) => {
      const set = PostingSet.ofSorted(list, words)
      expect(set.size).toBe(list.length)
      const bits = bitsOf(set)
      expect(listed(bits)).toEqual(list)
      expect(countBits(bits)).toBe(list.length)
      expect(listed(bits, from)).toEqual(list.filter((ordinal) => ordinal >= from))
      const copied = new Uint32Array(list.length + 1)
      set.copyTo(copied, 1)
      expect([...copied.subarray(1)]).toEqual(list)
      expect(set.has(from)).toBe(list.includes(from))
      for (const ordinal of list.slice(0, 9)) expect(set.has(ordinal)).toBe(true)
      const again = PostingSet.ofBits(bits.slice())
      expect([again.size, listed(bitsOf(again))]).toEqual([list.length, list])
      const below = list.filter((ordinal) => ordinal < from)
      expect([...set.from(from)]).toEqual(list.slice(below.length))
      const decoded = PostingSet.decode(set.encode(from), words)
      expect([decoded.size, listed(bitsOf(decoded))]).toEqual([below.length, below])
      for (const ordinal of [capacity - 2, capacity - 1]) decoded.append(ordinal)
      expect(listed(bitsOf(decoded))).toEqual(sorted([...below, capacity - 2, capacity - 1]))
    }),
    { numRuns: 60 },
  )
})

test('what is appended is in it once, also when it grows into a bitmap', () => {
  const set = new PostingSet(words)
  for (let n = 0; n < 30_000; n += 1) {
    set.append(n * 3)
    set.append(n * 3)
  }
  set.append(capacity - 1)
  expect(set.size).toBe(30_001)
  expect(set.cost).toBe(words)
  expect(hasBit(bitsOf(set), 29_999 * 3)).toBe(true)
  expect(hasBit(bitsOf(set), 1)).toBe(false)
})

test('sets are joined as sets are', () => {
  fc.assert(
    fc.property(ordinals, ordinals, (a, b) => {
      const [inA, inB] = [new Set(a), new Set(b)]
      const both = bitsOf(PostingSet.ofSorted(a, words))
      intersect(both, bitsOf(PostingSet.ofSorted(b, words)))
      expect(listed(both)).toEqual(a.filter((ordinal) => inB.has(ordinal)))
      const without = bitsOf(PostingSet.ofSorted(b, words))
      subtract(without, bitsOf(PostingSet.ofSorted(a, words)))
      expect(listed(without)).toEqual(b.filter((ordinal) => !inA.has(ordinal)))
    }),
    { numRuns: 40 },
  )
})
