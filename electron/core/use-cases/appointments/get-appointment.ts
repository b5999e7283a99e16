import { findAppointmentNow } from '#core/repositories/appointment-overlay.ts'
import type { ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { may } from '#shared/domain/policy/policy.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { ReadContext } from '../desk-context.ts'
import { toAppointmentRows } from './appointment-row.ts'

/**
 * One appointment with this desk's pending commands in it.
 *
 * @throws AppError `record/not-found`, for one of another branch too.
 */
export function getAppointment(
  { store }: ReadContext,
  clerk: Clerk,
  { id }: ParsedInput<'appointments.get'>,
): ChannelOutput<'appointments.get'> {
  return store.snapshot(() => {
    const now = findAppointmentNow(store, id)
    if (!now || !may(clerk, 'appointments.read', { branch: now.appointment.branch }))
      throw new AppError('record/not-found')
    const { appointment: shown, provisional, pendingCommands } = now
    const listed = { appointment: shown, pending: pendingCommands.length > 0, provisional }
    const [appointment] = toAppointmentRows(store, [listed], clerk)
    if (!appointment) throw new AppError('record/not-found')
    return { appointment }
  })
}
