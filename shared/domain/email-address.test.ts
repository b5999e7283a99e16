import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isEmail, maskEmail, normaliseEmail } from './email-address.ts'

describe('normaliseEmail', () => {
  it('trims, lowers and drops invisible marks', () => {
    expect(normaliseEmail(' \u2066F.AlQahtani@AlWaha.SA\u2069 ')).toBe('f.alqahtani@alwaha.sa')
  })

  it('is idempotent', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('aZİß@. \t\u200f\ufeff\u2066فé')) }), (text) => {
        expect(normaliseEmail(normaliseEmail(text))).toBe(normaliseEmail(text))
      }),
    )
  })
})

describe('isEmail', () => {
  it.each(['f.alqahtani@alwaha.sa', 'a+b@x.co', 'FAHAD_NQ88@HOTMAIL.COM', "o'hara@mail.example.org"])(
    'accepts %s',
    (text) => {
      expect(isEmail(text)).toBe(true)
    },
  )

  it.each([
    '',
    'a',
    '@x.sa',
    'a@',
    'a@x',
    'a b@x.sa',
    'a@x..sa',
    '.a@x.sa',
    'a.@x.sa',
    'a@-x.sa',
    'a@@x.sa',
    'فهد@x.sa',
    `${'a'.repeat(65)}@x.sa`,
    `a@${'x.'.repeat(130)}sa`,
  ])('refuses %s', (text) => {
    expect(isEmail(text)).toBe(false)
  })

  it('accepts what fast-check builds of plain words', () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9]{0,10}$/)
    fc.assert(
      fc.property(word, word, (local, domain) => {
        expect(isEmail(`${local}@${domain}.sa`)).toBe(true)
      }),
    )
  })
})

describe('maskEmail', () => {
  it('shows one letter and the domain', () => {
    expect(maskEmail('f.alqahtani@alwaha.sa')).toBe('f•••@alwaha.sa')
    expect(maskEmail('a@b.sa')).toBe('a•••@b.sa')
    expect(maskEmail('not an address')).toBe('•••')
  })
})
