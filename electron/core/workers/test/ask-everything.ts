import type { Store } from '#core/db/store.ts'
import { createWords } from '#core/exports/words.ts'
import { putAppointment } from '#core/repositories/appointments.ts'
import { putCertificate } from '#core/repositories/certificates.ts'
import { putClerk } from '#core/repositories/clerks.ts'
import { findDocument } from '#core/repositories/documents.ts'
import { enrolClerk } from '#core/repositories/enrolled-clerks.ts'
import { MemberPostings } from '#core/repositories/member-postings.ts'
import { findAddressHolders, findIdHolders, findLookAlikes, putMember } from '#core/repositories/members.ts'
import { changeEntry, releaseHeld } from '#core/repositories/outbox.ts'
import { removeOverlay } from '#core/repositories/overlay.ts'
import { putRequest } from '#core/repositories/requests.ts'
import { putSchedule } from '#core/repositories/schedules.ts'
import { putSetting } from '#core/repositories/settings.ts'
import { bookAppointment } from '#core/use-cases/appointments/book-appointment.ts'
import {
  cancelAppointment,
  moveAppointment,
  setAppointmentStatus,
} from '#core/use-cases/appointments/change-appointment.ts'
import { getAppointment } from '#core/use-cases/appointments/get-appointment.ts'
import { listAppointments, listSlots } from '#core/use-cases/appointments/list-appointments.ts'
import { listWorklist } from '#core/use-cases/appointments/worklist.ts'
import { DeskEvidence } from '#core/use-cases/certificates/desk-evidence.ts'
import { getCertificate } from '#core/use-cases/certificates/get-certificate.ts'
import { listCertificates } from '#core/use-cases/certificates/list-certificates.ts'
import { provenNow } from '#core/use-cases/certificates/proven-now.ts'
import { revokeCertificate } from '#core/use-cases/certificates/revoke-certificate.ts'
import { getVerification, keepVerification, listLog } from '#core/use-cases/certificates/verification-log.ts'
import { verifyCertificate } from '#core/use-cases/certificates/verify-certificate.ts'
import type { WriteContext } from '#core/use-cases/desk-context.ts'
import { getHome } from '#core/use-cases/home/get-home.ts'
import { getMember } from '#core/use-cases/members/get-member.ts'
import { searchMembers } from '#core/use-cases/members/search-members.ts'
import { discardCommand, listOutbox, redoCommand, retryCommand } from '#core/use-cases/outbox/outbox-actions.ts'
import { undoCommand, undoDecision } from '#core/use-cases/outbox/take-back.ts'
import { listReference } from '#core/use-cases/reference/list-reference.ts'
import { attachDocument, detachDocument } from '#core/use-cases/requests/attach-document.ts'
import { decideRequest } from '#core/use-cases/requests/decide-request.ts'
import { getDraft, keepDraft } from '#core/use-cases/requests/drafts.ts'
import { getEvidence, getRequest } from '#core/use-cases/requests/get-request.ts'
import { countRequests, listRequests } from '#core/use-cases/requests/list-requests.ts'
import { collectOutbox } from '#core/use-cases/session/collect-outbox.ts'
import { requireLeash } from '#core/use-cases/session/leash.ts'
import { listCounts } from '#core/use-cases/sync/list-counts.ts'
import { contracts, type ParsedInput } from '#shared/contracts/contract-map.ts'
import type { ExportInput } from '#shared/contracts/reports.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import {
  buildAppointment,
  buildCertificate,
  buildClerk,
  buildEmailChange,
  buildMember,
  buildSchedule,
  countingIds,
  fixedClock,
} from '#shared/testing/builders.ts'
import { appointmentSource, certificateSource, memberSource, requestSource } from '../export-sources.ts'
import { describeSync } from '../sync-status.ts'

const clock = fixedClock()
const member = buildMember()
const request = buildEmailChange(member)
const certificate = buildCertificate(member)
const schedule = buildSchedule()
const appointment = buildAppointment()
const noura = buildClerk()
const salem = buildClerk({ id: 'clerk-2', role: 'supervisor' })
const auditor = buildClerk({ id: 'clerk-3', role: 'auditor', branch: 'riyadh' })

type Asked = keyof typeof contracts
const input = <C extends Asked>(channel: C, value: object): ParsedInput<C> =>
  contracts[channel].input.parse(value) as ParsedInput<C>

