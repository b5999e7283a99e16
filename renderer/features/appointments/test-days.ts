import type { AppointmentDay, AppointmentRow, Slot } from '#shared/contracts/appointments.ts'
import type { Schedule } from '#shared/domain/appointments/appointment.ts'
import { calendarDays, slotId, slotsOf } from '#shared/domain/appointments/slots.ts'
import { shippedBook } from '#shared/domain/reference/reference-book.ts'

/** A schedule of Riyadh's counter `counter`, Sunday to Thursday. */
export function sampleSchedule(part: Partial<Schedule> & Pick<Schedule, 'id' | 'counter'>): Schedule {
  return {
    version: 1,
    branch: 'riyadh',
    service: 'general',
    validFrom: '2026-01-01',
    validTo: null,
    weekly: [0, 1, 2, 3, 4].map((weekday) => ({ weekday, from: '08:00', to: '10:00' })),
    slotMinutes: 30,
    capacity: 1,
    updatedAt: '2026-01-01T00:00:00.000Z',
    ...part,
  }
}

/** A booking in a slot. */
export function sampleBooking(id: string, slot: Pick<Slot, 'scheduleId' | 'date' | 'time'>): AppointmentRow {
  return {
    ...slot,
    id,
    version: 1,
    number: `AP-${id}`,
    branch: 'riyadh',
    service: 'general',
    counter: 1,
    minutes: 30,
    state: 'booked',
    visitor: { name: `Visitor ${id}`, mobile: '+966550128841', idNo: '1000000008', memberId: null },
    origin: 'walk-in',
    remarks: '',
    events: [],
    updatedAt: '2026-11-20T08:00:00.000Z',
    pending: false,
    provisional: false,
    refusedCommandId: null,
    statuses: ['arrived', 'no-show'],
    canMove: true,
  }
}

/** What the desk answers for days with these schedules and bookings; slots before `past` have begun. */
export function sampleAnswer(
  from: string,
  to: string,
  schedules: readonly Schedule[],
  appointments: readonly AppointmentRow[] = [],
  past = '',
): { days: AppointmentDay[]; appointments: AppointmentRow[] } {
  const days = calendarDays(shippedBook, from, to).map(({ date, weekend, holiday }) => {
    const slots = schedules
      .flatMap((schedule) => slotsOf(shippedBook, schedule, date))
      .map(({ branch: _branch, ...slot }): Slot => {
        const taken = appointments.filter((row) => slotId(row) === slotId(slot)).length
        return { ...slot, taken, provisional: 0, past: `${slot.date} ${slot.time}` < past }
      })
    const capacity = slots.reduce((sum, slot) => sum + slot.capacity, 0)
    return { date, weekend, holiday, capacity, taken: appointments.length, slots }
  })
  return { days, appointments: [...appointments] }
}
