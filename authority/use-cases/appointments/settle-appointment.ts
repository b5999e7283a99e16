import { applyBooking, applyCancel, applyMove, applyStatus, type Doing } from '#shared/domain/appointments/apply.ts'
import type { Appointment } from '#shared/domain/appointments/appointment.ts'
import { allowedStatuses } from '#shared/domain/appointments/appointment.ts'
import { isAwaiting, standsAsSeen } from '#shared/domain/appointments/booking-rules.ts'
import { type ScheduleSlot, slotId } from '#shared/domain/appointments/slots.ts'
import { checkVisitor } from '#shared/domain/appointments/visitor.ts'
import { refusalOf } from '#shared/domain/policy/policy.ts'
import { assertNever } from '#shared/kernel/assert-never.ts'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import type { AppointmentCommand } from '#shared/protocol/command.ts'
import type { Db } from '../../db/types.ts'
import {
  findAppointment,
  findAppointmentForUpdate,
  insertAppointment,
  updateAppointment,
} from '../../repositories/appointments.ts'
import { findClerk } from '../../repositories/clerks.ts'
import { findStored, type StoredCommand } from '../../repositories/commands.ts'
import type { AuthorityContext } from '../context.ts'
import { refuse, type Settlement } from '../sync/settlement.ts'
import { askPlace } from './ask-place.ts'
import { recordAppointment, takeNumber } from './record-appointment.ts'

type BookCommand = Extract<AppointmentCommand, { kind: 'appointment.book' }>
type ChangeCommand = Exclude<AppointmentCommand, BookCommand>

interface Taken {
  readonly trx: Db
  /** When the clerk did it, by the desk's clock, but never later than the authority's: an ISO instant. */
  readonly done: string
}

/** Every text in a value, however deep. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : []
}

/** Whether the database can hold the words of a command: no NUL, no half of a character. */
function isStorable({ args }: AppointmentCommand): boolean {
  return textsOf(args).every((text) => text.isWellFormed() && !text.includes('\u0000'))
}

/** Books, moves, cancels, checks in: decides with the rows locked and makes it true. `at`: the authority's time. */
export async function settleAppointment(
  _: AuthorityContext,
  trx: Db,
  command: AppointmentCommand,
  at: string,
): Promise<Settlement> {
  if (!isStorable(command)) return refuse('input/invalid')
  const clerk = await findClerk(trx, command.actor)
  if (!clerk?.active) return refuse('permission/denied', { reason: 'inactive' })
  const action = command.kind === 'appointment.book' ? 'appointments.book' : 'appointments.change'
  const refusal = refusalOf(clerk, action, { branch: command.args.branch })
  if (refusal !== null) return refuse('permission/denied', { reason: refusal })
  // A place is asked for when the visitor stands at the counter, whenever the line comes back; a clock that runs ahead
  // does not book in the future.
  const taken: Taken = { trx, done: command.madeAt < at ? command.madeAt : at }
  return command.kind === 'appointment.book' ? book(taken, command) : change(taken, command)
}

async function book({ trx, done }: Taken, command: BookCommand): Promise<Settlement> {
  const { appointmentId, branch, slot, visitor } = command.args
  const checked = checkVisitor(visitor)
  if (!checked.ok) return refuse('appointments/visitor-invalid', { field: checked.field })
  if (canonicalJson(checked.visitor) !== canonicalJson(visitor)) return refuse('appointments/visitor-invalid')
  const now = Date.parse(done)
  const answer = await askPlace(trx, { branch, slot, idNo: visitor.idNo, now })
  if (!answer.given) return refuse(answer.code, answer.detail)
  if (await findAppointment(trx, appointmentId)) return refuse('sync/conflict', { reason: 'already-there' })
  const appointment = applyBooking({
    id: appointmentId,
    number: await takeNumber(trx, now),
    slot: answer.slot,
    visitor,
    origin: 'walk-in',
    by: command.actor,
    at: done,
  })
  await insertAppointment(trx, appointment, answer.place)
  return applied(trx, command, appointment, { done, rebased: false })
}

async function applied(
  trx: Db,
  { id, actor, device }: AppointmentCommand,
  appointment: Appointment,
  { done, rebased }: { done: string; rebased: boolean },
): Promise<Settlement> {
  const changed = await recordAppointment(trx, appointment, { at: done, actor, device, command: id })
  return { outcome: 'applied', rebased, changed: [changed] }
}

/** The version of the appointment on which the command was made. */
function baseVersionOf({ base, args }: ChangeCommand, after: StoredCommand | undefined): number {
  if ('version' in base) return base.version
  const row = after?.receipt.changed.find(({ table, id }) => table === 'appointments' && id === args.appointmentId)
  return row?.version ?? 0
}

/**
 * The appointment as the command leaves it; null where its state does not allow that. A move needs its slot.
 */
function effectOf(command: ChangeCommand, appointment: Appointment, slot: ScheduleSlot | null, doing: Doing) {
  switch (command.kind) {
    case 'appointment.setStatus': {
      const status = allowedStatuses(appointment.state).find((open) => open === command.args.status)
      return status === undefined ? null : applyStatus(appointment, status, doing)
    }
    case 'appointment.cancel':
      return isAwaiting(appointment) ? applyCancel(appointment, command.args.remarks, doing) : null
    case 'appointment.move':
      return slot && isAwaiting(appointment) ? applyMove(appointment, slot, doing) : null
    default:
      return assertNever(command)
  }
}

async function change({ trx, done }: Taken, command: ChangeCommand): Promise<Settlement> {
  const { args, base } = command
  const after = 'after' in base ? await findStored(trx, base.after) : undefined
  if ('after' in base) {
    if (!after) return { outcome: 'stop', code: 'sync/dependency-pending' }
    if (after.receipt.outcome !== 'applied') return refuse('sync/dependency', { after: base.after })
  }
  const { appointmentId, branch } = args
  const known = await findAppointment(trx, appointmentId)
  if (known?.branch !== branch) return refuse('record/not-found')
  // The place first, then the row: everybody locks in this order.
  const { idNo } = known.visitor
  const answer =
    command.kind === 'appointment.move'
      ? await askPlace(trx, { branch, slot: command.args.to, idNo, now: Date.parse(done), except: appointmentId })
      : null
  const appointment = await findAppointmentForUpdate(trx, appointmentId)
  if (!appointment) return refuse('record/not-found')

  const current = { appointment }
  if (!standsAsSeen(appointment, args.seen)) return refuse('sync/conflict', { reason: 'appointment-changed' }, current)
  if (command.kind === 'appointment.move' && slotId(command.args.to) === slotId(appointment))
    return refuse('appointments/action-not-allowed', { reason: 'same-slot' }, current)
  if (answer?.given === false) return refuse(answer.code, answer.detail, current)
  const doing = { by: command.actor, at: done }
  const next = effectOf(command, appointment, answer?.slot ?? null, doing)
  if (!next) return refuse('appointments/action-not-allowed', { reason: appointment.state }, current)
  // One statement: nobody ever sees the visitor in two places or in none.
  await updateAppointment(trx, next, next.state === 'cancelled' ? null : answer?.place)
  return applied(trx, command, next, { done, rebased: appointment.version !== baseVersionOf(command, after) })
}
