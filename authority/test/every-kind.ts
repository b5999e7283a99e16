import { createHash } from 'node:crypto'
import { insertSchedule } from '#authority/repositories/schedules.ts'
import { inTransaction } from '#authority/repositories/transaction.ts'
import { issueCertificate } from '#authority/use-cases/certificates/issue-certificate.ts'
import { takePart } from '#authority/use-cases/documents/upload-document.ts'
import type { SlotKey } from '#shared/domain/appointments/appointment.ts'
import type { Command, CommandBase, Deferral } from '#shared/protocol/command.ts'
import { buildAppointment, buildEmailChange, buildMember, buildSchedule } from '#shared/testing/builders.ts'
import { buildDataUpdate, fieldDecisions } from '#shared/testing/data-updates.ts'
import { addRows, type World } from './test-context.ts'

const slot = (time: string): SlotKey => ({ scheduleId: 'schedule-1', date: '2026-11-23', time })

/** A member's own e-mail change, under a name. */
function caseOf(name: string) {
  const member = buildMember({ id: `m-${name}`, membershipNo: `m-${name}`, email: `${name}@example.com` })
  const proposed = { email: `other-${name}@example.com` }
  return { member, request: buildEmailChange(member, { id: `r-${name}`, number: `r-${name}`, proposed }) }
}

/** A decision that rests on a document, which is handed in before. */
async function attached({ context, session, desk, noura }: World, name: string): Promise<Command> {
  const bytes = new TextEncoder().encode(`%PDF-1.7 ${name}`)
  const hash = createHash('sha256').update(bytes).digest('hex')
  const { member, request } = caseOf(name)
  await addRows(context.db, { members: [member], requests: [request] })
  await takePart(context, session, { hash, offset: 0, length: bytes.length, bytes })
  const plain = desk.decide({ clerk: noura, request, member })
  if (plain.kind !== 'request.decide') throw new Error('not a decision')
  const attachments = [{ hash, name: 'a.pdf', mediaType: 'application/pdf' as const, size: bytes.length }]
  const { signature: _, ...body } = { ...plain, args: { ...plain.args, attachments } }
  return { ...body, signature: desk.signature(noura.id, body) }
}

/** Bookings: one that is moved and whose visitor comes, and one that is cancelled. */
async function appointments({ context, desk }: World): Promise<Command[]> {
  await insertSchedule(context.db, buildSchedule())
  const branch = 'riyadh'
  const { visitor } = buildAppointment()
  const book = (appointmentId: string, idNo: string): Command =>
    desk.act('noura', {
      kind: 'appointment.book',
      args: { appointmentId, branch, slot: slot('09:00'), visitor: { ...visitor, idNo } },
    })
  const first = book('a-1', '1000000016')
  const move = desk.act('noura', {
    kind: 'appointment.move',
    args: { appointmentId: 'a-1', branch, to: slot('10:00'), seen: { slot: slot('09:00'), state: 'booked' } },
    base: { after: first.id },
  })
  const arrive = desk.act('noura', {
    kind: 'appointment.setStatus',
    args: { appointmentId: 'a-1', branch, status: 'arrived', seen: { slot: slot('10:00'), state: 'booked' } },
    base: { after: move.id },
  })
  const second = book('a-2', '1000000024')
  const cancel = desk.act('noura', {
    kind: 'appointment.cancel',
    args: { appointmentId: 'a-2', branch, remarks: '', seen: { slot: slot('09:00'), state: 'booked' } },
    base: { after: second.id },
  })
  return [first, move, arrive, second, cancel]
}

/** A certificate that two people revoke. */
async function revocation({ context, desk, member }: World): Promise<Command[]> {
  const at = '2026-11-22T06:00:00.000Z'
  const { id } = await inTransaction(context.db, (trx) =>
    issueCertificate(context, trx, { member, kind: 'registration', expiresOn: '2027-11-22', actor: 'system', at }),
  )
  const act = (actor: string, step: 'propose' | 'confirm', base: CommandBase): Command =>
    desk.act(actor, {
      kind: 'certificate.revoke',
      args: {
        certificateId: id,
        memberId: member.id,
        step,
        reason: 'REV-ETHICS',
        remarks: '',
        seen: { state: 'in-force' },
      },
      base,
    })
  const first = act('noura', 'propose', { version: 1 })
  return [first, act('huda', 'confirm', { after: first.id })]
}

/**
 * A push with every kind of item that there is, in its order, each of which is taken; what they need is put into the
 * register of `world` before.
 */
export async function everyKind(world: World): Promise<(Command | Deferral)[]> {
  const { context, desk, noura, salem, request, member } = world
  const parked = caseOf('parked')
  const other = buildMember({ id: 'm-2', membershipNo: 'm-2', email: 'm-2@example.com' })
  const update = buildDataUpdate(other, ['idNo', 'mobile', 'city'], { id: 'r-2', number: 'r-2' })
  await addRows(context.db, { members: [other, parked.member], requests: [update, parked.request] })
  const proposal = desk.decide({ clerk: noura, request, member })
  const confirmation = desk.decide({ clerk: salem, request, member, step: 'confirm', base: { after: proposal.id } })
  const fields = fieldDecisions({ idNo: 'approve', mobile: 'approve', city: 'return' })
  const byField = desk.decide({ clerk: noura, request: update, member: other, fields })
  const second = desk.decide({
    clerk: salem,
    request: update,
    member: other,
    step: 'confirm',
    fields: fieldDecisions({ idNo: 'approve' }),
    base: { after: byField.id },
  })
  return [
    proposal,
    confirmation,
    byField,
    second,
    await attached(world, 'attached'),
    desk.withdraw(noura.id),
    desk.defer(desk.decide({ clerk: noura, ...parked })),
    ...(await appointments(world)),
    ...(await revocation(world)),
  ]
}
