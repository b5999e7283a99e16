import type { Store } from '#core/db/store.ts'
import { addAppointmentOverlay, findAppointmentNow } from '#core/repositories/appointment-overlay.ts'
import { findEntry, type OutboxEntry } from '#core/repositories/outbox.ts'
import type { ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import { applyBooking } from '#shared/domain/appointments/apply.ts'
import { checkVisitor } from '#shared/domain/appointments/visitor.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { demand } from '#shared/domain/policy/policy.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { WriteContext } from '../desk-context.ts'
import { queueCommand } from '../outbox/queue-command.ts'
import { moveAppointment } from './change-appointment.ts'
import { getFreeSlot, settleRefused } from './counter-rules.ts'

/** The refused booking or move of this branch that a new one takes the place of. */
function getRefused(store: Store, clerk: Clerk, commandId: string): OutboxEntry {
  const entry = findEntry(store, commandId)
  const { decided } = entry ?? {}
  if (!entry || (decided?.kind !== 'appointment.book' && decided?.kind !== 'appointment.move'))
    throw new AppError('record/not-found')
  demand(clerk, 'appointments.book', { branch: decided.args.branch })
  if (entry.state !== 'refused') throw new AppError('sync/not-in-that-state', { state: entry.state })
  return entry
}

/**
 * Books a visitor: provisional place and command in one transaction, the network is not asked, and nothing is held back,
 * because somebody waits at the counter. `insteadOf` a refused booking settles it; of a refused move whose appointment
 * stands where it was, the appointment is moved.
 *
 * @throws AppError as the contract says.
 */
export function bookAppointment(
  context: WriteContext,
  clerk: Clerk,
  input: ParsedInput<'appointments.book'>,
): ChannelOutput<'appointments.book'> {
  const { store, newId } = context
  return store.transaction(() => {
    demand(clerk, 'appointments.book', { branch: clerk.branch })
    const instead = input.insteadOf === undefined ? undefined : getRefused(store, clerk, input.insteadOf)
    if (instead && findAppointmentNow(store, instead.subject.id))
      return moveAppointment(context, clerk, { id: instead.subject.id, to: input.slot })
    const checked = checkVisitor(input.visitor)
    if (!checked.ok) throw new AppError('appointments/visitor-invalid', { field: checked.field })
    const { visitor } = checked
    const { branch } = clerk
    const slot = getFreeSlot(context, { branch, key: input.slot, idNo: visitor.idNo })
    const appointmentId = newId()
    const queued = queueCommand(
      context,
      clerk,
      { kind: 'appointment.book', args: { appointmentId, branch, slot: input.slot, visitor } },
      { hold: false },
    )
    const by = clerk.id
    const booked = { id: appointmentId, number: '', slot, visitor, origin: 'walk-in' as const, by, at: queued.madeAt }
    addAppointmentOverlay(store, queued, applyBooking(booked))
    if (instead) settleRefused(store, instead.subject.id, queued.id)
    return { commandId: queued.id, appointmentId, provisional: true, heldUntil: queued.heldUntil }
  })
}
