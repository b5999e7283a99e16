import { describe, expect, it } from 'vitest'
import { appointmentsSearchSchema, compactSearch, resolveSearch } from './appointments-search.ts'
import { inOrderOfArrival } from './arrivals.ts'
import { statusActs } from './booking-acts.ts'
import { dayWords, rangeWords } from './day-words.ts'
import { freeSlots, nearestFree } from './free-slots.ts'
import { sampleAnswer, sampleBooking, sampleSchedule } from './test-days.ts'
import { findIdNo, isTypedFault, visitorFaults } from './visitor-check.ts'

describe('days in words', () => {
  it('says a run of days once in each calendar', () => {
    expect(rangeWords('2026-11-22', '2026-11-28', 'hijri', 'ar')).toBe('12 إلى 18 جمادى الآخرة 1448')
    expect(rangeWords('2026-11-29', '2026-12-05', 'gregorian', 'en')).toBe('29 November to 5 December 2026')
    expect(rangeWords('2026-12-27', '2027-01-02', 'gregorian', 'en')).toBe('27 December 2026 to 2 January 2027')
    expect(rangeWords('2026-11-22', '2026-11-22', 'gregorian', 'ar')).toBe('22 نوفمبر 2026')
  })

  it('names the weekday of the date itself, wherever the machine stands', () => {
    expect(dayWords('2026-11-22', 'gregorian', 'en')).toMatchObject({
      weekday: 'Sunday',
      shortWeekday: 'Sun',
      day: '22',
    })
    expect(dayWords('2026-11-22', 'hijri', 'ar')).toMatchObject({ weekday: 'الأحد', day: '12' })
  })
})

describe("a visitor's fields", () => {
  it('takes digits of any set', () => {
    const draft = { name: 'نورة', mobile: '٠٥٥٠١٢٨٨٤١', idNo: '١٠٠٠٠٠٠٠٠٨' }
    expect(visitorFaults(draft)).toEqual({})
    expect(findIdNo(draft.idNo)).toBe('1000000008')
  })

  it('names each fault, and knows which of them more typing may mend', () => {
    expect(visitorFaults({ name: ' ', mobile: '0112345678', idNo: '1000000000' })).toEqual({
      name: 'empty',
      mobile: 'not-mobile',
      idNo: 'checksum',
    })
    expect(['length', 'empty', 'checksum', 'prefix'].filter(isTypedFault)).toEqual(['checksum', 'prefix'])
  })
})

describe('free slots', () => {
  const general = sampleSchedule({ id: 's1', counter: 1 })
  const other = sampleSchedule({ id: 's2', counter: 2, service: 'registration' })
  const taken = sampleBooking('a', { scheduleId: 's1', date: '2026-11-22', time: '09:00' })
  const { days } = sampleAnswer('2026-11-22', '2026-11-24', [general, other], [taken], '2026-11-22 08:10')

  it('begins with the soonest of the service that is neither begun nor taken', () => {
    expect(
      freeSlots(days, 'general')
        .slice(0, 2)
        .map((slot) => slot.time),
    ).toEqual(['08:30', '09:30'])
    expect(freeSlots(days)[0]?.counter).toBe(1)
  })

  it('offers the nearest ones, soonest first, never the one that was refused', () => {
    const wanted = { scheduleId: 's1', date: '2026-11-22', time: '09:00' }
    const near = nearestFree(days, wanted, 'general', 3)
    expect(near.map((slot) => `${slot.date} ${slot.time}`)).toEqual([
      '2026-11-22 08:30',
      '2026-11-22 09:30',
      '2026-11-23 08:00',
    ])
  })
})

describe('acts on a booking', () => {
  it('offers what the state allows, the likeliest first', () => {
    const acts = (
      state: 'booked' | 'arrived' | 'served' | 'no-show',
      statuses: ('booked' | 'arrived' | 'served' | 'no-show')[],
    ) => statusActs({ state, statuses }).map(({ act, status }) => `${act} ${status}`)
    expect(acts('booked', ['arrived', 'no-show'])).toEqual(['arrived arrived', 'no-show no-show'])
    expect(acts('arrived', ['served', 'booked', 'no-show'])).toEqual([
      'served served',
      'no-show no-show',
      'reopen booked',
    ])
    expect(acts('served', ['arrived'])).toEqual(['reopen arrived'])
    expect(acts('no-show', ['arrived', 'booked'])).toEqual(['arrived arrived', 'reopen booked'])
  })

  it('lists who waits longest first, then who comes next, then who is done', () => {
    const row = (id: string, time: string) => sampleBooking(id, { scheduleId: 's1', date: '2026-11-22', time })
    const here = (id: string, time: string, at: string) => ({
      ...row(id, time),
      state: 'arrived' as const,
      events: [{ at, kind: 'arrived' as const, by: 'c' }],
    })
    const rows = [
      { ...row('done', '08:00'), state: 'served' as const },
      row('later', '10:00'),
      here('second', '08:30', '2026-11-22T05:40:00.000Z'),
      row('soon', '09:00'),
      here('first', '09:30', '2026-11-22T05:20:00.000Z'),
      { ...row('off', '08:00'), state: 'cancelled' as const },
    ]
    expect(inOrderOfArrival(rows).map(({ id }) => id)).toEqual(['first', 'second', 'soon', 'later', 'done'])
  })
})

describe('the link', () => {
  it('takes what is remembered only where it says nothing', () => {
    const remembered = { view: 'day', service: 'general' } as const
    expect(resolveSearch({}, remembered)).toMatchObject({ view: 'day', service: 'general' })
    expect(resolveSearch({ view: 'week' }, remembered)).toMatchObject({ view: 'week', service: null })
    expect(compactSearch({ view: 'week', service: null, date: undefined })).toEqual({ view: 'week' })
    expect(appointmentsSearchSchema.parse({ view: 'month', date: '22/11/2026' })).toEqual({})
  })
})
