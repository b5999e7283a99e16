import type { Schedule } from '#shared/domain/appointments/appointment.ts'
import type { Db } from '../db/types.ts'

/** The schedule with this id. */
export async function findSchedule(db: Db, id: string): Promise<Schedule | undefined> {
  return db.selectFrom('schedules').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Every schedule, in the order of their ids. */
export async function listSchedules(db: Db): Promise<Schedule[]> {
  return db.selectFrom('schedules').selectAll().orderBy('id').execute()
}

/** Adds a schedule. */
export async function insertSchedule(db: Db, schedule: Schedule): Promise<void> {
  await db
    .insertInto('schedules')
    .values({ ...schedule, weekly: JSON.stringify(schedule.weekly) })
    .execute()
}
