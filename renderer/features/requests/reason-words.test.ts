import { describe, expect, it } from 'vitest'
import { reasons, reasonsFor } from '#shared/domain/reference/reasons.ts'
import { reasonWords, withoutPlaces } from './reason-words.ts'

describe('reasons in words', () => {
  it('never show a brace, in either language', () => {
    for (const { code } of reasons) {
      expect(reasonWords(code, 'ar')).not.toMatch(/[{}]/)
      expect(reasonWords(code, 'en')).not.toMatch(/[{}]/)
    }
  })
  it('lose the place with its brackets', () => {
    expect(withoutPlaces('المرفق ({document}) غير واضح.')).toBe('المرفق غير واضح.')
    expect(withoutPlaces('fewer than {days} days')).toBe('fewer than … days')
  })
  it('show a code that is not known as it is', () => {
    expect(reasonWords('RTN-LATER', 'en')).toBe('RTN-LATER')
  })
  it('exist for what this desk can return and reject', () => {
    expect(reasonsFor('email-change', 'return').length).toBeGreaterThan(1)
    expect(reasonsFor('email-change', 'reject').length).toBeGreaterThan(0)
  })
})
