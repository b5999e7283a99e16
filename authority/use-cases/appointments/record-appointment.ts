import type { Appointment } from '#shared/domain/appointments/appointment.ts'
import { gregorianToHijri, riyadhDateOf } from '#shared/domain/calendar.ts'
import type { ChangedRow } from '#shared/protocol/push.ts'
import type { Db } from '../../db/types.ts'
import { nextAppointmentNumber } from '../../repositories/appointments.ts'
import { appendAudit } from '../../repositories/audit.ts'
import { entryOf, publish } from '../../repositories/feed.ts'
import { recordHash } from '../audit/record-hash.ts'

/** `A-48-001204`: the last two digits of the Hijri year, then a running number. */
export function appointmentNumber(running: number, now: number): string {
  const { year } = gregorianToHijri(riyadhDateOf(now))
  return `A-${String(year % 100).padStart(2, '0')}-${String(running).padStart(6, '0')}`
}

/** The next number, at a moment in milliseconds. */
export async function takeNumber(trx: Db, now: number): Promise<string> {
  return appointmentNumber(await nextAppointmentNumber(trx), now)
}

/** Audit entry and feed of a change that was written. `actor`: a clerk's id or `member`. */
export async function recordAppointment(
  trx: Db,
  appointment: Appointment,
  { at, actor, device, command }: { at: string; actor: string; device?: string; command?: string },
): Promise<ChangedRow> {
  const { id, version, state, events } = appointment
  await appendAudit(trx, {
    at,
    actor,
    ...(device !== undefined && { device }),
    action: `appointment-${events.at(-1)?.kind ?? 'booked'}`,
    subject: `appointment:${id}`,
    detail: { version, state, ...(command !== undefined && { command }) },
    personal: { after: recordHash(appointment) },
  })
  await publish(trx, [entryOf('appointments', appointment)])
  return { table: 'appointments', id, version }
}
