import { describe, expect, it } from 'vitest'
import { isBusinessDay } from '../business-days.ts'
import { calendarDate } from '../calendar.ts'
import { BranchCode } from '../clerks/clerk.ts'
import { MemberField } from '../members/member.ts'
import { RequestKind } from '../requests/request.ts'
import { holidaysBetween } from './holidays.ts'
import { findReason, reasons, reasonsFor } from './reasons.ts'
import { branches, cities, families, nationalities, ranks, specialties } from './register-codes.ts'
import { fieldRisk, riskOf, services } from './services.ts'

describe('reference data', () => {
  it('names everything in both languages', () => {
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
    expect(Object.keys(fieldRisk).sort()).toEqual([...MemberField.options].sort())
    for (const branch of Object.values(branches)) expect(cities).toHaveProperty(branch.city)
  })

  it('takes the highest risk of the changed fields of a data update', () => {
    expect(riskOf('data-update', { city: 'abha', poBox: '1' })).toBe('low')
    expect(riskOf('data-update', { city: 'abha', mobile: '+966500000000' })).toBe('medium')
    expect(riskOf('data-update', { nameAr: 'x', city: 'abha' })).toBe('high')
    expect(riskOf('email-change', { email: 'a@b.sa' })).toBe('high')
  })
})

describe('reasons', () => {
  it('have unique codes and offer every service reasons to return and to reject', () => {
    expect(new Set(reasons.map((reason) => reason.code)).size).toBe(reasons.length)
    for (const kind of RequestKind.options) {
      expect(reasonsFor(kind, 'return').length).toBeGreaterThanOrEqual(7)
      expect(reasonsFor(kind, 'reject').length).toBeGreaterThanOrEqual(2)
    }
    expect(reasonsFor('email-change', 'reject')[0]?.code).toBe('REJ-EMAIL-IN-USE')
    expect(findReason('REJ-NOT-HERE')).toBeUndefined()
  })

  it('name the same placeholders in both languages as in their list', () => {
    for (const reason of reasons) {
      for (const sentence of [reason.ar, reason.en]) {
        const named = [...sentence.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
        expect(new Set(named)).toEqual(new Set(reason.placeholders))
      }
    }
  })
})

describe('holidaysBetween', () => {
  const year = (n: number) => holidaysBetween(calendarDate(`${n}-01-01`), calendarDate(`${n}-12-31`))

  it('finds the Eids by Umm al-Qura', () => {
    expect(year(2026)).toEqual([
      { code: 'founding-day', from: '2026-02-22', to: '2026-02-22' },
      { code: 'eid-al-fitr', from: '2026-03-19', to: '2026-03-23' },
      { code: 'eid-al-adha', from: '2026-05-26', to: '2026-05-30' },
      { code: 'national-day', from: '2026-09-23', to: '2026-09-23' },
    ])
  })

  it('moves single days off the weekend and keeps rules within their time', () => {
    expect(year(2025)).toContainEqual({ code: 'founding-day', from: '2025-02-23', to: '2025-02-23' })
    expect(year(2021).map((holiday) => holiday.code)).toEqual(['national-day'])
    for (const holiday of [2026, 2027, 2028].flatMap(year)) expect(isBusinessDay(holiday.from, [holiday])).toBe(false)
  })
})
