import { type Random, weightedPicker } from '#authority/demo/prng.ts'
import { findAppointmentNow } from '#core/repositories/appointment-overlay.ts'
import { findCertificateNow } from '#core/repositories/certificate-overlay.ts'
import { findClerk } from '#core/repositories/clerks.ts'
import { findRequestNow } from '#core/repositories/overlay.ts'
import { allowedStatuses, type SlotKey } from '#shared/domain/appointments/appointment.ts'
import { slotsOf } from '#shared/domain/appointments/slots.ts'
import { addDays, riyadhDateOf } from '#shared/domain/calendar.ts'
import { revocationActions } from '#shared/domain/certificates/revocation.ts'
import type { BranchCode, Clerk } from '#shared/domain/clerks/clerk.ts'
import { shippedBook } from '#shared/domain/reference/reference-book.ts'
import { availableActions } from '#shared/domain/requests/available-actions.ts'
import { decidableFields, isByField } from '#shared/domain/requests/field-decisions.ts'
import type { Decision, FieldDecisions, Request } from '#shared/domain/requests/request.ts'
import { maxUploadChunk } from '#shared/protocol/documents.ts'
import { fieldDecision } from '#shared/testing/data-updates.ts'
import type { SimDesk } from './sim-desk.ts'
import { worldClerks, worldMembers, worldSchedules } from './world.ts'

/** Does something, or answers false when there was nothing to do. */
type ClerkAct = (desk: SimDesk, clerk: Clerk, random: Random) => void | false

const reasons: Record<Decision, string[]> = {
  approve: [],
  reject: ['REJ-RECENT-RECOVERY'],
  return: ['RTN-DOC-UNCLEAR'],
}

function idsOf(desk: SimDesk, view: 'requests_now' | 'certificates_now' | 'appointments_now'): string[] {
  return desk.store.allOf<{ id: string }>(`SELECT id FROM ${view} ORDER BY id`).map(({ id }) => id)
}

function pickId(desk: SimDesk, random: Random, view: Parameters<typeof idsOf>[1]): string | undefined {
  const ids = idsOf(desk, view)
  return ids.length === 0 ? undefined : random.pick(ids)
}

/** What is decided of some of the fields that can be. */
function drawFields(request: Request, random: Random): FieldDecisions | undefined {
  const fields = decidableFields(request).filter(() => random.chance(0.7))
  if (fields.length === 0) return undefined
  return Object.fromEntries(
    fields.map((field) => [field, fieldDecision(random.pick(['approve', 'approve', 'approve', 'reject', 'return']))]),
  )
}

const openActions = (request: Request, clerk: Clerk) =>
  availableActions(request, clerk).filter(({ refusal }) => refusal === null)

/** Mostly what is open to the clerk, sometimes what is not: a desk must refuse that in words. */
const decide: ClerkAct = (desk, clerk, random) => {
  const requests = idsOf(desk, 'requests_now').flatMap((id) => findRequestNow(desk.store, id)?.request ?? [])
  const mine = requests.filter((one) => openActions(one, clerk).length > 0)
  if (requests.length === 0 || (mine.length === 0 && random.chance(0.9))) return false
  const request = random.pick(mine.length > 0 && random.chance(0.95) ? mine : requests)
  const open = openActions(request, clerk)
  const wanted = open.some(({ decision }) => decision === 'approve') && random.chance(0.7) ? 'approve' : undefined
  const any = random.pick(['approve', 'reject', 'return'] as const)
  const decision = wanted ?? (open.length > 0 && random.chance(0.9) ? random.pick(open).decision : any)
  const fields = isByField(request) ? drawFields(request, random) : undefined
  const { revisionHash } = request
  const why = isByField(request) && decision !== 'approve' ? fieldDecision(decision).reasons : reasons[decision]
  const said = random.chance(0.2) ? { remarks: 'نص' } : {}
  const what = {
    id: request.id,
    decision,
    revisionHash,
    reasons: fields ? [] : why,
    ...said,
    ...(fields && { fields }),
  }
  if (random.chance(0.85)) return desk.ask('requests.decide', what)
  desk.ask('requests.attach', { requestId: request.id, name: 'هوية.png', bytes: drawScan(random) }, (attachment) =>
    desk.ask('requests.decide', { ...what, attachments: [attachment] }),
  )
}

/** A picture to decide with: mostly one part on the way, sometimes two. */
function drawScan(random: Random): Uint8Array<ArrayBuffer> {
  const size = random.chance(0.2) ? maxUploadChunk + random.int(1, 1000) : random.int(50, 500)
  return new Uint8Array(Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(size, random.int(0, 255))]))
}

