import type { Appointment, AppointmentEvent, AppointmentState, SettableState, Visitor } from './appointment.ts'
import type { ScheduleSlot } from './slots.ts'

/** Who does something, and when (an ISO instant). */
export interface Doing {
  /** A clerk's id, `member` or `system`. */
  readonly by: string
  readonly at: string
}

export interface NewBooking extends Doing {
  readonly id: string
  /** '' until the authority has numbered it. */
  readonly number: string
  readonly slot: ScheduleSlot
  readonly visitor: Visitor
  readonly origin: Appointment['origin']
}

/** Where a slot puts an appointment. */
function placeIn(
  slot: ScheduleSlot,
): Pick<Appointment, 'scheduleId' | 'date' | 'time' | 'minutes' | 'counter' | 'service'> {
  const { scheduleId, date, time, minutes, counter, service } = slot
  return { scheduleId, date, time, minutes, counter, service }
}

function changed(appointment: Appointment, kind: AppointmentEvent['kind'], { by, at }: Doing): Appointment {
  const events = [...appointment.events, { at, kind, by }]
  return { ...appointment, version: appointment.version + 1, events, updatedAt: at }
}

/*
 * The effects of what a desk may do. Pure: the core shows them as *pending*, the authority makes them true; both get the
 * same. Each result's `version` is the appointment's own plus one.
 */

/** The appointment that a booking makes. */
export function applyBooking({ id, number, slot, visitor, origin, by, at }: NewBooking): Appointment {
  return {
    id,
    version: 1,
    number,
    branch: slot.branch,
    ...placeIn(slot),
    state: 'booked',
    visitor,
    origin,
    remarks: '',
    events: [{ at, kind: 'booked', by }],
    updatedAt: at,
  }
}

/** The appointment in another slot. Whoever had arrived has not arrived on another day. */
export function applyMove(appointment: Appointment, slot: ScheduleSlot, doing: Doing): Appointment {
  const state = slot.date === appointment.date ? appointment.state : 'booked'
  return { ...changed(appointment, 'moved', doing), ...placeIn(slot), state }
}

/** The appointment when it is cancelled: it holds no place any more. */
export function applyCancel(appointment: Appointment, remarks: string, doing: Doing): Appointment {
  return { ...changed(appointment, 'cancelled', doing), state: 'cancelled', remarks }
}

/** Whether a change takes one back that was made before. */
function isReversal(from: AppointmentState, to: AppointmentState): boolean {
  return to === 'booked' || (from === 'served' && to === 'arrived')
}

/** The appointment in another state that `allowedStatuses` allows. */
export function applyStatus(appointment: Appointment, status: SettableState, doing: Doing): Appointment {
  const kind = isReversal(appointment.state, status) ? 'reopened' : status
  return { ...changed(appointment, kind, doing), state: status }
}
