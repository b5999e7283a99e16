import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { addDays, calendarDate, weekday } from '#shared/domain/calendar.ts'
import { shippedBook } from '#shared/domain/reference/reference-book.ts'
import { buildSchedule } from '#shared/testing/builders.ts'
import type { Schedule } from './appointment.ts'
import { calendarDays, findSlot, hasBegun, isOver, isSlotOf, slotStart, slotsOf, wallClockOf } from './slots.ts'

const zoneBefore = process.env.TZ
afterAll(() => {
  if (zoneBefore === undefined) delete process.env.TZ
  else process.env.TZ = zoneBefore
})

const clockTime = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

const anyHours = fc
  .tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 1380 }), fc.integer({ min: 0, max: 480 }))
  .map(([day, from, long]) => ({ weekday: day, from: clockTime(from), to: clockTime(Math.min(1439, from + long)) }))
const anySchedule: fc.Arbitrary<Schedule> = fc
  .record({
    weekly: fc.array(anyHours, { maxLength: 12 }),
    slotMinutes: fc.integer({ min: 5, max: 240 }),
    capacity: fc.integer({ min: 1, max: 50 }),
    validFrom: fc.constantFrom('2026-01-01', '2026-06-15'),
    validTo: fc.constantFrom(null, '2026-12-31'),
  })
  .map((over) => buildSchedule(over))
const anyDay = fc.integer({ min: 0, max: 730 }).map((days) => addDays(calendarDate('2026-01-01'), days))

describe.each(['UTC', 'Asia/Riyadh', 'America/Los_Angeles'])('under TZ=%s', (zone) => {
  const inZone = <T>(work: () => T): T => {
    process.env.TZ = zone
    return work()
  }

  it('really runs in that zone', () => {
    expect(inZone(() => new Date('2026-01-15T12:00:00Z').getHours())).toBe({ UTC: 12, 'Asia/Riyadh': 15 }[zone] ?? 4)
  })

  it('has the slots of a day on the wall of the branch', () => {
    const times = inZone(() =>
      slotsOf(shippedBook, buildSchedule({ slotMinutes: 30 }), '2026-11-22').map(({ time }) => time),
    )
    expect(times).toEqual('08:00 08:30 09:00 09:30 10:00 10:30 11:00 11:30 12:30 13:00 13:30 14:00 14:30'.split(' '))
  })

  it.each([
    // Saturday, Sunday, Thursday, Friday.
    ['2026-11-21', 0],
    ['2026-11-22', 26],
    ['2026-11-26', 26],
    ['2026-11-27', 0],
    // National Day on a Wednesday, the day after; the first days of Eid al-Fitr 1447 (30 Ramadan) and its last.
    ['2026-09-23', 0],
    ['2026-09-24', 26],
    ['2026-03-19', 0],
    ['2026-03-23', 0],
    ['2026-03-24', 26],
    // Before it counts; no such day.
    ['2025-12-31', 0],
    ['2026-02-31', 0],
  ])('has on %s %i slots', (date, count) => {
    expect(inZone(() => slotsOf(shippedBook, buildSchedule(), date))).toHaveLength(count)
  })

  it('knows the day and the hour in Riyadh, and when a slot begins', () => {
    inZone(() => {
      expect(wallClockOf(Date.parse('2026-11-21T20:59:59.999Z'))).toEqual({ date: '2026-11-21', time: '23:59' })
      expect(wallClockOf(Date.parse('2026-11-21T21:00:00.000Z'))).toEqual({ date: '2026-11-22', time: '00:00' })
      expect(new Date(slotStart({ date: '2026-11-22', time: '08:00' })).toISOString()).toBe('2026-11-22T05:00:00.000Z')
    })
  })

  it('keeps its promises for any schedule and day', () => {
    inZone(() =>
      fc.assert(
        fc.property(anySchedule, anyDay, (schedule, date) => {
          const slots = slotsOf(shippedBook, schedule, date)
          const hours = schedule.weekly.filter((row) => row.weekday === weekday(date))
          for (const [index, slot] of slots.entries()) {
            const from = minutesOf(slot.time)
            const inside = hours.some((row) => minutesOf(row.from) <= from && from + slot.minutes <= minutesOf(row.to))
            expect(inside).toBe(true)
            expect(isSlotOf(shippedBook, schedule, date, slot.time)).toBe(true)
            const next = slots[index + 1]
            if (next) expect(minutesOf(next.time)).toBeGreaterThanOrEqual(from + slot.minutes)
          }
          const closed = shippedBook.holidaysOn(date).length > 0
          const outside = date < schedule.validFrom || (schedule.validTo !== null && date > schedule.validTo)
          if (closed || outside) expect(slots).toEqual([])
          // Within hours that meet no others, as many as fit.
          else if (hours.length === 1 && hours[0])
            expect(slots).toHaveLength(
              Math.floor((minutesOf(hours[0].to) - minutesOf(hours[0].from)) / schedule.slotMinutes),
            )
        }),
        { numRuns: 200 },
      ),
    )
  })

  it('lists days whole, each once, in order', () => {
    inZone(() => {
      expect(calendarDays(shippedBook, '2026-09-22', '2026-09-26')).toEqual([
        { date: '2026-09-22', weekend: false, holiday: null },
        { date: '2026-09-23', weekend: false, holiday: 'national-day' },
        { date: '2026-09-24', weekend: false, holiday: null },
        { date: '2026-09-25', weekend: true, holiday: null },
        { date: '2026-09-26', weekend: true, holiday: null },
      ])
      expect(calendarDays(shippedBook, '2026-11-22', '2026-11-21')).toEqual([])
      expect(calendarDays(shippedBook, '2026-03-06', '2026-03-10').map(({ date }) => date)).toHaveLength(5)
    })
  })
})

