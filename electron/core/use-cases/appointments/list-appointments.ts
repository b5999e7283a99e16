import {
  countAppointments,
  countTaken,
  listBetween,
  listAppointments as listRows,
  type TakenPlaces,
} from '#core/repositories/appointment-list.ts'
import { referenceBook } from '#core/repositories/reference.ts'
import { listSchedules } from '#core/repositories/schedules.ts'
import type { AppointmentDay, Slot } from '#shared/contracts/appointments.ts'
import type { ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import type { Schedule } from '#shared/domain/appointments/appointment.ts'
import {
  type CalendarDay,
  calendarDays,
  hasBegun,
  type ScheduleSlot,
  slotsOf,
  wallClockOf,
} from '#shared/domain/appointments/slots.ts'
import { daysBetween, isCalendarDate } from '#shared/domain/calendar.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { may } from '#shared/domain/policy/policy.ts'
import type { ReferenceBook } from '#shared/domain/reference/reference-book.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { ReadContext } from '../desk-context.ts'
import { toAppointmentRows } from './appointment-row.ts'

/** Six weeks: a month with the days of the weeks that it begins and ends in. */
const mostDays = 42

/** A slot as the calendar shows it. `now`: milliseconds. */
export function toSlot(slot: ScheduleSlot, { taken, provisional }: TakenPlaces, now: number): Slot {
  const { scheduleId, date, time, service, counter, minutes, capacity } = slot
  const past = hasBegun(slot, now)
  return { scheduleId, date, time, service, counter, minutes, capacity, taken, provisional, past }
}

function toDay({ date, weekend, holiday }: CalendarDay, slots: Slot[]): AppointmentDay {
  const capacity = slots.reduce((sum, slot) => sum + slot.capacity, 0)
  const taken = slots.reduce((sum, slot) => sum + slot.taken, 0)
  return { date, weekend, holiday, capacity, taken, slots }
}

/** Slots of one day by time, then by counter. */
function slotsOn(book: ReferenceBook, schedules: readonly Schedule[], date: string) {
  return schedules
    .flatMap((schedule) => slotsOf(book, schedule, date))
    .sort((a, b) => (a.time === b.time ? a.counter - b.counter : a.time < b.time ? -1 : 1))
}

/**
 * Days, slots and appointments of a branch.
 *
 * @throws AppError `permission/denied` for a branch that the clerk may not read; `appointments/too-many-days`;
 *   `input/invalid` for a text that is no day.
 */
export function listSlots(
  { store, clock }: ReadContext,
  clerk: Clerk,
  { branch = clerk.branch, from, to, service }: ParsedInput<'appointments.slots'>,
): ChannelOutput<'appointments.slots'> {
  if (!isCalendarDate(from)) throw new AppError('input/invalid', { field: 'from' })
  if (!isCalendarDate(to)) throw new AppError('input/invalid', { field: 'to' })
  if (!may(clerk, 'appointments.read', { branch })) throw new AppError('permission/denied', { reason: 'branch' })
  if (daysBetween(from, to) >= mostDays) throw new AppError('appointments/too-many-days', { most: mostDays })
  const now = clock.now()
  const wanted = (row: { service: Schedule['service'] }): boolean => service === undefined || row.service === service
  return store.snapshot(() => {
    const schedules = listSchedules(store, branch).filter(wanted)
    const takenOf = countTaken(store, branch, from, to)
    const listed = listBetween(store, branch, from, to).filter(({ appointment }) => wanted(appointment))
    const book = referenceBook(store)
    const days = calendarDays(book, from, to).map((day) =>
      toDay(
        day,
        slotsOn(book, schedules, day.date).map((slot) => toSlot(slot, takenOf(slot), now)),
      ),
    )
    const { date: today, time } = wallClockOf(now)
    return { branch, today, now: time, days, schedules, appointments: toAppointmentRows(store, listed, clerk) }
  })
}

/** A page of the appointments that a filter lets through, with their exact number. */
export function listAppointments(
  { store }: ReadContext,
  clerk: Clerk,
  { filters, after, limit }: ParsedInput<'appointments.list'>,
): ChannelOutput<'appointments.list'> {
  return store.snapshot(() => {
    const found = listRows(store, filters, clerk, after, limit + 1)
    const page = found.slice(0, limit)
    return {
      rows: toAppointmentRows(store, page, clerk),
      total: countAppointments(store, filters, clerk),
      after: found.length > page.length ? (page.at(-1)?.sortKey ?? null) : null,
    }
  })
}
