import { addDays, isCalendarDate, riyadhDateOf } from '../calendar.ts'
import type { ReferenceBook } from '../reference/reference-book.ts'
import type { Schedule, SlotKey } from './appointment.ts'
import { hasBegun, type ScheduleSlot, slotId, slotStart, slotsOf } from './slots.ts'

/** How many days after the wanted one are looked through. */
const horizon = 42

export interface AlternativesWanted {
  readonly book: ReferenceBook
  /** Schedules of the branch; those of other services are passed over. */
  readonly schedules: readonly Schedule[]
  readonly service: Schedule['service']
  /** The slot that could not be had. */
  readonly wanted: SlotKey
  /** Places of a slot that are taken. */
  readonly taken: (slot: ScheduleSlot) => number
  /** Milliseconds since 1970. */
  readonly now: number
  readonly limit: number
}

/** Of several slots at one time the one with the most free places, then the lowest counter. */
function better(a: ScheduleSlot, b: ScheduleSlot, free: (slot: ScheduleSlot) => number): ScheduleSlot {
  const more = free(a) - free(b)
  return more > 0 || (more === 0 && a.counter <= b.counter) ? a : b
}

/**
 * The free slots of the same service and branch that are nearest in time to the wanted one, soonest first, one for each
 * time: of the wanted day also earlier ones that have not begun, then of the days after it.
 */
export function alternativesFor({
  book,
  schedules,
  service,
  wanted,
  taken,
  now,
  limit,
}: AlternativesWanted): ScheduleSlot[] {
  const today = riyadhDateOf(now)
  const first = isCalendarDate(wanted.date) && wanted.date > today ? wanted.date : today
  const last = addDays(first, horizon)
  const target = Math.max(slotStart(wanted) || now, now)
  const serving = schedules.filter((schedule) => schedule.service === service)
  const free = (slot: ScheduleSlot): number => slot.capacity - taken(slot)
  const nearest: ScheduleSlot[] = []
  for (let date = first; date <= last; date = addDays(date, 1)) {
    // Later days are farther off than anything found so far, once there are slots enough.
    if (nearest.length >= limit && date > first) break
    const byTime = new Map<string, ScheduleSlot>()
    for (const slot of serving.flatMap((schedule) => slotsOf(book, schedule, date))) {
      if (hasBegun(slot, now) || slotId(slot) === slotId(wanted) || free(slot) <= 0) continue
      const known = byTime.get(slot.time)
      byTime.set(slot.time, known ? better(known, slot, free) : slot)
    }
    nearest.push(...byTime.values())
  }
  return nearest
    .sort((a, b) => Math.abs(slotStart(a) - target) - Math.abs(slotStart(b) - target))
    .slice(0, limit)
    .sort((a, b) => slotStart(a) - slotStart(b))
}
