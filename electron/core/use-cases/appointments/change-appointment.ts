import {
  type AppointmentNow,
  addAppointmentOverlay,
  findAppointmentNow,
} from '#core/repositories/appointment-overlay.ts'
import type { ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import { applyCancel, applyMove, applyStatus, type Doing } from '#shared/domain/appointments/apply.ts'
import { type Appointment, allowedStatuses } from '#shared/domain/appointments/appointment.ts'
import { isAwaiting } from '#shared/domain/appointments/booking-rules.ts'
import { slotId } from '#shared/domain/appointments/slots.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { demand, may } from '#shared/domain/policy/policy.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { CommandBase } from '#shared/protocol/command.ts'
import type { WriteContext } from '../desk-context.ts'
import { type CommandContent, type Queued, queueCommand } from '../outbox/queue-command.ts'
import { getFreeSlot, settleRefused } from './counter-rules.ts'

type Changed = ChannelOutput<'appointments.move'>

/** What every change of an appointment rests on and says. */
interface Ground {
  readonly now: AppointmentNow
  readonly base: CommandBase
  readonly args: {
    readonly appointmentId: string
    readonly branch: Appointment['branch']
    readonly seen: {
      readonly slot: { readonly scheduleId: string; readonly date: string; readonly time: string }
      readonly state: Appointment['state']
    }
  }
}

const notAllowed = (reason: string): AppError => new AppError('appointments/action-not-allowed', { reason })

/** @throws AppError `record/not-found`, `permission/denied`. */
function getGround({ store }: WriteContext, clerk: Clerk, id: string): Ground {
  const now = findAppointmentNow(store, id)
  if (!now || !may(clerk, 'appointments.read', { branch: now.appointment.branch }))
    throw new AppError('record/not-found')
  const { branch, scheduleId, date, time, state } = now.appointment
  demand(clerk, 'appointments.change', { branch })
  const after = now.pendingCommands.at(-1)
  // A row that is nobody's pending booking was pulled, so one of the two is there.
  const base = after === undefined ? { version: now.pulled?.version ?? 1 } : { after }
  return { now, base, args: { appointmentId: id, branch, seen: { slot: { scheduleId, date, time }, state } } }
}

/** Queues a command and shows its effect; nothing is held back, because somebody waits at the counter. */
function queue(
  context: WriteContext,
  clerk: Clerk,
  content: CommandContent,
  effect: (doing: Doing) => Appointment,
): { queued: Queued; changed: Changed } {
  const queued = queueCommand(context, clerk, content, { hold: false })
  const next = effect({ by: clerk.id, at: queued.madeAt })
  addAppointmentOverlay(context.store, queued, next)
  return {
    queued,
    changed: { commandId: queued.id, appointmentId: next.id, provisional: true, heldUntil: queued.heldUntil },
  }
}

/**
 * Moves an appointment to another slot: one command, so the old place is free when the new one is taken and not before.
 *
 * @throws AppError as the contract says; `appointments/action-not-allowed` with the state, or `same-slot`.
 */
export function moveAppointment(
  context: WriteContext,
  clerk: Clerk,
  { id, to }: ParsedInput<'appointments.move'>,
): Changed {
  const { store } = context
  return store.transaction(() => {
    const { now, base, args } = getGround(context, clerk, id)
    const { appointment } = now
    if (!isAwaiting(appointment)) throw notAllowed(appointment.state)
    if (slotId(to) === slotId(appointment)) throw notAllowed('same-slot')
    const { branch } = appointment
    const slot = getFreeSlot(context, { branch, key: to, idNo: appointment.visitor.idNo, except: id })
    const { queued, changed } = queue(
      context,
      clerk,
      { kind: 'appointment.move', args: { ...args, to }, base },
      (doing) => applyMove(appointment, slot, doing),
    )
    settleRefused(store, id, queued.id)
    return changed
  })
}

/**
 * Cancels an appointment, one that is not confirmed yet too: then the cancellation follows its booking.
 *
 * @throws AppError as the contract says.
 */
export function cancelAppointment(
  context: WriteContext,
  clerk: Clerk,
  input: ParsedInput<'appointments.cancel'>,
): Changed {
  const { store } = context
  return store.transaction(() => {
    const { now, base, args } = getGround(context, clerk, input.id)
    const { appointment } = now
    if (!isAwaiting(appointment)) throw notAllowed(appointment.state)
    const remarks = input.remarks.trim()
    const content = { kind: 'appointment.cancel' as const, args: { ...args, remarks }, base }
    const { queued, changed } = queue(context, clerk, content, (doing) => applyCancel(appointment, remarks, doing))
    settleRefused(store, input.id, queued.id)
    return changed
  })
}

/**
 * Checks a visitor in, serves them, marks them absent, or takes one of these back.
 *
 * @throws AppError as the contract says.
 */
export function setAppointmentStatus(
  context: WriteContext,
  clerk: Clerk,
  input: ParsedInput<'appointments.setStatus'>,
): Changed {
  const { store } = context
  return store.transaction(() => {
    const { now, base, args } = getGround(context, clerk, input.id)
    const { appointment } = now
    const status = allowedStatuses(appointment.state).find((open) => open === input.status)
    if (status === undefined) throw notAllowed(appointment.state)
    const content = { kind: 'appointment.setStatus' as const, args: { ...args, status }, base }
    const { queued, changed } = queue(context, clerk, content, (doing) => applyStatus(appointment, status, doing))
    settleRefused(store, input.id, queued.id, 'appointment.setStatus')
    return changed
  })
}
