import { sql } from 'kysely'
import type { Appointment, SlotKey } from '#shared/domain/appointments/appointment.ts'
import type { Db } from '../db/types.ts'
import { appointmentColumns } from './feed.ts'

function toRow(appointment: Appointment) {
  return { ...appointment, visitor: JSON.stringify(appointment.visitor), events: JSON.stringify(appointment.events) }
}

/**
 * Lets one transaction at a time give places in a slot, and give one to a visitor on a day. Taken in one order by
 * everybody and before any row is locked, so that moves that cross never wait for each other in a circle.
 */
export async function lockPlaces(trx: Db, slot: SlotKey, idNo: string): Promise<void> {
  const keys = [`slot\n${slot.scheduleId}\n${slot.date}\n${slot.time}`, `visitor\n${idNo}\n${slot.date}`]
  for (const key of keys) await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(trx)
}

/** The appointment with this id. */
export async function findAppointment(db: Db, id: string): Promise<Appointment | undefined> {
  return db.selectFrom('appointments').select(appointmentColumns).where('id', '=', id).executeTakeFirst()
}

/** The appointment with this id, which nobody else changes until the transaction ends. */
export async function findAppointmentForUpdate(db: Db, id: string): Promise<Appointment | undefined> {
  return db.selectFrom('appointments').select(appointmentColumns).where('id', '=', id).forUpdate().executeTakeFirst()
}

/** Numbers of the places of a slot that are taken, from 1, in order. */
export async function listTakenPlaces(db: Db, { scheduleId, date, time }: SlotKey): Promise<number[]> {
  const rows = await db
    .selectFrom('appointments')
    .select('place')
    .where('scheduleId', '=', scheduleId)
    .where('date', '=', date)
    .where('time', '=', time)
    .where('place', 'is not', null)
    .orderBy('place')
    .execute()
  return rows.flatMap(({ place }) => place ?? [])
}

/** Appointments of a visitor on a day. */
export async function listOfVisitor(db: Db, idNo: string, date: string): Promise<Appointment[]> {
  return db
    .selectFrom('appointments')
    .select(appointmentColumns)
    .where(sql`visitor ->> 'idNo'`, '=', idNo)
    .where('date', '=', date)
    .execute()
}

/** The next number of the running series. */
export async function nextAppointmentNumber(db: Db): Promise<number> {
  const { rows } = await sql<{ next: number }>`select nextval('appointment_numbers') as next`.execute(db)
  if (!rows[0]) throw new Error('The series of appointment numbers gave nothing.')
  return rows[0].next
}

/** Numbers of later appointments go on after this one. */
export async function setLastAppointmentNumber(db: Db, last: number): Promise<void> {
  await sql`select setval('appointment_numbers', ${Math.max(1, last)})`.execute(db)
}

/** Adds an appointment with the place that it holds. */
export async function insertAppointment(db: Db, appointment: Appointment, place: number): Promise<void> {
  await db
    .insertInto('appointments')
    .values({ ...toRow(appointment), place })
    .execute()
}

/** Writes an appointment as given over the one with the same id; `place` only when it holds another one, or none. */
export async function updateAppointment(db: Db, appointment: Appointment, place?: number | null): Promise<void> {
  await db
    .updateTable('appointments')
    .set({ ...toRow(appointment), ...(place !== undefined && { place }) })
    .where('id', '=', appointment.id)
    .execute()
}
