import { query } from '#core/db/compile.ts'
import type { Store } from '#core/db/store.ts'
import type { AppointmentColumns } from '#core/db/tables.ts'
import type { Appointment } from '#shared/domain/appointments/appointment.ts'
import { foldName } from '#shared/domain/name-key.ts'
import { numberKey } from '#shared/domain/number-key.ts'
import { putRow, removeRow } from './put-row.ts'

/** What lists filter and sort by: day, time, counter, number. `row`: the text as it came. */
export function appointmentColumns(appointment: Appointment, row: string): AppointmentColumns {
  const { id, version, number, branch, service, state, scheduleId, counter, date, time, visitor } = appointment
  return {
    id,
    version,
    number,
    number_key: numberKey(number),
    branch,
    service,
    state,
    schedule_id: scheduleId,
    date,
    time,
    id_no: visitor.idNo,
    mobile: visitor.mobile,
    name_key: foldName(visitor.name),
    sort_key: `${date} ${time}|${String(counter).padStart(3, '0')}|${number}|${id}`,
    row,
  }
}

/** Puts a pulled appointment in place; whether anything changed. */
export function putAppointment(store: Store, appointment: Appointment, row: string, generation: number): boolean {
  return putRow(store, 'appointments', { ...appointmentColumns(appointment, row), generation })
}

export function removeAppointment(store: Store, id: string): boolean {
  return removeRow(store, 'appointments', id)
}

/** An appointment as the authority last said. */
export function findAppointment(store: Store, id: string): Appointment | undefined {
  const row = store.find(query.selectFrom('appointments').select('row').where('id', '=', id))
  return row && (JSON.parse(row.row) as Appointment)
}
