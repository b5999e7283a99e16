import type { Store } from '#core/db/store.ts'
import type { ListedAppointment } from '#core/repositories/appointment-list.ts'
import { listRefused, type OutboxEntry } from '#core/repositories/outbox.ts'
import type { AppointmentRow } from '#shared/contracts/appointments.ts'
import { appointmentActions } from '#shared/domain/appointments/booking-rules.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'

/**
 * Bookings and moves that the authority refused and nobody has settled, oldest first. What was refused only because it
 * rests on another refused one is settled with that.
 */
export function listRefusedPlaces(store: Store): OutboxEntry[] {
  return listRefused(store, ['appointment.book', 'appointment.move']).filter(({ cause }) => cause !== 'sync/dependency')
}

/** Appointments as rows of a list, with what this clerk may do to each. */
export function toAppointmentRows(
  store: Store,
  listed: readonly Pick<ListedAppointment, 'appointment' | 'pending' | 'provisional'>[],
  clerk: Pick<Clerk, 'role' | 'branch'>,
): AppointmentRow[] {
  const refused = new Map(listRefusedPlaces(store).map((entry) => [entry.subject.id, entry.id]))
  return listed.map(({ appointment, pending, provisional }) => {
    const { statuses, canMove } = appointmentActions(appointment, clerk)
    const refusedCommandId = refused.get(appointment.id) ?? null
    return { ...appointment, pending, provisional, refusedCommandId, statuses: [...statuses], canMove }
  })
}
