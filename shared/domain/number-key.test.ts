import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { numberIndexKeys, numberKey, numberQueryKeys } from './number-key.ts'

const finds = (query: string, text: string) =>
  numberQueryKeys(query).some((key) => numberIndexKeys(text).some((indexed) => indexed.startsWith(key)))

describe('number keys', () => {
  it.each([
    ['٢٢ر', '22'],
    ['22-R-0061847', '22r0061847'],
    ['\u2066٠٥٥ ٠١٢ ٨٨٤١\u2069', '0550128841'],
  ])('reads %s as %s', (text, key) => {
    expect(numberKey(text)).toBe(key)
    expect(numberKey(key)).toBe(key)
  })

  it.each([
    ['0550128841', '+966550128841'],
    ['+966 55 012 8841', '+966550128841'],
    ['00966550128841', '+966550128841'],
    ['٥٥٠١٢', '+966550128841'],
    ['05501', '+966550128841'],
    ['22R0061847', '22-R-0061847'],
    ['220061847', '22-R-0061847'],
    ['61847', '22-R-0061847'],
    ['0061847', '22-R-0061847'],
    ['f118409', 'F-118-40923'],
    ['11840923', 'F-118-40923'],
    ['40923', 'F-118-40923'],
    ['1039 2051 80', '1039205180'],
  ])('%s finds %s', (query, text) => {
    expect(finds(query, text)).toBe(true)
  })

  it.each([
    ['550128842', '+966550128841'],
    ['9205180', '1039205180'],
    ['', '1039205180'],
  ])('%s does not find %s', (query, text) => {
    expect(finds(query, text)).toBe(false)
  })

  it('takes no notice of dashes, spaces and digit sets', () => {
    const digits = fc.stringMatching(/^[1-9][0-9]{4,11}$/)
    fc.assert(
      fc.property(digits, fc.nat(), (number, at) => {
        const cut = 1 + (at % (number.length - 1))
        const arabic = number.replace(/[0-9]/g, (d) => String.fromCharCode(0x0660 + Number(d)))
        for (const typed of [`${number.slice(0, cut)}-${number.slice(cut)}`, arabic, ` ${number} `]) {
          expect(numberQueryKeys(typed)).toEqual(numberQueryKeys(number))
          expect(finds(typed, number)).toBe(true)
        }
      }),
    )
  })
})
