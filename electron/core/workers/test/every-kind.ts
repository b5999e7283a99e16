import { randomBytes } from 'node:crypto'
import { publish } from '#authority/repositories/feed.ts'
import { insertSchedule } from '#authority/repositories/schedules.ts'
import type { TestAuthority } from '#authority/test/start-authority.ts'
import { issueCertificate } from '#authority/use-cases/certificates/issue-certificate.ts'
import { addBusinessDays } from '#shared/domain/business-days.ts'
import { addDays, riyadhDateOf } from '#shared/domain/calendar.ts'
import { shippedBook } from '#shared/domain/reference/reference-book.ts'
import { buildSchedule } from '#shared/testing/builders.ts'
import { addWorld, type TestDeskCore } from '../test-desk.ts'

let counters = 0

/** A counter of its own with free places, in the register. */
async function addCounter(authority: TestAuthority): Promise<string> {
  counters += 1
  const id = `counter-${counters}`
  await insertSchedule(
    authority.db,
    buildSchedule({ id, counter: 100 + counters, validFrom: riyadhDateOf(Date.now()) }),
  )
  await publish(authority.db, [{ scope: 'branch:riyadh', table: 'schedules', id, version: 1 }])
  return id
}

/**
 * Leaves in a desk's outbox, without a line, a command of every kind: of two people, one on top of the other's, one taken
 * back, and last one that rests on a document. Each clerk's are in the order in which versions of the desk learned them.
 */
export async function queueEveryKind(authority: TestAuthority, desk: TestDeskCore): Promise<void> {
  const [approved, returned, undone, proven] = [
    await addWorld(authority),
    await addWorld(authority),
    await addWorld(authority),
    await addWorld(authority),
  ]
  const { noura, salem, member } = approved
  const order = {
    member,
    kind: 'registration',
    expiresOn: null,
    actor: 'system',
    at: new Date().toISOString(),
  } as const
  const certificate = await issueCertificate(authority.context, authority.db, order)
  const scheduleId = await addCounter(authority)
  const today = riyadhDateOf(Date.now())
  const date = addBusinessDays(today, 2, shippedBook.holidaysBetween(today, addDays(today, 60)))
  const slot = (time: string) => ({ scheduleId, date, time })
  const visitor = ({ member: { idNo } }: typeof approved) => ({ name: 'ماجد الحربي', mobile: '0550128842', idNo })

  await desk.signIn(noura)
  await desk.ask('sync.now', {})
  await desk.ask('sync.setLine', { connected: false })
  await desk.decide(approved.request.id, 'approve')
  await desk.decide(returned.request.id, 'return', { reasons: ['RTN-DOC-UNCLEAR'] })
  await desk.decide(undone.request.id, 'approve')
  await desk.ask('requests.undo', {})
  await desk.signIn(salem)
  await desk.decide(approved.request.id, 'approve')
  await desk.signIn(noura)
  await desk.ask('certificates.revoke', { id: certificate.id, reason: 'REV-ISSUED-IN-ERROR' })
  const kept = await desk.ask('appointments.book', { slot: slot('09:00'), visitor: visitor(approved) })
  const lost = await desk.ask('appointments.book', { slot: slot('10:00'), visitor: visitor(returned) })
  await desk.ask('appointments.move', { id: kept.appointmentId, to: slot('11:00') })
  await desk.ask('appointments.setStatus', { id: kept.appointmentId, status: 'arrived' })
  await desk.ask('appointments.cancel', { id: lost.appointmentId })
  const bytes = new Uint8Array(Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(20_000)]))
  const { id } = proven.request
  const attachment = await desk.ask('requests.attach', { requestId: id, name: 'id.png', bytes })
  const { revisionHash } = await desk.ask('requests.get', { id })
  await desk.ask('requests.decide', { id, decision: 'approve', revisionHash, attachments: [attachment] })
}
