import type { Store } from '#core/db/store.ts'
import type { AppointmentFilters } from '#shared/contracts/appointments.ts'
import type { Appointment, SlotKey } from '#shared/domain/appointments/appointment.ts'
import { slotId } from '#shared/domain/appointments/slots.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { foldName } from '#shared/domain/name-key.ts'
import { numberQueryKeys } from '#shared/domain/number-key.ts'
import { allOf, anyOf, type Condition, condition, countNow, inReach } from './conditions.ts'

/** An appointment with this device's pending commands in it, and its place in the order. */
export interface ListedAppointment {
  readonly appointment: Appointment
  readonly pending: boolean
  /** Whether the place that it holds is not confirmed by the authority. */
  readonly provisional: boolean
  readonly sortKey: string
}

interface ListedRow {
  readonly row: string
  readonly pending: number
  readonly provisional: number
  readonly sort_key: string
}

const shown = 'row, pending, provisional, sort_key'

function toListed({ row, pending, provisional, sort_key: sortKey }: ListedRow): ListedAppointment {
  return {
    appointment: JSON.parse(row) as Appointment,
    pending: pending === 1,
    provisional: provisional === 1,
    sortKey,
  }
}

/** A part of the visitor's name, or of a number: the appointment's, an ID's or a mobile's. */
function textCondition(text: string): Condition {
  const name = foldName(text).replace(/\s+/g, ' ')
  const ways = [condition('instr(name_key, ?) > 0', name)]
  for (const key of numberQueryKeys(text))
    ways.push(condition('instr(number_key, ?) > 0 OR instr(id_no, ?) > 0 OR instr(mobile, ?) > 0', key, key, key))
  return anyOf(ways)
}

function allConditions(filters: AppointmentFilters, clerk: Pick<Clerk, 'role' | 'branch'>): Condition {
  const { from, to, service, state, branch, text = '' } = filters
  return allOf([
    inReach(clerk, 'appointments.read'),
    ...(branch === undefined ? [] : [condition('branch = ?', branch)]),
    ...(from === undefined ? [] : [condition('date >= ?', from)]),
    ...(to === undefined ? [] : [condition('date <= ?', to)]),
    ...(service === undefined ? [] : [condition('service = ?', service)]),
    ...(state === undefined ? [] : [condition('state = ?', state)]),
    ...(text.trim() === '' ? [] : [textCondition(text.trim())]),
  ])
}

/** A page of the appointments that a clerk may see, by day, time and counter, behind `after`. */
export function listAppointments(
  store: Store,
  filters: AppointmentFilters,
  clerk: Pick<Clerk, 'role' | 'branch'>,
  after: string | undefined,
  limit: number,
): ListedAppointment[] {
  const where = allConditions(filters, clerk)
  // Read in order from the first day to the last: the sort key begins with the day.
  const behind = condition('sort_key > ? AND sort_key < ?', after ?? filters.from ?? '', `${filters.to ?? ''}~`)
  return store
    .allOf<ListedRow>(
      `SELECT ${shown} FROM appointments_now WHERE ${where.sql} AND ${behind.sql} ORDER BY sort_key LIMIT ?`,
      ...where.values,
      ...behind.values,
      limit,
    )
    .map(toListed)
}

/** Exact number of the appointments that a filter lets through. */
export function countAppointments(
  store: Store,
  filters: AppointmentFilters,
  clerk: Pick<Clerk, 'role' | 'branch'>,
): number {
  return countNow(store, 'appointments', allConditions(filters, clerk))
}

/** Appointments of a branch from one day to another, by day, time and counter. */
export function listBetween(store: Store, branch: string, from: string, to: string): ListedAppointment[] {
  return store
    .allOf<ListedRow>(
      `SELECT ${shown} FROM appointments_now WHERE branch = ? AND date >= ? AND date <= ? ORDER BY sort_key`,
      branch,
      from,
      to,
    )
    .map(toListed)
}

/** Appointments of a visitor on a day, whatever their branch. */
export function listOfVisitor(store: Store, idNo: string, date: string): Appointment[] {
  return store
    .allOf<{ row: string }>('SELECT row FROM appointments_now WHERE id_no = ? AND date = ?', idNo, date)
    .map(({ row }) => JSON.parse(row) as Appointment)
}

/** Places of slots that are taken. */
export interface TakenPlaces {
  readonly taken: number
  /** Of them, those that the authority has not confirmed. */
  readonly provisional: number
}

const none: TakenPlaces = { taken: 0, provisional: 0 }

/** How many places of each slot of a branch are taken, from one day to another; a function of the slot. */
export function countTaken(store: Store, branch: string, from: string, to: string): (slot: SlotKey) => TakenPlaces {
  const rows = store.allOf<TakenPlaces & { scheduleId: string; date: string; time: string }>(
    `SELECT schedule_id AS scheduleId, date, time, count(*) AS taken, sum(provisional) AS provisional
     FROM appointments_now WHERE branch = ? AND date >= ? AND date <= ? AND state <> 'cancelled'
     GROUP BY schedule_id, date, time`,
    branch,
    from,
    to,
  )
  const bySlot = new Map(rows.map((row) => [slotId(row), row]))
  return (slot) => bySlot.get(slotId(slot)) ?? none
}
