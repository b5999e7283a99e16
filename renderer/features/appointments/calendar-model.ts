import type { AppointmentDay, AppointmentRow, Slot } from '#shared/contracts/appointments.ts'
import { placeTakingStates } from '#shared/domain/appointments/appointment.ts'
import { slotId } from '#shared/domain/appointments/slots.ts'
import { type CalendarDate, weekday } from '#shared/domain/calendar.ts'
import { minutesOf } from './wall-time.ts'

/** A slot as it is drawn: its lane among the counters and who holds its places. */
export interface Cell {
  readonly id: string
  readonly slot: Slot
  /** Minutes since midnight. */
  readonly from: number
  readonly to: number
  readonly lane: number
  readonly bookings: readonly AppointmentRow[]
}

/** A day as it is drawn. Until the desk has answered for it, it has no cells. */
export interface CalendarDay {
  readonly date: CalendarDate
  readonly weekend: boolean
  readonly holiday: string | null
  readonly capacity: number
  readonly taken: number
  readonly cells: readonly Cell[]
  /** Times within the open hours in which no counter serves, in minutes. */
  readonly breaks: readonly { readonly from: number; readonly to: number }[]
}

export interface Lane {
  readonly counter: number
  readonly scheduleId: string | undefined
}

export interface Calendar {
  readonly days: readonly CalendarDay[]
  readonly lanes: readonly Lane[]
  /** First and last minute that is drawn, on whole hours. */
  readonly from: number
  readonly to: number
}

/** Hours that are drawn where no counter serves at all, in minutes. */
const quietHours = { from: 8 * 60, to: 15 * 60 }

/** Time on the wall of the branch, as the desk told it. */
export interface WallClock {
  readonly today: string
  readonly now: string
}

/** Places that nobody holds. */
export function freePlaces(slot: Slot): number {
  return Math.max(0, slot.capacity - slot.taken)
}

/** Whether somebody can still be given a place: who walks in while a slot runs may be, once it is over nobody. */
export function isBookable(slot: Slot, clock: WallClock): boolean {
  if (freePlaces(slot) === 0 || slot.date < clock.today) return false
  return slot.date > clock.today || minutesOf(slot.time) + slot.minutes > minutesOf(clock.now)
}

/** How full a day is, as its bar says it: more than 85 % is nearly full. */
export function loadOf(day: { capacity: number; taken: number }): 'closed' | 'open' | 'nearly' | 'full' {
  if (day.capacity === 0) return 'closed'
  if (day.taken >= day.capacity) return 'full'
  return day.taken / day.capacity > 0.85 ? 'nearly' : 'open'
}

/** Bookings that are drawn: those that hold a place, and those that the authority refused until they are settled. */
function isDrawn(row: AppointmentRow): boolean {
  return row.refusedCommandId !== null || placeTakingStates.includes(row.state)
}

/** A booking whose slot is no longer in any schedule still stands where its visitor was told to come. */
function orphanSlot(row: AppointmentRow): Slot {
  const { scheduleId, date, time, service, counter, minutes } = row
  const provisional = row.provisional ? 1 : 0
  return { scheduleId, date, time, service, counter, minutes, capacity: 1, taken: 1, provisional, past: false }
}

function overlaps(a: Slot, b: Slot): boolean {
  const from = minutesOf(a.time)
  const other = minutesOf(b.time)
  return a.date === b.date && from < other + b.minutes && other < from + a.minutes
}

/** Lanes of the days: one for each counter, or for each schedule of a counter whose schedules serve at the same time. */
function lanesOf(slots: readonly Slot[]): Lane[] {
  const counters = [...new Set(slots.map((slot) => slot.counter))].sort((a, b) => a - b)
  return counters.flatMap((counter): Lane[] => {
    const own = slots.filter((slot) => slot.counter === counter)
    const schedules = [...new Set(own.map((slot) => slot.scheduleId))].sort()
    const together =
      schedules.length > 1 &&
      own.some((slot) => own.some((other) => other.scheduleId !== slot.scheduleId && overlaps(slot, other)))
    return together ? schedules.map((scheduleId) => ({ counter, scheduleId })) : [{ counter, scheduleId: undefined }]
  })
}

function laneIndex(lanes: readonly Lane[], slot: Slot): number {
  return lanes.findIndex(
    (lane) => lane.counter === slot.counter && (lane.scheduleId === undefined || lane.scheduleId === slot.scheduleId),
  )
}

function breaksOf(cells: readonly Cell[]): { from: number; to: number }[] {
  const breaks: { from: number; to: number }[] = []
  let open = Number.NaN
  for (const cell of [...cells].sort((a, b) => a.from - b.from)) {
    if (cell.from > open) breaks.push({ from: open, to: cell.from })
    open = Number.isNaN(open) ? cell.to : Math.max(open, cell.to)
  }
  return breaks
}

/**
 * The days `dates` as they are drawn, in their order, from what the desk answered. A day that the answer does not hold
 * is empty: no day ever shows another's slots.
 */
export function calendarOf(
  dates: readonly CalendarDate[],
  answer: { readonly days: readonly AppointmentDay[]; readonly appointments: readonly AppointmentRow[] } | undefined,
): Calendar {
  const shown = new Set<string>(dates)
  const rows = (answer?.appointments ?? []).filter((row) => shown.has(row.date) && isDrawn(row))
  const known = (answer?.days ?? []).filter((day) => shown.has(day.date))
  const bookings = new Map<string, AppointmentRow[]>()
  for (const row of rows) bookings.set(slotId(row), [...(bookings.get(slotId(row)) ?? []), row])
  const inSchedule = new Set(known.flatMap((day) => day.slots.map(slotId)))
  const slots = [
    ...known.flatMap((day) => day.slots),
    ...[...bookings].flatMap(([id, [row]]) => (row === undefined || inSchedule.has(id) ? [] : [orphanSlot(row)])),
  ]
  const lanes = lanesOf(slots)
  const cells = slots.map((slot): Cell => {
    const from = minutesOf(slot.time)
    const id = slotId(slot)
    return { id, slot, from, to: from + slot.minutes, lane: laneIndex(lanes, slot), bookings: bookings.get(id) ?? [] }
  })
  const first = Math.min(...cells.map((cell) => cell.from))
  const last = Math.max(...cells.map((cell) => cell.to))
  return {
    days: dates.map((date) => {
      const day = known.find((candidate) => candidate.date === date)
      const own = cells.filter((cell) => cell.slot.date === date).sort((a, b) => a.from - b.from || a.lane - b.lane)
      return {
        date,
        weekend: day?.weekend ?? weekday(date) >= 5,
        holiday: day?.holiday ?? null,
        capacity: day?.capacity ?? 0,
        taken: day?.taken ?? 0,
        cells: own,
        breaks: breaksOf(own),
      }
    }),
    lanes,
    from: cells.length === 0 ? quietHours.from : Math.floor(first / 60) * 60,
    to: cells.length === 0 ? quietHours.to : Math.ceil(last / 60) * 60,
  }
}
