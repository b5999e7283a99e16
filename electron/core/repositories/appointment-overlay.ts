import { query } from '#core/db/compile.ts'
import type { Store } from '#core/db/store.ts'
import type { Appointment, AppointmentEvent } from '#shared/domain/appointments/appointment.ts'
import { slotId } from '#shared/domain/appointments/slots.ts'
import { appointmentColumns, findAppointment } from './appointments.ts'
import { addOverlayRow, listOverlayRows, type OverlayRow } from './overlay-rows.ts'

/** What a pending command does: the appointment as it stands after it. */
interface AppointmentPatch {
  readonly appointment: Appointment
}

/** An appointment with the pending commands of this device in it. */
export interface AppointmentNow {
  readonly appointment: Appointment
  /** As the authority last said; undefined for a booking that it has not confirmed. */
  readonly pulled: Appointment | undefined
  /** Commands whose effect is shown in it, in their order. */
  readonly pendingCommands: readonly string[]
  /** Whether the place that it holds is not confirmed by the authority. */
  readonly provisional: boolean
}

/** Keeps the effect of a command until its receipt's change has arrived. `after`: the appointment with it done. */
export function addAppointmentOverlay(
  store: Store,
  command: { readonly id: string; readonly position: number },
  after: Appointment,
): void {
  const patch: AppointmentPatch = { appointment: after }
  addOverlayRow(store, command, { table: 'appointments', id: after.id }, patch)
  refreshPendingAppointment(store, after.id)
}

const isSame = (a: AppointmentEvent, b: AppointmentEvent): boolean =>
  a.kind === b.kind && a.by === b.by && a.at === b.at

/** Whether the authority's own row holds what a command did already: then nothing of it is pending. */
function isInside(pulled: Appointment | undefined, after: Appointment): boolean {
  if (!pulled) return false
  const last = after.events.at(-1)
  return last === undefined || last.kind === 'booked' || pulled.events.some((event) => isSame(event, last))
}

/** A command's effect over what stood before it; number, version and visitor are the authority's once it has them. */
function over(before: Appointment | undefined, after: Appointment): Appointment {
  if (!before) return after
  const { number, version, visitor } = before
  return { ...after, number, version, visitor, events: [...before.events, ...after.events.slice(-1)] }
}

function merge(
  pulled: Appointment | undefined,
  patches: readonly OverlayRow<AppointmentPatch>[],
): AppointmentNow | undefined {
  let appointment = pulled
  const pendingCommands: string[] = []
  for (const { commandId, patch } of patches) {
    if (isInside(pulled, patch.appointment)) continue
    appointment = over(appointment, patch.appointment)
    pendingCommands.push(commandId)
  }
  if (!appointment) return undefined
  const provisional = appointment.state !== 'cancelled' && (!pulled || slotId(pulled) !== slotId(appointment))
  return { appointment, pulled, pendingCommands, provisional }
}

/** An appointment as it stands here, pending commands included, in their order. */
export function findAppointmentNow(store: Store, id: string): AppointmentNow | undefined {
  return merge(findAppointment(store, id), listOverlayRows<AppointmentPatch>(store, 'appointments', id))
}

/** Brings the listed form of one appointment up to date with its row and its overlay. The writer calls it after either. */
export function refreshPendingAppointment(store: Store, id: string): void {
  const now = findAppointmentNow(store, id)
  store.run(query.deleteFrom('pending_appointments').where('id', '=', id))
  if (!now || now.pendingCommands.length === 0) return
  const { appointment, provisional } = now
  const columns = appointmentColumns(appointment, JSON.stringify(appointment))
  store.run(query.insertInto('pending_appointments').values({ ...columns, provisional: provisional ? 1 : 0 }))
}
