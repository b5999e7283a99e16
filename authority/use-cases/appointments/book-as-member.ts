import { applyBooking } from '#shared/domain/appointments/apply.ts'
import type { Appointment, Schedule, SlotKey } from '#shared/domain/appointments/appointment.ts'
import { checkVisitor, type TypedVisitor } from '#shared/domain/appointments/visitor.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import { insertAppointment } from '../../repositories/appointments.ts'
import { inTransaction } from '../../repositories/transaction.ts'
import type { AuthorityContext } from '../context.ts'
import { askPlace } from './ask-place.ts'
import { recordAppointment, takeNumber } from './record-appointment.ts'

export interface MemberBooking {
  readonly branch: Schedule['branch']
  readonly slot: SlotKey
  readonly visitor: TypedVisitor
}

/**
 * A member books a place from home.
 *
 * @throws {AppError} `appointments/visitor-invalid` with the field, `appointments/slot-unknown`, `appointments/slot-past`,
 *   `appointments/visitor-booked`, `appointments/slot-full`.
 */
export async function bookAsMember(context: AuthorityContext, booking: MemberBooking): Promise<Appointment> {
  const checked = checkVisitor(booking.visitor)
  if (!checked.ok) throw new AppError('appointments/visitor-invalid', { field: checked.field })
  const { visitor } = checked
  const now = context.clock.now()
  const at = isoInstant(now)
  return inTransaction(context.db, async (trx) => {
    const answer = await askPlace(trx, { branch: booking.branch, slot: booking.slot, idNo: visitor.idNo, now })
    if (!answer.given) throw new AppError(answer.code, answer.detail)
    const appointment = applyBooking({
      id: context.newId(),
      number: await takeNumber(trx, now),
      slot: answer.slot,
      visitor,
      origin: 'portal',
      by: 'member',
      at,
    })
    await insertAppointment(trx, appointment, answer.place)
    await recordAppointment(trx, appointment, { at, actor: 'member' })
    return appointment
  })
}
