import type { Store } from '#core/db/store.ts'
import { countTaken, listOfVisitor } from '#core/repositories/appointment-list.ts'
import { changeEntry, listOfSubject } from '#core/repositories/outbox.ts'
import { referenceBook } from '#core/repositories/reference.ts'
import { listSchedules } from '#core/repositories/schedules.ts'
import type { ActKind } from '#shared/domain/act-kind.ts'
import type { SlotKey } from '#shared/domain/appointments/appointment.ts'
import { findVisitorsOther, placeRefusal } from '#shared/domain/appointments/booking-rules.ts'
import { findSlot, type ScheduleSlot } from '#shared/domain/appointments/slots.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { WriteContext } from '../desk-context.ts'

/**
 * The slot of a key, if a visitor may have a place in it as far as this desk knows; its own provisional bookings count.
 *
 * @throws AppError with why not; the authority decides for good.
 */
export function getFreeSlot(
  { store, clock }: WriteContext,
  { branch, key, idNo, except }: { branch: Clerk['branch']; key: SlotKey; idNo: string; except?: string },
): ScheduleSlot {
  const schedule = listSchedules(store, branch).find(({ id }) => id === key.scheduleId)
  const slot = findSlot(referenceBook(store), schedule, key)
  const others = slot ? listOfVisitor(store, idNo, key.date) : []
  const visitorBooked =
    slot !== undefined &&
    findVisitorsOther(others, { idNo, slot, ...(except !== undefined && { except }) }) !== undefined
  const { taken } = countTaken(store, branch, key.date, key.date)(key)
  const code = placeRefusal({ slot, now: clock.now(), visitorBooked, taken })
  if (code !== null || !slot)
    throw new AppError(code ?? 'appointments/slot-unknown', slot ? { capacity: slot.capacity } : {})
  return slot
}

/** Commands on an appointment that were refused (of one kind when named) are settled: another one stands in their place. */
export function settleRefused(store: Store, appointmentId: string, redoneAs: string, kind?: ActKind): void {
  for (const entry of listOfSubject(store, 'appointments', appointmentId))
    if (entry.state === 'refused' && (kind === undefined || entry.kind === kind))
      changeEntry(store, entry.id, { state: 'settled', redoneAs })
}