describe('slots', () => {
  it('open Friday and Saturday for a template that names them', () => {
    const schedule = buildSchedule({ weekly: [{ weekday: 6, from: '09:00', to: '10:00' }] })
    expect(slotsOf(shippedBook, schedule, '2026-11-21').map(({ time }) => time)).toEqual([
      '09:00',
      '09:15',
      '09:30',
      '09:45',
    ])
    expect(slotsOf(shippedBook, schedule, '2026-11-22')).toEqual([])
  })

  it('are not made twice where hours overlap', () => {
    const weekly = [
      { weekday: 0, from: '09:20', to: '10:00' },
      { weekday: 0, from: '09:00', to: '09:30' },
    ]
    expect(slotsOf(shippedBook, buildSchedule({ weekly }), '2026-11-22').map(({ time }) => time)).toEqual([
      '09:00',
      '09:15',
      '09:30',
      '09:45',
    ])
  })

  it('are found by their key alone', () => {
    const schedule = buildSchedule()
    const key = { scheduleId: 'schedule-1', date: '2026-11-22', time: '08:15' }
    expect(findSlot(shippedBook, schedule, key)).toMatchObject({ ...key, service: 'general', capacity: 2, minutes: 15 })
    expect(findSlot(shippedBook, schedule, { ...key, time: '08:10' })).toBeUndefined()
    expect(findSlot(shippedBook, schedule, { ...key, time: '12:00' })).toBeUndefined()
    expect(findSlot(shippedBook, schedule, { ...key, scheduleId: 'schedule-2' })).toBeUndefined()
    expect(findSlot(shippedBook, undefined, key)).toBeUndefined()
  })

  it('begin at their time and are over when it is up', () => {
    const slot = { date: '2026-11-22', time: '10:00', minutes: 15 }
    const at = Date.parse('2026-11-22T07:00:00.000Z')
    expect([hasBegun(slot, at - 1), hasBegun(slot, at)]).toEqual([false, true])
    expect([isOver(slot, at + 15 * 60_000 - 1), isOver(slot, at + 15 * 60_000)]).toEqual([false, true])
  })
})
