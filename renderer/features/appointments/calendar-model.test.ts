import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendarDate, weekday } from '#shared/domain/calendar.ts'
import { daysOfView, stepView } from './calendar-days.ts'
import { calendarOf, isBookable, loadOf } from './calendar-model.ts'
import { sampleAnswer, sampleBooking, sampleSchedule } from './test-days.ts'

const week = daysOfView('week', calendarDate('2026-11-24'))
const one = sampleSchedule({ id: 's1', counter: 1 })
const two = sampleSchedule({ id: 's2', counter: 2, service: 'registration', slotMinutes: 20, capacity: 3 })

describe('days of a view', () => {
  it('is Sunday to Saturday, whatever day is asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30_000 }), (days) => {
        const date = calendarDate(new Date(Date.UTC(1950, 0, 1) + days * 86_400_000).toISOString().slice(0, 10))
        const shown = daysOfView('week', date)
        expect(shown.map(weekday)).toEqual([0, 1, 2, 3, 4, 5, 6])
        expect(shown).toContain(date)
        expect(daysOfView('week', stepView('week', date, 1))[0]).toBe(stepView('day', shown[0] ?? date, 7))
      }),
    )
  })
})

describe('calendarOf', () => {
  it('puts every slot under its own date and into the lane of its counter', () => {
    const calendar = calendarOf(week, sampleAnswer('2026-11-22', '2026-11-28', [two, one]))
    expect(calendar.lanes.map((lane) => lane.counter)).toEqual([1, 2])
    for (const day of calendar.days) {
      expect(day.cells.every((cell) => cell.slot.date === day.date)).toBe(true)
      expect(day.cells.every((cell) => calendar.lanes[cell.lane]?.counter === cell.slot.counter)).toBe(true)
    }
    expect(calendar.days.map((day) => day.cells.length)).toEqual([10, 10, 10, 10, 10, 0, 0])
    expect([calendar.from, calendar.to]).toEqual([480, 600])
  })

  it("never shows another week's slots while this one is asked for", () => {
    const calendar = calendarOf(
      week,
      sampleAnswer(
        '2026-11-15',
        '2026-11-21',
        [one],
        [sampleBooking('a', { scheduleId: 's1', date: '2026-11-15', time: '08:00' })],
      ),
    )
    expect(calendar.days.flatMap((day) => day.cells)).toEqual([])
    expect(calendar.days.map((day) => day.date)).toEqual(week)
    expect(calendar.days.map((day) => day.weekend)).toEqual([false, false, false, false, false, true, true])
  })

  it('parts schedules of one counter that serve at the same time', () => {
    const beside = sampleSchedule({ id: 's9', counter: 1, service: 'registration' })
    const calendar = calendarOf(week, sampleAnswer('2026-11-22', '2026-11-28', [one, beside]))
    expect(calendar.lanes).toEqual([
      { counter: 1, scheduleId: 's1' },
      { counter: 1, scheduleId: 's9' },
    ])
  })

  it('keeps a booking on the calendar whose slot is in no schedule any more, and leaves out what was cancelled', () => {
    const lost = sampleBooking('lost', { scheduleId: 'gone', date: '2026-11-23', time: '13:00' })
    const cancelled = {
      ...sampleBooking('off', { scheduleId: 's1', date: '2026-11-23', time: '08:00' }),
      state: 'cancelled' as const,
    }
    const calendar = calendarOf(week, sampleAnswer('2026-11-22', '2026-11-28', [one], [lost, cancelled]))
    const shown = calendar.days[1]?.cells.flatMap((cell) => cell.bookings.map((row) => row.id))
    expect(shown).toEqual(['lost'])
    expect(calendar.to).toBe(14 * 60)
    expect(calendar.days[1]?.breaks).toEqual([{ from: 600, to: 780 }])
  })
})

describe('places', () => {
  const [slot] = sampleAnswer('2026-11-22', '2026-11-22', [one]).days[0]?.slots ?? []
  it('can be had until the slot is over, and not when it is full', () => {
    if (slot === undefined) throw new Error('The sample has no slot')
    expect(isBookable(slot, { today: '2026-11-22', now: '08:29' })).toBe(true)
    expect(isBookable(slot, { today: '2026-11-22', now: '08:30' })).toBe(false)
    expect(isBookable(slot, { today: '2026-11-21', now: '23:59' })).toBe(true)
    expect(isBookable({ ...slot, taken: 1 }, { today: '2026-11-21', now: '08:00' })).toBe(false)
  })

  it('says how full a day is', () => {
    expect(loadOf({ capacity: 0, taken: 0 })).toBe('closed')
    expect(loadOf({ capacity: 20, taken: 17 })).toBe('open')
    expect(loadOf({ capacity: 20, taken: 18 })).toBe('nearly')
    expect(loadOf({ capacity: 20, taken: 20 })).toBe('full')
  })
})
