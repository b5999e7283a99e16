import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findServiceTime } from './service-time.ts'

// 2026-11-22 is a Sunday; 07:00Z is ten in the morning in Riyadh.
const now = Date.parse('2026-11-22T07:00:00.000Z')
const request = (dueAt: string | null, pausedAt: string | null = null) => ({
  submittedAt: '2026-11-18T15:02:00.000Z',
  dueAt,
  pausedAt,
})

describe('findServiceTime', () => {
  it('says hours and minutes on the day itself', () => {
    expect(findServiceTime(request('2026-11-22T08:10:00.000Z'), now)).toMatchObject({
      state: 'today',
      says: { hours: 1, minutes: 10 },
    })
    expect(findServiceTime(request('2026-11-22T03:40:00.000Z'), now)).toEqual({
      state: 'late',
      share: 1,
      says: { hours: 3, minutes: 20 },
    })
  })

  it('counts business days, not days: from Thursday to Sunday is one', () => {
    expect(findServiceTime(request('2026-11-19T12:00:00.000Z'), now)).toMatchObject({
      state: 'late',
      says: { days: 1 },
    })
    expect(findServiceTime(request('2026-11-17T12:00:00.000Z'), now)).toMatchObject({ says: { days: 3 } })
    const thursday = Date.parse('2026-11-19T07:00:00.000Z')
    expect(findServiceTime(request('2026-11-22T12:00:00.000Z'), thursday)).toMatchObject({
      state: 'soon',
      says: { days: 1 },
    })
  })

  it('leaves holidays out', () => {
    const holidays = [{ code: 'test', from: '2026-11-23', to: '2026-11-24' }] as never
    expect(findServiceTime(request('2026-11-25T12:00:00.000Z'), now)).toMatchObject({ state: 'ok', says: { days: 3 } })
    expect(findServiceTime(request('2026-11-25T12:00:00.000Z'), now, holidays)).toMatchObject({
      state: 'soon',
      says: { days: 1 },
    })
  })

  it('names tomorrow by its hour', () => {
    expect(findServiceTime(request('2026-11-23T06:30:00.000Z'), now)).toMatchObject({
      state: 'soon',
      says: { tomorrowAt: '2026-11-23T06:30:00.000Z' },
    })
  })

  it('stands still while the member has the request, and says nothing once it has ended', () => {
    expect(findServiceTime(request(null, '2026-11-20T07:00:00.000Z'), now)).toMatchObject({ state: 'paused' })
    expect(findServiceTime(request(null), now)).toBeUndefined()
  })

  it('belongs to Riyadh: half past midnight there is still yesterday in UTC', () => {
    const justAfterMidnight = Date.parse('2026-11-22T21:30:00.000Z')
    expect(findServiceTime(request('2026-11-23T12:00:00.000Z'), justAfterMidnight)).toMatchObject({ state: 'today' })
  })

  it('never fills more or less than the whole pie, and is late exactly from its end on', () => {
    fc.assert(
      fc.property(fc.integer({ min: -40 * 86_400, max: 40 * 86_400 }), (seconds) => {
        const due = new Date(now + seconds * 1000).toISOString()
        const time = findServiceTime(request(due), now)
        expect(time?.share).toBeGreaterThanOrEqual(0)
        expect(time?.share).toBeLessThanOrEqual(1)
        expect(time?.state === 'late').toBe(seconds <= 0)
      }),
    )
  })
})
