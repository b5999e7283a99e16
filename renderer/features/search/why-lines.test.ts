import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MatchReason } from '#shared/contracts/members.ts'
import { matchedText, mergeRanges, rangesOf, whyLines } from './why-lines.ts'

function reason(over: Partial<MatchReason>): MatchReason {
  return {
    field: 'nameAr',
    how: 'exact',
    typed: 'الغامدي',
    text: 'عبد الله سعد الغامدي',
    ranges: [[13, 7]],
    pending: false,
    ...over,
  }
}

describe('whyLines', () => {
  it('makes one line of the words of one field and names the loosest way', () => {
    const lines = whyLines([reason({}), reason({ how: 'spacing', typed: 'عبدالله', ranges: [[0, 8]] })])
    expect(lines).toHaveLength(1)
    expect(lines[0]?.how).toBe('spacing')
    expect(lines[0]?.ranges).toEqual([
      [0, 8],
      [13, 7],
    ])
    expect(lines[0]?.pairs.map((pair) => [pair.typed, pair.shown])).toEqual([
      ['الغامدي', 'الغامدي'],
      ['عبدالله', 'عبد الله'],
    ])
  })

  it('puts an unconfirmed value first and keeps it apart from the confirmed one', () => {
    const lines = whyLines([
      reason({ field: 'email', text: 'old@x.sa', ranges: [[0, 3]] }),
      reason({ field: 'email', text: 'oldest@x.sa', ranges: [[0, 3]], pending: true }),
    ])
    expect(lines.map((line) => [line.text, line.pending])).toEqual([
      ['oldest@x.sa', true],
      ['old@x.sa', false],
    ])
    expect(rangesOf(lines, 'email', 'old@x.sa')).toEqual([[0, 3]])
    expect(rangesOf(lines, 'mobile', '+966550128841')).toEqual([])
  })
})

describe('mergeRanges', () => {
  it('never overlaps, stays inside the text and covers the same letters', () => {
    const range = fc.tuple(fc.nat(30), fc.nat(12))
    fc.assert(
      fc.property(fc.array(range, { maxLength: 8 }), fc.nat(30), (ranges, length) => {
        const covered = (parts: readonly (readonly [number, number])[]) => {
          const letters = new Set<number>()
          for (const [start, size] of parts) for (let at = start; at < start + size; at += 1) letters.add(at)
          return [...letters].filter((at) => at < length).sort((a, b) => a - b)
        }
        const merged = mergeRanges(ranges, length)
        expect(covered(merged)).toEqual(covered(ranges))
        for (const [index, [start, size]] of merged.entries()) {
          const next = merged[index + 1]
          expect(start + size).toBeLessThanOrEqual(length)
          if (next !== undefined) expect(start + size).toBeLessThan(next[0])
        }
      }),
    )
  })

  it('reads the matched part in order', () => {
    expect(
      matchedText('Abdullah Saad Alghamdi', [
        [14, 8],
        [0, 8],
      ]),
    ).toBe('Abdullah Alghamdi')
  })
})
