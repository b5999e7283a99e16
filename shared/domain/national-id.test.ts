import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkNationalId, luhnCheckDigit, normaliseDigits } from './national-id.ts'

const firstNine = fc
  .tuple(fc.constantFrom('1', '2'), fc.integer({ min: 0, max: 99_999_999 }))
  .map(([first, rest]) => first + String(rest).padStart(8, '0'))

const toArabicIndic = (digits: string) => digits.replace(/[0-9]/g, (d) => String.fromCharCode(0x0660 + Number(d)))
const toPersian = (digits: string) => digits.replace(/[0-9]/g, (d) => String.fromCharCode(0x06f0 + Number(d)))

describe('checkNationalId', () => {
  it('knows the published vectors', () => {
    expect(checkNationalId('1000000008')).toEqual({ ok: true, kind: 'citizen', digits: '1000000008' })
    expect(checkNationalId('1000000000')).toEqual({ ok: false, reason: 'checksum' })
  })

  it('gives each fault its own reason', () => {
    expect(checkNationalId('  ')).toEqual({ ok: false, reason: 'empty' })
    expect(checkNationalId('10000000O8')).toEqual({ ok: false, reason: 'characters' })
    expect(checkNationalId('100000008')).toEqual({ ok: false, reason: 'length' })
    expect(checkNationalId('3000000004')).toEqual({ ok: false, reason: 'prefix' })
  })

  it('accepts Arabic-Indic and Persian digits, spaces, dashes and direction marks', () => {
    expect(checkNationalId('\u2066١٠٠٠-٠٠٠ ٠٠٨\u2069')).toEqual({ ok: true, kind: 'citizen', digits: '1000000008' })
    fc.assert(
      fc.property(firstNine, (nine) => {
        const id = nine + luhnCheckDigit(nine)
        const expected = { ok: true, kind: nine[0] === '1' ? 'citizen' : 'resident', digits: id }
        expect(checkNationalId(id)).toEqual(expected)
        expect(checkNationalId(toArabicIndic(id))).toEqual(expected)
        expect(checkNationalId(toPersian(id))).toEqual(expected)
      }),
    )
  })

  it('refuses every single wrong digit', () => {
    fc.assert(
      fc.property(firstNine, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), (nine, at, by) => {
        const id = nine + luhnCheckDigit(nine)
        const wrong = id.slice(0, at) + String((Number(id[at]) + by) % 10) + id.slice(at + 1)
        expect(checkNationalId(wrong).ok).toBe(false)
      }),
    )
  })
})

describe('normaliseDigits', () => {
  it('leaves everything but digits alone and is idempotent', () => {
    expect(normaliseDigits('رقم ٠١٢۳۴٥-٩')).toBe('رقم 012345-9')
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('09٠٩۰۹٫aف😀 -')) }), (text) => {
        expect(normaliseDigits(normaliseDigits(text))).toBe(normaliseDigits(text))
        expect(normaliseDigits(text)).toHaveLength(text.length)
      }),
    )
  })
})