/** A row of each kind, and three people with keys: what `askEverything` asks about. */
export function putOneOfEach(store: Store): void {
  store.transaction(() => {
    putSetting(store, 'device', 'desk-1')
    for (const clerk of [noura, salem, auditor]) {
      putClerk(store, clerk, JSON.stringify(clerk), 1)
      enrolClerk(store, clerk.id, '2026-11-22T07:00:00.000Z')
    }
    putMember(store, member, JSON.stringify(member), 1, '2026-11-22T07:00:00.000Z')
    putRequest(store, request, JSON.stringify(request), 1)
    putCertificate(store, certificate, JSON.stringify(certificate), 1)
    putSchedule(store, schedule, JSON.stringify(schedule), 1)
    putAppointment(store, appointment, JSON.stringify(appointment), 1)
  })
}

/** Everything that a clerk types, opens, does or waits for, in every way that makes another statement. */
export async function askEverything(store: Store): Promise<void> {
  const desk: WriteContext = { store, clock, newId: countingIds('command'), lineIsUp: () => false }
  for (const clerk of [noura, salem, auditor]) {
    search(desk, clerk)
    queue(desk, clerk)
    register(desk, clerk)
    counter(desk, clerk)
    exports(desk, clerk)
  }
  await verify(desk)
  decide(desk)
  book(desk)
  settle(desk)
  for (const clerk of [noura, salem, auditor]) state(desk, clerk)
  findLookAlikes(store, member, 'other@mail.example')
  findAddressHolders(store, member.email)
  findIdHolders(store, member.idNo)
}

function search(desk: WriteContext, clerk: Clerk): void {
  for (const postings of [undefined, new MemberPostings({ frequent: 1 })]) {
    while (postings && postings.warm(desk.store, 1) !== 'warm') continue
    const aids = { postings }
    for (const text of ['', 'فهد', 'fahad al', '2041', 'fahad_nq88@', 'R-48-018204', 'فهذ '])
      for (const filters of [undefined, { state: 'active' as const, city: 'riyadh' }])
        searchMembers(desk, aids, clerk, input('members.search', { text, filters }))
  }
  getMember(desk, clerk, { id: member.id })
}

function queue(desk: WriteContext, clerk: Clerk): void {
  const { kind, state, risk, id, revisionHash } = request
  const narrowed = [{}, { kind }, { state }, { risk }, { risk, state }, { kind, state, risk }, { memberId: member.id }]
  for (const view of contracts['requests.list'].input.shape.view.unwrap().options)
    for (const filters of [...narrowed, { branch: clerk.branch }, { text: 'فهد' }, { text: '48018204' }])
      for (const after of [undefined, 'a'])
        listRequests(desk, {}, clerk, input('requests.list', { view, filters, after }))
  countRequests(desk, clerk)
  getRequest(desk, clerk, { id })
  getDraft(desk, clerk, { requestId: id, revisionHash })
}

function register(desk: WriteContext, clerk: Clerk): void {
  const narrowed = [{}, { kind: certificate.kind }, { memberId: member.id }, { text: 'فهد' }, { text: '2026' }]
  for (const state of [undefined, 'in-force', 'expired', 'suspended', 'awaiting-second'])
    for (const filters of narrowed)
      for (const after of [undefined, 'a'])
        listCertificates(desk, {}, input('certificates.list', { filters: { ...filters, state }, after }))
  getCertificate(desk, clerk, { id: certificate.id })
  for (const memberId of [undefined, member.id])
    listLog(desk, new DeskEvidence(), provenNow(desk.store, clock), { memberId, limit: 50 })
}

function counter(desk: WriteContext, clerk: Clerk): void {
  const { state, service } = appointment
  const days = { from: '2026-11-22', to: '2026-11-23' }
  for (const filters of [{}, days, { state }, { service }, { service, state, ...days }, { text: 'فهد' }])
    for (const after of [undefined, 'a']) listAppointments(desk, clerk, input('appointments.list', { filters, after }))
  listSlots(desk, clerk, input('appointments.slots', { from: '2026-11-22', to: '2026-11-28' }))
  listWorklist(desk, clerk)
  getAppointment(desk, clerk, { id: appointment.id })
}

function exports({ store }: WriteContext, clerk: Clerk): void {
  const context = { store, clerk, words: createWords('ar'), now: clock.now() }
  const wanted = <R extends ExportInput['report']>(report: R) =>
    contracts['reports.export'].input.parse({ report }) as Extract<ExportInput, { report: R }>
  for (const { rows } of [
    memberSource(context, wanted('members')),
    requestSource(context, wanted('requests')),
    certificateSource(context, wanted('certificates')),
    appointmentSource(context, wanted('appointments')),
  ])
    for (const _ of rows) continue
}

