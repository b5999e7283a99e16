import type { Store } from '#core/db/store.ts'
import { findAppointment } from '#core/repositories/appointments.ts'
import { findCertificate } from '#core/repositories/certificates.ts'
import { findClerkNames } from '#core/repositories/clerks.ts'
import type { OutboxEntry } from '#core/repositories/outbox.ts'
import { findRequest } from '#core/repositories/requests.ts'
import { listSchedules } from '#core/repositories/schedules.ts'
import type { AppointmentStanding, CertificateStanding, OtherDecision, Overtaken } from '#shared/contracts/outbox.ts'
import type { AppointmentState, SlotKey } from '#shared/domain/appointments/appointment.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import type { MemberField } from '#shared/domain/members/member.ts'
import { may } from '#shared/domain/policy/policy.ts'
import type { DecisionRecord, FieldDecisions, Request } from '#shared/domain/requests/request.ts'
import type { AppointmentCommand, DecideCommand, RevokeCommand } from '#shared/protocol/command.ts'
import type { Receipt } from '#shared/protocol/push.ts'

/** The later of what the receipt brought and what was pulled since. */
export function newest<Row extends { readonly version: number }>(
  received: Row | null | undefined,
  pulled: Row | undefined,
): Row | undefined {
  if (!received || !pulled) return received ?? pulled
  return pulled.version >= received.version ? pulled : received
}

function doneBy(store: Store, { by, at }: { readonly by: string; readonly at: string }) {
  const { nameAr = '', nameEn = '' } = findClerkNames(store, [by])[by] ?? {}
  return { by, at, nameAr, nameEn }
}

const fieldsOf = (fields: FieldDecisions | undefined) => Object.keys(fields ?? {}) as MemberField[]

/**
 * Decisions of others after which one's own came too late, newest first: of decisions by field those that last spoke of a
 * field that one's own names too; else, and where none does, the last one.
 */
function othersDecisions(store: Store, request: Request, { id, args }: DecideCommand): OtherDecision[] {
  const others = request.decisions.filter(({ commandId }) => commandId !== id).reverse()
  const open = new Set(fieldsOf(args.fields))
  const show = (record: DecisionRecord, shown: readonly MemberField[]): OtherDecision => {
    const fields = Object.fromEntries(shown.map((field) => [field, record.fields?.[field]])) as FieldDecisions
    const { decision, step, reasons, remarks } = record
    return { ...doneBy(store, record), decision, step, reasons, remarks, fields }
  }
  const shared = others.flatMap((record) => {
    const fields = fieldsOf(record.fields).filter((field) => open.delete(field))
    return fields.length === 0 ? [] : [show(record, fields)]
  })
  return shared.length > 0 ? shared : others.slice(0, 1).map((record) => show(record, fieldsOf(record.fields)))
}

function ofRequest(store: Store, clerk: Clerk, command: DecideCommand, receipt: Receipt): Overtaken | null {
  const pulled = findRequest(store, command.args.requestId)
  const readable = pulled && may(clerk, 'requests.read', { branch: pulled.branch }) ? pulled : undefined
  const request = newest(receipt.current?.request, readable)
  if (!request) return null
  const ended = request.events.findLast(({ kind }) => kind === 'cancelled' || kind === 'expired')
  return {
    kind: 'request',
    state: request.state,
    decisions: ended ? [] : othersDecisions(store, request, command),
    ended: ended ? doneBy(store, ended) : null,
  }
}

function ofCertificate(store: Store, { id, args }: RevokeCommand, receipt: Receipt): Overtaken | null {
  const certificate = newest(receipt.current?.certificate, findCertificate(store, args.certificateId))
  if (!certificate) return null
  const { step, seen } = args
  const mine: Record<typeof step, CertificateStanding> = {
    propose: { state: seen.state, proposed: true },
    confirm: { state: 'revoked', proposed: false },
    decline: { state: seen.state, proposed: false },
  }
  const last = certificate.steps.findLast(({ commandId }) => commandId !== id)
  return {
    kind: 'certificate',
    // A second person saw that the revocation was proposed, else there was nothing to confirm or to decline.
    base: { state: seen.state, proposed: step !== 'propose' },
    theirs: { state: certificate.state, proposed: certificate.proposal !== null },
    mine: mine[step],
    last: last ? { ...doneBy(store, last), step: last.step, reason: last.reason } : null,
  }
}

function ofAppointment(store: Store, clerk: Clerk, command: AppointmentCommand, receipt: Receipt): Overtaken | null {
  if (command.kind === 'appointment.book') return null
  const { appointmentId, branch, seen } = command.args
  const pulled = may(clerk, 'appointments.read', { branch }) ? findAppointment(store, appointmentId) : undefined
  const appointment = newest(receipt.current?.appointment, pulled)
  if (!appointment) return null
  const schedules = listSchedules(store, branch)
  const standing = ({ scheduleId, date, time }: SlotKey, state: AppointmentState): AppointmentStanding => ({
    slot: { scheduleId, date, time },
    counter: schedules.find(({ id }) => id === scheduleId)?.counter ?? null,
    state,
  })
  const mine =
    command.kind === 'appointment.move'
      ? standing(command.args.to, seen.state)
      : standing(seen.slot, command.kind === 'appointment.cancel' ? 'cancelled' : command.args.status)
  const last = appointment.events.at(-1)
  return {
    kind: 'appointment',
    base: standing(seen.slot, seen.state),
    theirs: { ...standing(appointment, appointment.state), counter: appointment.counter },
    mine,
    last: last ? doneBy(store, last) : null,
  }
}

/**
 * What stands at the authority in the place of a command that came too late, as far as its clerk may know it here; null
 * for every other command, and where the member's own values are what collided.
 */
export function overtakenBy(
  store: Store,
  clerk: Clerk,
  { decided }: OutboxEntry,
  receipt: Receipt | undefined,
): Overtaken | null {
  if (receipt?.code !== 'sync/conflict') return null
  switch (decided.kind) {
    case 'request.decide':
      return receipt.detail['reason'] === 'already-decided' ? ofRequest(store, clerk, decided, receipt) : null
    case 'certificate.revoke':
      return ofCertificate(store, decided, receipt)
    default:
      return ofAppointment(store, clerk, decided, receipt)
  }
}
