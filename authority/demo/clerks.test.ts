import { describe, expect, it } from 'vitest'
import { BranchCode, Clerk, Role } from '#shared/domain/clerks/clerk.ts'
import { demoClerks } from './clerks.ts'

describe('demoClerks', () => {
  const clerks = demoClerks()

  it('are sound, the same each time, and no two alike', () => {
    for (const clerk of clerks) Clerk.parse(clerk)
    expect(demoClerks()).toEqual(clerks)
    expect(new Set(clerks.map((clerk) => clerk.id)).size).toBe(clerks.length)
    expect(new Set(clerks.map((clerk) => clerk.nameAr)).size).toBe(clerks.length)
    for (const { nameAr, nameEn } of clerks) {
      expect(nameAr).toMatch(/^[\u0621-\u064a]+( [\u0621-\u064a]+)+$/)
      expect(nameEn).toMatch(/^[A-Z][A-Za-z'’-]+( [A-Z][A-Za-z'’-]+)+$/)
    }
  })

  it('staff every branch for four eyes even when one is away', () => {
    for (const branch of BranchCode.options) {
      const count = (role: Role) => clerks.filter((clerk) => clerk.branch === branch && clerk.role === role).length
      expect(count('clerk')).toBeGreaterThanOrEqual(2)
      expect(count('supervisor')).toBe(2)
      expect(count('branch-manager')).toBe(1)
    }
    const one = (role: Role) => clerks.filter((clerk) => clerk.role === role).map((clerk) => clerk.branch)
    expect(one('auditor')).toEqual(['riyadh'])
    expect(one('administrator')).toEqual(['riyadh', 'riyadh'])
    expect(new Set(clerks.map((clerk) => clerk.role)).size).toBe(Role.options.length)
  })
})
