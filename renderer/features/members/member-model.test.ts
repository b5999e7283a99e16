import { describe, expect, it } from 'vitest'
import { calendarDate } from '#shared/domain/calendar.ts'
import type { Registration } from '#shared/domain/members/member.ts'
import { classificationStations, orderRequests, validityBar } from './member-model.ts'

const registration: Registration = {
  number: '22-R-1',
  issuedOn: '2025-01-01',
  expiresOn: '2026-12-31',
  state: 'active',
}
const on = (day: string, over: Partial<Registration> = {}) =>
  validityBar({ ...registration, ...over }, calendarDate(day))

describe('validityBar', () => {
  it.each([
    ['2024-06-01', 0, 943, false],
    ['2025-01-01', 0, 729, false],
    ['2026-10-01', 638 / 729, 91, false],
    ['2026-10-02', 639 / 729, 90, true],
    ['2026-12-31', 1, 0, true],
    ['2027-01-01', 1, -1, false],
  ])('on %s has run %d with %i days left, window open: %s', (day, share, daysLeft, windowOpen) => {
    expect(on(day)).toMatchObject({ share, daysLeft, windowOpen, windowFrom: '2026-10-02' })
  })

  it('takes a registration that ends on the day it begins as run', () => {
    expect(on('2025-01-01', { expiresOn: '2025-01-01' }).share).toBe(1)
  })
})

describe('order', () => {
  const request = (id: string, state: 'submitted' | 'completed', dueAt: string | null, submittedAt: string) => ({
    id,
    state,
    dueAt,
    submittedAt,
  })
  it('puts the nearest due first among the open ones and the newest first among all', () => {
    const { open, all } = orderRequests([
      request('paused', 'submitted', null, '2026-11-05'),
      request('done', 'completed', null, '2026-11-09'),
      request('later', 'submitted', '2026-11-30', '2026-11-01'),
      request('soon', 'submitted', '2026-11-23', '2026-11-02'),
    ])
    expect(open.map(({ id }) => id)).toEqual(['soon', 'later', 'paused'])
    expect(all.map(({ id }) => id)).toEqual(['done', 'paused', 'soon', 'later'])
  })
  it('puts the oldest classification first', () => {
    const stations = [
      { rank: 'b', specialty: 's', from: '2017-01-01' },
      { rank: 'a', specialty: 's', from: '2008-01-01' },
    ]
    expect(classificationStations({ classifications: stations }).map(({ rank }) => rank)).toEqual(['a', 'b'])
  })
})
