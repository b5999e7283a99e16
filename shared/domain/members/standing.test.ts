import { describe, expect, it } from 'vitest'
import { calendarDate } from '#shared/domain/calendar.ts'
import { buildMember } from '#shared/testing/builders.ts'
import { registrationEndsIn, type Standing, standingOf } from './standing.ts'

describe('standingOf', () => {
  it.each<[Parameters<typeof standingOf>[0], number | null, Standing]>([
    ['active', null, 'active'],
    ['active', 91, 'active'],
    ['active', 90, 'expiring'],
    ['active', 0, 'expiring'],
    ['active', -1, 'expired'],
    ['suspended', 12, 'suspended'],
    ['deceased', -400, 'deceased'],
  ])('%s with %j days left is %s', (state, days, standing) => {
    expect(standingOf(state, days)).toBe(standing)
  })

  it('counts the days of the last registration', () => {
    expect(registrationEndsIn(buildMember(), calendarDate('2026-11-22'))).toBe(61)
    expect(registrationEndsIn(buildMember({ registrations: [] }), calendarDate('2026-11-22'))).toBeNull()
  })
})
