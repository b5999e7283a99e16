import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffTokens } from './diff-tokens.ts'

const text = (pieces: readonly { text: string }[]) => pieces.map((piece) => piece.text).join('')
const changed = (pieces: readonly { text: string; changed: boolean }[]) =>
  pieces.flatMap((piece) => (piece.changed ? [piece.text] : []))

describe('diffTokens', () => {
  it('marks the local part and the domain of an address, not the at sign', () => {
    const diff = diffTokens('fahad_nq88@hotmail.com', 'f.alqahtani@alwaha.sa')
    expect(changed(diff.base)).toEqual(['fahad_nq88', 'hotmail.com'])
    expect(changed(diff.proposed)).toEqual(['f.alqahtani', 'alwaha.sa'])
  })

  it('marks only the domain when only it differs', () => {
    const diff = diffTokens('noura@hotmail.com', 'noura@alwaha.sa')
    expect(diff.base).toEqual([
      { text: 'noura@', changed: false },
      { text: 'hotmail.com', changed: true },
    ])
    expect(changed(diff.proposed)).toEqual(['alwaha.sa'])
  })

  it('marks words of a name', () => {
    const diff = diffTokens('عبد الله سعد الغامدي', 'عبد الله محمد سعد الغامدي')
    expect(changed(diff.base)).toEqual([])
    expect(changed(diff.proposed).join('').trim()).toBe('محمد')
  })

  it('loses nothing on either side and marks nothing between equals', () => {
    const value = fc.array(fc.constantFrom('سعد', 'Noura', '@', ' ', '2026', '-', 'a.b'), { maxLength: 12 })
    fc.assert(
      fc.property(value, value, (first, second) => {
        const diff = diffTokens(first.join(''), second.join(''))
        expect(text(diff.base)).toBe(first.join(''))
        expect(text(diff.proposed)).toBe(second.join(''))
        expect(changed(diffTokens(first.join(''), first.join('')).base)).toEqual([])
      }),
    )
  })

  it('keeps the same text unmarked on both sides', () => {
    const value = fc.string({ unit: 'grapheme', maxLength: 20 })
    fc.assert(
      fc.property(value, value, (first, second) => {
        const diff = diffTokens(first, second)
        const kept = (pieces: typeof diff.base) =>
          pieces
            .filter((piece) => !piece.changed)
            .map((piece) => piece.text)
            .join('')
            .replace(/\s+/g, '')
        expect(kept(diff.base)).toBe(kept(diff.proposed))
      }),
    )
  })
})
