import { describe, expect, it } from 'vitest'
import { calendarDate } from '#shared/domain/calendar.ts'
import { entryCell, firstCell, moveCursor, stepOfArrow } from './calendar-cursor.ts'
import { daysOfView } from './calendar-days.ts'
import { type Cell, calendarOf } from './calendar-model.ts'
import { sampleAnswer, sampleSchedule } from './test-days.ts'

const schedules = [sampleSchedule({ id: 's1', counter: 1 }), sampleSchedule({ id: 's2', counter: 2, slotMinutes: 20 })]
const calendar = calendarOf(
  daysOfView('week', calendarDate('2026-11-22')),
  sampleAnswer('2026-11-22', '2026-11-28', schedules, [], '2026-11-22 09:00'),
)
const at = (date: string, time: string, lane: number): Cell => {
  const cell = calendar.days
    .flatMap((day) => day.cells)
    .find((candidate) => candidate.slot.date === date && candidate.slot.time === time && candidate.lane === lane)
  if (cell === undefined) throw new Error(`No slot at ${date} ${time}`)
  return cell
}
const where = (cell: Cell | 'next' | 'previous' | undefined) =>
  typeof cell === 'object' ? `${cell.slot.date} ${cell.slot.time} ${cell.lane}` : cell

describe('the cursor', () => {
  it('begins at the first slot of today that has not begun', () => {
    expect(where(firstCell(calendar, '2026-11-22'))).toBe('2026-11-22 09:00 0')
  })

  it('goes along the hours, to the counter beside, and then to the day beside', () => {
    expect(where(moveCursor(calendar, at('2026-11-22', '08:00', 0), 'down'))).toBe('2026-11-22 08:30 0')
    expect(where(moveCursor(calendar, at('2026-11-22', '08:00', 0), 'up'))).toBe('2026-11-22 08:00 0')
    expect(where(moveCursor(calendar, at('2026-11-22', '08:30', 0), 'forward'))).toBe('2026-11-22 08:20 1')
    expect(where(moveCursor(calendar, at('2026-11-22', '08:40', 1), 'forward'))).toBe('2026-11-23 08:30 0')
    expect(where(moveCursor(calendar, at('2026-11-23', '08:30', 0), 'back'))).toBe('2026-11-22 08:20 1')
    expect(where(moveCursor(calendar, at('2026-11-22', '08:40', 1), 'next-day'))).toBe('2026-11-23 08:40 1')
  })

  it('leaves the week at its ends and goes on in the next', () => {
    expect(moveCursor(calendar, at('2026-11-26', '08:40', 1), 'forward')).toBe('next')
    expect(moveCursor(calendar, at('2026-11-22', '08:30', 0), 'back')).toBe('previous')
    expect(where(entryCell(calendar, 'start', at('2026-11-26', '08:40', 1)))).toBe('2026-11-22 08:30 0')
    expect(where(entryCell(calendar, 'end', at('2026-11-22', '09:00', 0)))).toBe('2026-11-26 09:00 1')
  })

  it('follows the arrow that points there, in either direction of the language', () => {
    expect(stepOfArrow('ArrowLeft', 'rtl', false)).toBe('forward')
    expect(stepOfArrow('ArrowLeft', 'ltr', false)).toBe('back')
    expect(stepOfArrow('ArrowRight', 'rtl', true)).toBe('previous-day')
    expect(stepOfArrow('ArrowRight', 'ltr', true)).toBe('next-day')
    expect(stepOfArrow('ArrowDown', 'rtl', false)).toBe('down')
  })
})
