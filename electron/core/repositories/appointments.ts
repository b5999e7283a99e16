import { query } from '#core/db/compile.ts'
import type { Store } from '#core/db/store.ts'
import type { AppointmentColumns } from '#core/db/tables.ts'
import type { Appointment } from '#shared/domain/appointments/appointment.ts'
import { foldArabic } from '#shared/domain/name-key.ts'
import { putRow, removeRow } from './put-row.ts'

/** Puts a pulled appointment in place; whether anything changed. */
export function putAppointment(store: Store, appointment: Appointment, row: string, generation: number): boolean {
  const { id, version, number, branch, service, state, scheduleId, date, time, visitor } = appointment
  const columns: AppointmentColumns = {
    id,
    version,
    generation,
    number,
    branch,
    service,
    state,
    schedule_id: scheduleId,
    date,
    time,
    id_no: visitor.idNo,
    mobile: visitor.mobile,
    name_key: foldArabic(visitor.name),
    sort_key: `${date} ${time}|${number}|${id}`,
    row,
  }
  return putRow(store, 'appointments', columns)
}

export function removeAppointment(store: Store, id: string): boolean {
  return removeRow(store, 'appointments', id)
}

/** An appointment as the authority last said. */
export function findAppointment(store: Store, id: string): Appointment | undefined {
  const row = store.find(query.selectFrom('appointments').select('row').where('id', '=', id))
  return row && (JSON.parse(row.row) as Appointment)
}