async function verify(desk: WriteContext): Promise<void> {
  const { store, newId } = desk
  const readFile = () => Promise.reject(new Error('no file'))
  const ground = { store, newId, provenNow: () => provenNow(store, clock), readFile }
  for (const asked of [{ number: certificate.number }, { code: certificate.code }]) {
    const found = await verifyCertificate(ground, new DeskEvidence(), noura, input('certificates.verify', asked))
    keepVerification(desk, found)
    getVerification(desk, { id: found.id })
  }
}

/** A decision with a document, from its draft to its end in the outbox. */
function decide(desk: WriteContext): void {
  const { store } = desk
  const { id: requestId, revisionHash } = request
  const scan = (ending: number) =>
    attachDocument(desk, noura, {
      requestId,
      name: 'a.png',
      bytes: new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ending]),
    })
  const { hash } = scan(1)
  getEvidence(desk, noura, { requestId, hash })
  findDocument(store, hash)
  detachDocument(desk, noura, { hash })
  const attachment = scan(2)
  const draft = { decision: 'approve' as const, reasons: [], remarks: '', fields: {}, attachments: [attachment] }
  keepDraft(desk, noura, { requestId, revisionHash, draft })

  const leash = { readDays: 30, decideDays: 14, decideCommands: 500 }
  putSetting(store, 'contacts', { [noura.id]: { at: '2026-11-22T07:00:00.000Z', leash } })
  const approve = () => {
    requireLeash(store, noura.id, clock.now(), 'decide')
    return decideRequest(
      desk,
      noura,
      input('requests.decide', { ...draft, id: requestId, revisionHash, fields: undefined }),
    )
  }
  approve()
  detachDocument(desk, noura, { hash: attachment.hash })
  getRequest(desk, noura, { id: requestId })
  undoDecision(desk, noura, {})
  const { commandId } = approve()
  changeEntry(store, commandId, { state: 'parked' })
  retryCommand(desk, noura, { commandId })
  undoDecision(desk, noura, { commandId })
  releaseHeld(store, null)
  collectOutbox(store, clock.now())
  const last = approve().commandId
  listOutbox(desk, noura, { show: 'all', limit: 50 })
  refuse(store, last)
}

/** As the receipt of a refusal leaves a command. */
function refuse(store: Store, commandId: string): void {
  changeEntry(store, commandId, { state: 'refused', receiptedAt: '2026-11-22T07:00:00.000Z' })
  removeOverlay(store, commandId)
}

function book(desk: WriteContext): void {
  const { visitor, scheduleId } = appointment
  const slot = { scheduleId, date: '2026-11-24', time: '09:00' }
  const { name, mobile, idNo } = visitor
  const booked = bookAppointment(desk, noura, input('appointments.book', { slot, visitor: { name, mobile, idNo } }))
  moveAppointment(desk, noura, { id: appointment.id, to: { ...slot, date: '2026-11-25' } })
  getAppointment(desk, noura, { id: booked.appointmentId })
  cancelAppointment(desk, noura, { id: booked.appointmentId, remarks: '' })
  undoCommand(desk, noura, {})
  setAppointmentStatus(desk, noura, { id: appointment.id, status: 'arrived' })
}

/** What may be done with commands that came back. */
function settle(desk: WriteContext): void {
  const { id } = certificate
  const step = revokeCertificate(desk, salem, input('certificates.revoke', { id, reason: 'REV-ETHICS' }))
  getCertificate(desk, salem, { id })
  refuse(desk.store, step.commandId)
  discardCommand(desk, salem, { commandId: step.commandId })
  const { items } = listOutbox(desk, noura, { show: 'attention', limit: 50 })
  for (const { commandId, act } of items) if (act.kind === 'request.decide') redoCommand(desk, noura, { commandId })
}

/** What the first screen and the badge show, once there are commands of every kind. */
function state(desk: WriteContext, clerk: Clerk): void {
  getHome(desk, clerk)
  listReference(desk)
  listCounts(desk)
  const line = { line: 'online', since: null, caughtUp: true, fault: null, reconciled: true, metered: false } as const
  const fill = { paused: false, rowsPerSecond: () => null, cause: null }
  describeSync(desk, { ...line, postponed: { fill: false, documents: 0 }, busy: false, fill }, clerk.id, true)
  for (const show of ['all', 'open', 'receipted', 'attention'] as const) listOutbox(desk, clerk, { show, limit: 50 })
}
