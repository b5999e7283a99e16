import type { Holiday } from '../business-days.ts'
import {
  addDays,
  type CalendarDate,
  calendarDate,
  daysBetween,
  isCalendarDate,
  riyadhDateOf,
  weekday,
} from '../calendar.ts'
import type { ReferenceBook } from '../reference/reference-book.ts'
import type { Schedule, SlotKey } from './appointment.ts'

/** A slot as a schedule has it. `date` is a day and `time` the hour on the wall of the branch (Asia/Riyadh). */
export interface ScheduleSlot {
  readonly scheduleId: string
  readonly date: string
  readonly time: string
  readonly branch: Schedule['branch']
  readonly service: Schedule['service']
  readonly counter: number
  readonly minutes: number
  /** Visitors that it takes. */
  readonly capacity: number
}

/** A day of a calendar: whether it is a weekend, and the code of the public holiday on it. */
export interface CalendarDay {
  readonly date: CalendarDate
  /** Friday or Saturday. */
  readonly weekend: boolean
  readonly holiday: string | null
}

const minuteMs = 60_000

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
}

function timeOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

/** The day and the time on the branch's wall at an instant in milliseconds. Saudi Arabia keeps UTC+3 all year. */
export function wallClockOf(now: number): { date: CalendarDate; time: string } {
  return { date: riyadhDateOf(now), time: new Date(now + 180 * minuteMs).toISOString().slice(11, 16) }
}

/** When a slot begins, in milliseconds since 1970. */
export function slotStart({ date, time }: Pick<SlotKey, 'date' | 'time'>): number {
  return Date.parse(`${date}T${time}:00.000+03:00`)
}

/** Whether a slot has begun. */
export function hasBegun(slot: Pick<SlotKey, 'date' | 'time'>, now: number): boolean {
  return slotStart(slot) <= now
}

/** Whether a slot is over: whoever walks in while it runs may still be given a place in it. */
export function isOver(slot: Pick<SlotKey, 'date' | 'time'> & { readonly minutes: number }, now: number): boolean {
  return slotStart(slot) + slot.minutes * minuteMs <= now
}

/** The public holiday on a day, or null. */
function holidayOn(date: CalendarDate, holidays: readonly Holiday[]): string | null {
  return holidays.find(({ from, to }) => from <= date && date <= to)?.code ?? null
}

/** The days from `from` to `to`, both included; none when `to` is earlier. Throws RangeError outside 1937–2075. */
export function calendarDays(book: ReferenceBook, from: string, to: string): CalendarDay[] {
  const [first, last] = [calendarDate(from), calendarDate(to)]
  const holidays = first <= last ? book.holidaysBetween(first, last) : []
  return Array.from({ length: Math.max(0, daysBetween(first, last) + 1) }, (_, index) => {
    const date = addDays(first, index)
    const day = weekday(date)
    return { date, weekend: day === 5 || day === 6, holiday: holidayOn(date, holidays) }
  })
}

/** The hours of a weekday, earliest first. */
function hoursOn({ weekly }: Pick<Schedule, 'weekly'>, day: number): { from: number; to: number }[] {
  return weekly
    .filter((row) => row.weekday === day)
    .map(({ from, to }) => ({ from: minutesOf(from), to: minutesOf(to) }))
    .sort((a, b) => a.from - b.from)
}

/**
 * The slots of a schedule on a day, earliest first: whole slots within the hours of its weekday, none outside the days
 * for which it counts, none on a public holiday. Friday and Saturday are closed unless the template names them. Hours
 * that overlap never make two slots of one time. A text that is no date has no slots.
 */
export function slotsOf(book: ReferenceBook, schedule: Schedule, date: string): ScheduleSlot[] {
  const { id, branch, service, counter, slotMinutes, capacity, validFrom, validTo } = schedule
  if (date < validFrom || (validTo !== null && date > validTo)) return []
  if (!isCalendarDate(date)) return []
  if (holidayOn(date, book.holidaysOn(date)) !== null) return []
  const slots: ScheduleSlot[] = []
  let free = 0
  for (const { from, to } of hoursOn(schedule, weekday(date))) {
    for (let at = Math.max(from, free); at + slotMinutes <= to; at += slotMinutes) {
      slots.push({
        scheduleId: id,
        date,
        time: timeOf(at),
        branch,
        service,
        counter,
        minutes: slotMinutes,
        capacity,
      })
      free = at + slotMinutes
    }
  }
  return slots
}

/** The slot of a schedule with this key; undefined when the schedule is not there or has no such slot. */
export function findSlot(book: ReferenceBook, schedule: Schedule | undefined, key: SlotKey): ScheduleSlot | undefined {
  if (schedule?.id !== key.scheduleId) return undefined
  return slotsOf(book, schedule, key.date).find(({ time }) => time === key.time)
}

/** Whether a schedule has a slot on a day at a time. */
export function isSlotOf(book: ReferenceBook, schedule: Schedule, date: string, time: string): boolean {
  return findSlot(book, schedule, { scheduleId: schedule.id, date, time }) !== undefined
}

/** A text by which slots are told apart; equal for the same slot alone. */
export function slotId({ scheduleId, date, time }: SlotKey): string {
  return `${date} ${time} ${scheduleId}`
}
