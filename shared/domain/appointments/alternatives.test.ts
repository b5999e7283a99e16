import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildSchedule } from '#shared/testing/builders.ts'
import { shippedBook } from '../reference/reference-book.ts'
import { type AlternativesWanted, alternativesFor } from './alternatives.ts'
import { hasBegun, isSlotOf, type ScheduleSlot, slotStart } from './slots.ts'

const sunday = '2026-11-22'
/** Ten in the morning of that Sunday. */
const ten = Date.parse('2026-11-22T07:00:00.000Z')
const hourly = buildSchedule({ slotMinutes: 60, capacity: 1 })

function near(over: Partial<AlternativesWanted> = {}): string[] {
  const wanted = { scheduleId: 'schedule-1', date: sunday, time: '11:00' }
  const slots = alternativesFor({
    book: shippedBook,
    schedules: [hourly],
    service: 'general',
    wanted,
    taken: () => 0,
    now: ten,
    limit: 3,
    ...over,
  })
  return slots.map(({ date, time, counter }) => `${date.slice(8)} ${time} ${counter}`)
}

describe('alternatives', () => {
  it('are the nearest free slots, soonest first, never the wanted one nor one that has begun', () => {
    expect(near()).toEqual(['22 12:30 1', '22 13:30 1', '23 08:00 1'])
    expect(near({ now: ten - 2 * 3_600_000 })).toEqual(['22 09:00 1', '22 10:00 1', '22 12:30 1'])
  })

  it('pass over full slots, other services, weekends and holidays', () => {
    const taken = ({ date }: ScheduleSlot): number => (date < '2026-11-26' ? 1 : 0)
    const other = buildSchedule({ id: 'schedule-9', service: 'registration', counter: 9 })
    expect(near({ taken, schedules: [other, hourly] })).toEqual(['26 08:00 1', '26 09:00 1', '26 10:00 1'])
    expect(near({ taken: ({ date }) => (date < '2026-11-27' ? 1 : 0), limit: 1 })).toEqual(['29 08:00 1'])
    expect(near({ wanted: { scheduleId: 'schedule-1', date: '2026-09-23', time: '09:00' }, now: 0, limit: 1 })).toEqual(
      ['24 08:00 1'],
    )
  })

  it('take of several counters the one with more places', () => {
    const second = buildSchedule({ id: 'schedule-2', counter: 2, slotMinutes: 60, capacity: 3 })
    expect(near({ schedules: [hourly, second], limit: 2 })).toEqual(['22 11:00 2', '22 12:30 2'])
  })

  it('of a wanted slot that is long over begin today', () => {
    expect(near({ wanted: { scheduleId: 'schedule-1', date: '2026-11-02', time: '09:00' }, limit: 1 })).toEqual([
      '22 11:00 1',
    ])
  })

  it('are always free slots of a schedule, ahead, sorted, and as many as there are', () => {
    const schedules = [hourly, buildSchedule({ id: 'schedule-2', counter: 2, slotMinutes: 45, capacity: 3 })]
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60 * 24 * 14 }),
        fc.integer({ min: 1, max: 20 }),
        fc.func(fc.integer({ min: 0, max: 3 })),
        (minutes, limit, taken) => {
          const now = ten + minutes * 60_000
          const wanted = { scheduleId: 'schedule-1', date: '2026-11-25', time: '11:00' }
          const slots = alternativesFor({ book: shippedBook, schedules, service: 'general', wanted, taken, now, limit })
          expect(slots.length).toBeLessThanOrEqual(limit)
          for (const [index, slot] of slots.entries()) {
            expect(schedules.some((schedule) => isSlotOf(shippedBook, schedule, slot.date, slot.time))).toBe(true)
            expect(taken(slot)).toBeLessThan(slot.capacity)
            expect(hasBegun(slot, now)).toBe(false)
            const next = slots[index + 1]
            if (next) expect(slotStart(next)).toBeGreaterThan(slotStart(slot))
          }
        },
      ),
      { numRuns: 60 },
    )
  })
})
