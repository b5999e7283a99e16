import { query } from '#core/db/compile.ts'
import type { Store } from '#core/db/store.ts'
import type { Schedule } from '#shared/domain/appointments/appointment.ts'
import { putRow, removeRow } from './put-row.ts'

/** Puts a pulled schedule in place; whether anything changed. */
export function putSchedule(store: Store, schedule: Schedule, row: string, generation: number): boolean {
  const { id, version, branch } = schedule
  return putRow(store, 'schedules', { id, version, generation, branch, row })
}

export function removeSchedule(store: Store, id: string): boolean {
  return removeRow(store, 'schedules', id)
}

/** Schedules of a branch, in the order of their ids. */
export function listSchedules(store: Store, branch: string): Schedule[] {
  return store
    .all(query.selectFrom('schedules').select('row').where('branch', '=', branch).orderBy('id'))
    .map(({ row }) => JSON.parse(row) as Schedule)
}
