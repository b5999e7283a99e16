import { describe, expect, it } from 'vitest'
import { Appointment, placeTakingStates, Schedule } from '#shared/domain/appointments/appointment.ts'
import { findSlot, slotId, slotsOf } from '#shared/domain/appointments/slots.ts'
import { checkVisitor } from '#shared/domain/appointments/visitor.ts'
import { addDays, calendarDate } from '#shared/domain/calendar.ts'
import { BranchCode } from '#shared/domain/clerks/clerk.ts'
import { shippedBook } from '#shared/domain/reference/reference-book.ts'
import { demoClerks } from './clerks.ts'
import { createRegister } from './members.ts'
import { demoSchedules } from './schedules.ts'
import { demoAppointments } from './schedules-booked.ts'

const today = calendarDate('2026-11-22')
const now = Date.parse('2026-11-22T07:00:00.000Z')
const schedules = demoSchedules(today)
const { memberAt } = createRegister({ seed: '1', today })
const make = (seed = '1') =>
  demoAppointments({ seed, today, now, schedules, clerks: demoClerks(), members: { memberAt, count: 500 } })
const rows = make()

describe('demo counters', () => {
  it('are open in every branch on working days, from eight to three with a pause', () => {
    expect(schedules.map((row) => Schedule.parse(row))).toEqual(schedules)
    expect(new Set(schedules.map(({ id }) => id)).size).toBe(schedules.length)
    for (const branch of BranchCode.options) {
      const own = schedules.filter((schedule) => schedule.branch === branch)
      const counters = new Set(own.map(({ counter }) => counter))
      expect(counters.size).toBeGreaterThanOrEqual(2)
      expect(counters.size).toBeLessThanOrEqual(4)
      for (let offset = 0; offset < 7; offset += 1) {
        const slots = own.flatMap((schedule) => slotsOf(shippedBook, schedule, addDays(today, offset)))
        expect(slots.length > 0).toBe(offset < 5)
        expect(
          slots.every(({ time }) => time >= '08:00' && time < '15:00' && !(time >= '12:00' && time < '12:30')),
        ).toBe(true)
        const times = slots.map(({ counter, time }) => `${counter} ${time}`)
        expect(new Set(times).size).toBe(times.length)
      }
    }
    expect(new Set(schedules.filter(({ branch }) => branch === 'riyadh').map(({ counter }) => counter)).size).toBe(3)
  })

  it('have appointments that could have been made: in slots, within capacity, one a visitor, service and day', () => {
    const byId = new Map(schedules.map((schedule) => [schedule.id, schedule]))
    const places = new Map<string, number[]>()
    const visitors = new Set<string>()
    // Two branches are enough to look at row by row.
    for (const { place, ...row } of rows.filter(({ branch }) => branch === 'riyadh' || branch === 'abha')) {
      expect(Appointment.parse(row)).toEqual(row)
      const slot = findSlot(shippedBook, byId.get(row.scheduleId), row) ?? expect.fail(`no slot for ${row.number}`)
      expect(checkVisitor(row.visitor)).toEqual({ ok: true, visitor: row.visitor })
      expect(placeTakingStates.includes(row.state)).toBe(place !== null)
      expect(row.version).toBe(row.events.length)
      const times = row.events.map(({ at }) => at)
      expect([...times].sort()).toEqual(times)
      expect(times.every((at) => Date.parse(at) <= now)).toBe(true)
      const key = `${row.visitor.idNo} ${row.date} ${row.service}`
      expect(visitors.has(key)).toBe(false)
      visitors.add(key)
      if (place === null) continue
      const taken = places.get(slotId(row)) ?? []
      places.set(slotId(row), [...taken, place])
      expect(taken.length).toBeLessThan(slot.capacity)
      expect(place).toBeLessThanOrEqual(slot.capacity)
    }
    for (const taken of places.values()) expect(new Set(taken).size).toBe(taken.length)
  })

  it('are mixed: a lively day, full ones, every state; and repeat by the seed', () => {
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(Appointment.shape.state.options))
    const here = rows.filter(({ branch, date }) => branch === 'riyadh' && date === today)
    expect(here.length).toBeGreaterThan(60)
    expect(here.some(({ state }) => state === 'arrived')).toBe(true)
    const ofDay = (scheduleId: string, date: string) =>
      rows.filter((row) => row.scheduleId === scheduleId && row.date === date && row.place !== null).length
    const full = schedules.flatMap((schedule) =>
      Array.from({ length: 22 }, (_, offset) => addDays(today, offset)).filter((date) => {
        const places = slotsOf(shippedBook, schedule, date).length * schedule.capacity
        return places > 0 && ofDay(schedule.id, date) === places
      }),
    )
    expect(full.length).toBeGreaterThan(5)
    expect(make()).toEqual(rows)
    expect(make('2')).not.toEqual(rows)
    expect(rows[0]?.number).toBe('A-48-000001')
  })
})
