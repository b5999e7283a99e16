import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addBusinessDays,
  businessDaysBetween,
  type Holiday,
  isBusinessDay,
  type Pause,
  slaOf,
} from './business-days.ts'
import { addDays, calendarDate, daysBetween } from './calendar.ts'

const NATIONAL_DAY: Holiday = {
  code: 'national-day',
  from: calendarDate('2026-09-23'),
  to: calendarDate('2026-09-23'),
}
const EID: Holiday = { code: 'eid-al-adha', from: calendarDate('2026-05-26'), to: calendarDate('2026-05-31') }
const HOLIDAYS = [NATIONAL_DAY, EID]

const base = calendarDate('2026-01-01')
const anyDate = fc.integer({ min: 0, max: 700 }).map((n) => addDays(base, n))

describe('isBusinessDay', () => {
  it('is Sunday to Thursday without holidays', () => {
    const week = Array.from({ length: 7 }, (_, i) => isBusinessDay(addDays(calendarDate('2026-11-22'), i), HOLIDAYS))
    expect(week).toEqual([true, true, true, true, true, false, false])
    expect(isBusinessDay(calendarDate('2026-09-23'), HOLIDAYS)).toBe(false)
    expect(isBusinessDay(calendarDate('2026-09-23'), [])).toBe(true)
  })
})

describe('addBusinessDays', () => {
  it('passes over weekends and holidays, both ways', () => {
    expect(addBusinessDays(calendarDate('2026-11-25'), 2, HOLIDAYS)).toBe('2026-11-29')
    expect(addBusinessDays(calendarDate('2026-09-22'), 1, HOLIDAYS)).toBe('2026-09-24')
    expect(addBusinessDays(calendarDate('2026-05-25'), 1, HOLIDAYS)).toBe('2026-06-01')
    expect(addBusinessDays(calendarDate('2026-11-22'), -1, HOLIDAYS)).toBe('2026-11-19')
    expect(addBusinessDays(calendarDate('2026-11-20'), 0, HOLIDAYS)).toBe('2026-11-22')
  })

  it('is undone by counting', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -60, max: 60 }), (date, count) => {
        const start = addBusinessDays(date, 0, HOLIDAYS)
        const end = addBusinessDays(start, count, HOLIDAYS)
        expect(isBusinessDay(end, HOLIDAYS)).toBe(true)
        expect(businessDaysBetween(start, end, HOLIDAYS)).toBe(count)
        expect(Math.abs(daysBetween(start, end))).toBeGreaterThanOrEqual(Math.abs(count))
      }),
    )
  })
})

const noon = (date: string) => `${date}T09:00:00Z`
const sla = (submitted: string, now: string, slaDays: number, pauses: readonly Pause[] = []) =>
  slaOf({ submittedAt: noon(submitted), slaDays, pauses, now: noon(now), holidays: HOLIDAYS })

describe('slaOf', () => {
  it('names every state', () => {
    expect(sla('2026-11-22', '2026-11-22', 5)).toEqual({ state: 'ok', due: '2026-11-29', daysLeft: 5 })
    expect(sla('2026-11-22', '2026-11-23', 2)).toEqual({ state: 'soon', due: '2026-11-24', daysLeft: 1 })
    expect(sla('2026-11-22', '2026-11-24', 2)).toEqual({ state: 'today', due: '2026-11-24', daysLeft: 0 })
    expect(sla('2026-11-22', '2026-11-25', 2)).toEqual({ state: 'late', due: '2026-11-24', daysLeft: -1 })
    expect(sla('2026-11-25', '2026-11-27', 1)).toEqual({ state: 'late', due: '2026-11-26', daysLeft: -1 })
    const paused = sla('2026-11-22', '2026-11-30', 3, [{ from: noon('2026-11-23') }])
    expect(paused).toEqual({ state: 'paused', due: undefined, daysLeft: 2 })
  })

  it('counts days in Riyadh, not in UTC', () => {
    // 21:30 UTC on Saturday is already Sunday in Riyadh.
    const late = { slaDays: 1, pauses: [], now: noon('2026-11-22'), holidays: [] }
    expect(slaOf({ ...late, submittedAt: '2026-11-21T21:30:00Z' }).due).toBe('2026-11-23')
    expect(slaOf({ ...late, submittedAt: '2026-11-21T20:30:00Z' }).due).toBe('2026-11-22')
  })

  it('gives back the days the applicant held the request', () => {
    const pause = { from: noon('2026-11-23'), to: noon('2026-11-26') }
    expect(sla('2026-11-22', '2026-11-26', 2, [pause]).due).toBe('2026-11-29')
    const sameDay = { from: '2026-11-23T06:00:00Z', to: '2026-11-23T10:00:00Z' }
    expect(sla('2026-11-22', '2026-11-23', 2, [sameDay]).due).toBe('2026-11-24')
    expect(sla('2026-11-22', '2026-11-25', 0, [{ from: noon('2026-11-22'), to: noon('2026-11-25') }])).toEqual({
      state: 'today',
      due: '2026-11-25',
      daysLeft: 0,
    })
  })

  it('never makes a request due earlier by pausing it, and ends the state late only after the due day', () => {
    fc.assert(
      fc.property(
        anyDate,
        fc.integer({ min: 0, max: 70 }),
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: 0, max: 120 }),
        (submitted, slaDays, after, long, until) => {
          const from = addDays(submitted, after)
          const now = addDays(submitted, until)
          const plain = sla(submitted, now, slaDays)
          const paused = sla(submitted, now, slaDays, [{ from: noon(from), to: noon(addDays(from, long)) }])
          expect(plain.due !== undefined && paused.due !== undefined && paused.due >= plain.due).toBe(true)
          expect(plain.state === 'late').toBe(plain.due !== undefined && now > plain.due)
          expect(plain.state === 'late').toBe(plain.daysLeft < 0)
        },
      ),
    )
  })
})
