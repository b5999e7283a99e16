import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findScannedCode } from './scanned-text.ts'

/** What the keys of an Arabic (101) layout write for the characters of a code, as Windows lays them out. */
const arabicKeys: Record<string, string> = Object.fromEntries([
  ...[...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter, index) => [
    letter,
    [
      'ِ',
      'لآ',
      '}',
      ']',
      'ُ',
      '[',
      'لأ',
      'أ',
      '÷',
      'ـ',
      '،',
      '/',
      '’',
      'آ',
      '×',
      '؛',
      'َ',
      'ٌ',
      'ٍ',
      'لإ',
      '‘',
      '{',
      'ً',
      'ْ',
      'إ',
      '~',
    ][index],
  ]),
  ['.', 'ز'],
  ['/', 'ظ'],
])
const typedInArabic = (code: string) => [...code].map((char) => arabicKeys[char] ?? char).join('')
const body = fc.string({ unit: fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'), maxLength: 400 })
/** No code of ours ends or begins in a space behind its prefix; the trim would take it. */
const code = body.map((text) => `MPL1:${text.trim()}`)

describe('findScannedCode', () => {
  it('reads back what a scanner types on an Arabic keyboard', () => {
    fc.assert(
      fc.property(code, (text) => {
        expect(findScannedCode(typedInArabic(text))).toBe(text)
      }),
    )
  })

  it('leaves a code as it is, whatever stands around it', () => {
    fc.assert(
      fc.property(code, (text) => {
        expect(findScannedCode(`\ufeff ${text}\r\n`)).toBe(text)
      }),
    )
  })

  it.each([
    ['small letters', 'mpl1:6bf', 'MPL1:6BF'],
    ['Arabic digits', 'MPL١:٦BF', 'MPL1:6BF'],
    ['the ligatures of another system', '’؛/1:ﻵﻷﻹ', 'MPL1:BGT'],
    ['the code of another authority', 'HC1:NCF', 'HC1:NCF'],
  ])('reads %s', (_, typed, meant) => {
    expect(findScannedCode(typed)).toBe(meant)
  })

  it.each(['', '22-R-0061847', 'C-26-0004821', 'https://example.sa/1', 'حتة١:', 'MPL2:6BF'])(
    'takes %j for no code',
    (text) => {
      expect(findScannedCode(text)).toBeUndefined()
    },
  )
})
