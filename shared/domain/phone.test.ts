import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { displayPhone, parseSaudiMobile } from './phone.ts'

const national = fc.integer({ min: 0, max: 99_999_999 }).map((n) => `5${String(n).padStart(8, '0')}`)

describe('parseSaudiMobile', () => {
  it('reads every accepted form into one E.164 number', () => {
    fc.assert(
      fc.property(national, (nine) => {
        const expected = { ok: true, e164: `+966${nine}` }
        for (const form of [`0${nine}`, nine, `+966${nine}`, `00966${nine}`, `966${nine}`, `+9660${nine}`]) {
          expect(parseSaudiMobile(form)).toEqual(expected)
        }
        expect(parseSaudiMobile(displayPhone(`+966${nine}`))).toEqual(expected)
      }),
    )
  })

  it('accepts Arabic-Indic digits and separators', () => {
    expect(parseSaudiMobile('٠٥٥ ٠١٢-٨٨٤١')).toEqual({ ok: true, e164: '+966550128841' })
  })

  it('gives each fault its own reason', () => {
    expect(parseSaudiMobile(' ')).toEqual({ ok: false, reason: 'empty' })
    expect(parseSaudiMobile('05501288x1')).toEqual({ ok: false, reason: 'characters' })
    expect(parseSaudiMobile('055012884')).toEqual({ ok: false, reason: 'length' })
    expect(parseSaudiMobile('0112345678')).toEqual({ ok: false, reason: 'not-mobile' })
    expect(parseSaudiMobile('+201012345678')).toEqual({ ok: false, reason: 'not-mobile' })
  })
})

describe('displayPhone', () => {
  it('groups a Saudi mobile and leaves other numbers alone', () => {
    expect(displayPhone('+966550128841')).toBe('+966 55 012 8841')
    expect(displayPhone('+201012345678')).toBe('+201012345678')
  })
})
