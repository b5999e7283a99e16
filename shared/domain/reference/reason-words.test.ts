import { describe, expect, it } from 'vitest'
import { reasonsFor } from '#shared/domain/reference/reasons.ts'
import { shippedBook } from '#shared/domain/reference/reference-book.ts'
import { reasonWords, withoutPlaces } from './reason-words.ts'

const reasons = shippedBook.inForce('reasons', '2026-11-22')

describe('reasons in words', () => {
  it('never show a brace, in either language', () => {
    for (const { code } of reasons) {
      expect(reasonWords(reasons, code, 'ar')).not.toMatch(/[{}]/)
      expect(reasonWords(reasons, code, 'en')).not.toMatch(/[{}]/)
    }
  })
  it('lose the place with its brackets', () => {
    expect(withoutPlaces('المرفق ({document}) غير واضح.')).toBe('المرفق غير واضح.')
    expect(withoutPlaces('fewer than {days} days')).toBe('fewer than … days')
  })
  it('show a code that is not known as it is', () => {
    expect(reasonWords(reasons, 'RTN-LATER', 'en')).toBe('RTN-LATER')
  })
  it('exist for what this desk can return and reject', () => {
    expect(reasonsFor(reasons, 'email-change', 'return').length).toBeGreaterThan(1)
    expect(reasonsFor(reasons, 'email-change', 'reject').length).toBeGreaterThan(0)
  })
})