const revoke: ClerkAct = (desk, clerk, random) => {
  const id = pickId(desk, random, 'certificates_now')
  const certificate = id === undefined ? undefined : findCertificateNow(desk.store, id)?.certificate
  if (!certificate) return false
  const open = revocationActions(certificate, clerk).filter(({ refusal }) => refusal === null)
  const step =
    open.length > 0 && random.chance(0.9) ? random.pick(open).step : random.pick(['propose', 'confirm'] as const)
  desk.ask('certificates.revoke', { id: certificate.id, step, reason: step === 'propose' ? 'REV-ETHICS' : '' })
}

/** A slot of the next days; few, so that they are fought for. */
export function drawSlot(random: Random, branch: BranchCode, now: number): SlotKey | undefined {
  const schedule = worldSchedules.find((row) => row.branch === branch)
  if (!schedule) return undefined
  const slots = slotsOf(shippedBook, schedule, addDays(riyadhDateOf(now), random.int(0, 2)))
  if (slots.length === 0) return undefined
  const { scheduleId, date, time } = random.pick(slots)
  return { scheduleId, date, time }
}

const book: ClerkAct = (desk, clerk, random) => {
  const slot = drawSlot(random, clerk.branch, desk.now())
  if (!slot) return false
  const { id, idNo, mobile } = random.pick(worldMembers)
  desk.ask('appointments.book', { slot, visitor: { name: 'زائر', mobile, idNo, memberId: id } })
}

const change: ClerkAct = (desk, clerk, random) => {
  const id = pickId(desk, random, 'appointments_now')
  const now = id === undefined ? undefined : findAppointmentNow(desk.store, id)
  if (!now) return false
  const { appointment } = now
  const what = random.int(0, 3)
  if (what === 0) return desk.ask('appointments.cancel', { id: appointment.id, remarks: '' })
  const slot = what === 1 ? drawSlot(random, clerk.branch, desk.now()) : undefined
  if (slot) return desk.ask('appointments.move', { id: appointment.id, to: slot })
  const open = allowedStatuses(appointment.state)
  if (open.length === 0) return false
  desk.ask('appointments.setStatus', { id: appointment.id, status: random.pick(open) })
}

/** Takes one of the clerk's commands up again, or away: the outbox decides whether that can be. */
const tend: ClerkAct = (desk, clerk, random) => {
  const rows = desk.store.allOf<{ id: string; state: string }>(
    "SELECT id, state FROM outbox WHERE actor = ? AND state NOT IN ('applied', 'withdrawn', 'settled') ORDER BY position",
    clerk.id,
  )
  if (rows.length === 0) return false
  const { id: commandId, state } = random.pick(rows)
  const channel = random.pick(wayOf[state] ?? (['sync.undo'] as const))
  // A desk that ends while it puts something away may have done it.
  const putAway = () => void desk.putAway.add(commandId)
  if (channel === 'sync.discard') desk.ask(channel, { commandId }, putAway, putAway)
  else if (channel === 'sync.redo') desk.ask(channel, { commandId }, putAway, putAway)
  else if (channel === 'sync.retry') desk.ask(channel, { commandId })
  else desk.ask('sync.undo', { commandId }, () => desk.takenBack.add(commandId))
}

const wayOf: Partial<Record<string, readonly ('sync.retry' | 'sync.discard' | 'sync.redo' | 'sync.undo')[]>> = {
  parked: ['sync.retry', 'sync.discard'],
  refused: ['sync.redo', 'sync.discard'],
  waiting: ['sync.undo', 'sync.discard'],
}

const undoLast: ClerkAct = (desk) => desk.ask('requests.undo', {}, ({ commandId }) => desk.takenBack.add(commandId))
const syncNow: ClerkAct = (desk) => desk.ask('sync.now', {})
const release: ClerkAct = (desk) => desk.ask('sync.release', {})
const leave: ClerkAct = (desk) => desk.ask('session.signOut', {}, () => desk.leave())

const pickAct = weightedPicker<ClerkAct>([
  [decide, 40],
  [revoke, 8],
  [book, 12],
  [change, 10],
  [tend, 12],
  [undoLast, 4],
  [syncNow, 4],
  [release, 3],
  [leave, 3],
  [sitDown, 6],
])

/** Somebody of the desk's people, as the desk knows them now, takes the place at the screen. */
function sitDown(desk: SimDesk, _: Clerk | undefined, random: Random): void {
  const id = random.pick(desk.people)
  const clerk = findClerk(desk.store, id) ?? worldClerks.find((person) => person.id === id)
  if (clerk) desk.signIn(clerk)
}

/**
 * Whoever is at the desk does something; nobody there means that somebody sits down. Answers false when there was
 * nothing to do.
 */
export function actAtDesk(desk: SimDesk, random: Random): void | false {
  const clerk = desk.clerk && (findClerk(desk.store, desk.clerk.id) ?? desk.clerk)
  if (desk.seating) return false
  if (!clerk) return sitDown(desk, undefined, random)
  return pickAct(random)(desk, clerk, random)
}
