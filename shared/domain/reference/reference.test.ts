import { describe, expect, it } from 'vitest'
import { isBusinessDay } from '../business-days.ts'
import { calendarDate } from '../calendar.ts'
import { BranchCode } from '../clerks/clerk.ts'
import { MemberField } from '../members/member.ts'
import { RequestKind } from '../requests/request.ts'
import { findCode, reasonsFor, unusableCodes } from './reasons.ts'
import { shippedBook } from './reference-book.ts'
import { placesOf, ReferenceKind } from './reference-rows.ts'
import { ReferenceVersion } from './reference-version.ts'
import { branches, cities, families, namesOfRanks, nationalities, specialties } from './register-codes.ts'
import { riskOf, services } from './services.ts'
import { shippedVersions } from './shipped.ts'

const today = '2026-11-22'
const reasons = shippedBook.inForce('reasons', today)

describe('reference data', () => {
  it('comes with a version of each kind that could be published', () => {
    for (const kind of ReferenceKind.options) {
      expect(ReferenceVersion.parse(shippedVersions[kind])).toEqual(shippedVersions[kind])
      expect(shippedVersions[kind].kind).toBe(kind)
    }
  })

  it('names everything in both languages', () => {
    const ranks = namesOfRanks(shippedBook.inForce('ranks', today))
    const tables = [families, ranks, specialties, cities, nationalities, branches, services]
    for (const table of tables) {
      for (const [code, name] of Object.entries(table)) {
        expect.soft(name.ar, code).toMatch(/^[\u0600-\u06ff\s()،-]+$/)
        expect.soft(name.en, code).toMatch(/^[A-Za-zÀ-ÿ\s()&,.’'-]+$/)
      }
    }
    expect(Object.keys(specialties).length).toBeGreaterThan(200)
  })

  it('has a row for each kind, branch and field, and a city for each branch', () => {
    expect(Object.keys(services).sort()).toEqual([...RequestKind.options].sort())
    expect(
      Object.values(services)
        .map((service) => service.number)
        .sort((a, b) => a - b),
    ).toEqual(Array.from({ length: 16 }, (_, i) => i + 1))
    expect(Object.keys(branches).sort()).toEqual([...BranchCode.options].sort())
    expect(
      shippedBook
        .inForce('field-risk', today)
        .map(({ field }) => field)
        .sort(),
    ).toEqual([...MemberField.options].sort())
    for (const branch of Object.values(branches)) expect(cities).toHaveProperty(branch.city)
  })

  it('has the published service times', () => {
    const days = (kind: RequestKind) => shippedBook.slaDays(kind, today)
    expect([days('qualification-study'), days('registration'), days('cpd')]).toEqual([70, 10, 30])
    expect([days('email-change'), days('username-recovery')]).toEqual([2, 0])
  })

  it('takes the highest risk of the changed fields of a data update', () => {
    const risk = (kind: RequestKind, proposed: Parameters<typeof riskOf>[2]) =>
      riskOf(shippedBook, kind, proposed, today)
    expect(risk('data-update', { city: 'abha', poBox: '1' })).toBe('low')
    expect(risk('data-update', { city: 'abha', mobile: '+966500000000' })).toBe('medium')
    expect(risk('data-update', { nameAr: 'x', city: 'abha' })).toBe('high')
    expect(risk('email-change', { email: 'a@b.sa' })).toBe('high')
  })
})

describe('reasons', () => {
  it('have unique codes and offer every service reasons to return and to reject', () => {
    expect(new Set(reasons.map((reason) => reason.code)).size).toBe(reasons.length)
    for (const kind of RequestKind.options) {
      expect(reasonsFor(reasons, kind, 'return').length).toBeGreaterThanOrEqual(7)
      expect(reasonsFor(reasons, kind, 'reject').length).toBeGreaterThanOrEqual(2)
    }
    expect(reasonsFor(reasons, 'email-change', 'reject')[0]?.code).toBe('REJ-EMAIL-IN-USE')
    expect(findCode(reasons, 'REJ-NOT-HERE')).toBeUndefined()
  })

  it('that are inactive are not offered and may not be given, and keep their words', () => {
    const retired = reasons.map((reason) => ({ ...reason, active: reason.code !== 'REJ-EMAIL-IN-USE' }))
    expect(reasonsFor(retired, 'email-change', 'reject').map(({ code }) => code)).not.toContain('REJ-EMAIL-IN-USE')
    expect(unusableCodes(retired, ['RTN-DOC-UNCLEAR', 'REJ-EMAIL-IN-USE', 'REJ-NOT-HERE'])).toEqual([
      'REJ-EMAIL-IN-USE',
      'REJ-NOT-HERE',
    ])
    expect(findCode(retired, 'REJ-EMAIL-IN-USE')?.ar).toMatch(/البريد/)
  })

  it('name the same places in both languages', () => {
    expect(reasons.filter(({ ar }) => placesOf(ar).length > 0).length).toBeGreaterThan(10)
    for (const { ar, en } of reasons) expect(placesOf(ar)).toEqual(placesOf(en))
  })
})

describe('holidays', () => {
  const year = (n: number) => shippedBook.holidaysBetween(calendarDate(`${n}-01-01`), calendarDate(`${n}-12-31`))

  it('finds the Eids by Umm al-Qura', () => {
    expect(year(2026)).toEqual([
      { code: 'founding-day', from: '2026-02-22', to: '2026-02-22' },
      { code: 'eid-al-fitr', from: '2026-03-19', to: '2026-03-23' },
      { code: 'eid-al-adha', from: '2026-05-26', to: '2026-05-30' },
      { code: 'national-day', from: '2026-09-23', to: '2026-09-23' },
    ])
  })

  it('moves single days off the weekend', () => {
    expect(year(2025)).toContainEqual({ code: 'founding-day', from: '2025-02-23', to: '2025-02-23' })
    for (const holiday of [2026, 2027, 2028].flatMap(year)) expect(isBusinessDay(holiday.from, [holiday])).toBe(false)
  })
})
