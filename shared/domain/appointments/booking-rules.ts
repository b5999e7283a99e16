import type { ErrorCode } from '../../kernel/errors.ts'
import type { Clerk } from '../clerks/clerk.ts'
import { may } from '../policy/policy.ts'
import {
  type Appointment,
  type AppointmentState,
  allowedStatuses,
  type SettableState,
  type SlotKey,
} from './appointment.ts'
import { isOver, type ScheduleSlot } from './slots.ts'

/** States in which a visitor is still to be served: one of a service and a day is enough. */
const awaitingStates: readonly AppointmentState[] = ['booked', 'arrived']

/** Whether a visitor is still to be served: then the appointment may be moved and cancelled. */
export function isAwaiting({ state }: Pick<Appointment, 'state'>): boolean {
  return awaitingStates.includes(state)
}

/** What may be done with an appointment as it stands, by this clerk. */
export function appointmentActions(
  appointment: Pick<Appointment, 'state' | 'branch'>,
  clerk: Pick<Clerk, 'role' | 'branch'>,
): { readonly statuses: readonly SettableState[]; readonly canMove: boolean } {
  if (!may(clerk, 'appointments.change', { branch: appointment.branch })) return { statuses: [], canMove: false }
  return { statuses: allowedStatuses(appointment.state), canMove: isAwaiting(appointment) }
}

/** The appointment by which a visitor is to be served already: same service, same day, not the one that is moved. */
export function findVisitorsOther(
  others: readonly Appointment[],
  { idNo, slot, except }: { idNo: string; slot: Pick<ScheduleSlot, 'date' | 'service'>; except?: string },
): Appointment | undefined {
  return others.find(
    (other) =>
      other.id !== except &&
      other.visitor.idNo === idNo &&
      other.date === slot.date &&
      other.service === slot.service &&
      isAwaiting(other),
  )
}

export interface PlaceAsked {
  /** The slot as its schedule has it; undefined when there is none. */
  readonly slot: ScheduleSlot | undefined
  /** Milliseconds since 1970. */
  readonly now: number
  /** Whether the visitor has another appointment of the same service on that day. */
  readonly visitorBooked: boolean
  /** Places of the slot that others hold. */
  readonly taken: number
}

/** Why a place in a slot cannot be given; null when it can. The desk judges by what it knows, the authority for good. */
export function placeRefusal({
  slot,
  now,
  visitorBooked,
  taken,
}: PlaceAsked): (ErrorCode & `appointments/${string}`) | null {
  if (!slot) return 'appointments/slot-unknown'
  if (isOver(slot, now)) return 'appointments/slot-past'
  if (visitorBooked) return 'appointments/visitor-booked'
  return taken >= slot.capacity ? 'appointments/slot-full' : null
}

/** Whether an appointment stands as somebody saw it: in that slot, in that state. */
export function standsAsSeen(
  appointment: Pick<Appointment, 'scheduleId' | 'date' | 'time' | 'state'>,
  seen: { readonly slot: SlotKey; readonly state: AppointmentState },
): boolean {
  const { scheduleId, date, time, state } = appointment
  const { slot } = seen
  return slot.scheduleId === scheduleId && slot.date === date && slot.time === time && seen.state === state
}
