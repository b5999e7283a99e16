import type { AppointmentDay, Slot } from '#shared/contracts/appointments.ts'
import type { AppointmentService, SlotKey } from '#shared/domain/appointments/appointment.ts'
import { slotId, slotStart } from '#shared/domain/appointments/slots.ts'
import { freePlaces } from './calendar-model.ts'

/** Slots that have not begun and have a free place, soonest first; of one service when it is named. */
export function freeSlots(days: readonly Pick<AppointmentDay, 'slots'>[], service?: AppointmentService): Slot[] {
  return days
    .flatMap((day) => day.slots)
    .filter((slot) => !slot.past && freePlaces(slot) > 0 && (service === undefined || slot.service === service))
    .sort((a, b) => slotStart(a) - slotStart(b) || a.counter - b.counter)
}

/** The `count` free slots nearest to a wanted time, which is not among them; soonest first. */
export function nearestFree(
  days: readonly Pick<AppointmentDay, 'slots'>[],
  wanted: SlotKey,
  service: AppointmentService,
  count: number,
): Slot[] {
  const distance = (slot: Slot) => Math.abs(slotStart(slot) - slotStart(wanted))
  return freeSlots(days, service)
    .filter((slot) => slotId(slot) !== slotId(wanted))
    .sort((a, b) => distance(a) - distance(b))
    .slice(0, count)
    .sort((a, b) => slotStart(a) - slotStart(b))
}
