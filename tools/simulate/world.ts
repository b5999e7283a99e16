import { createHash } from 'node:crypto'
import type { Db } from '#authority/db/types.ts'
import { attachDocuments } from '#authority/repositories/documents.ts'
import { entryOf, publish } from '#authority/repositories/feed.ts'
import { insertSchedule } from '#authority/repositories/schedules.ts'
import { addRows } from '#authority/test/test-context.ts'
import { issueCertificate } from '#authority/use-cases/certificates/issue-certificate.ts'
import { refreshLists } from '#authority/use-cases/certificates/sign-lists.ts'
import type { AuthorityContext } from '#authority/use-cases/context.ts'
import { revisionHashOf } from '#authority/use-cases/portal/submission.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import type { Member } from '#shared/domain/members/member.ts'
import { luhnCheckDigit } from '#shared/domain/national-id.ts'
import type { Request } from '#shared/domain/requests/request.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import { buildClerk, buildEmailChange, buildMember, buildSchedule } from '#shared/testing/builders.ts'
import { buildDataUpdate, fiveFields, type OtherField } from '#shared/testing/data-updates.ts'

/** Ten in the morning of a Sunday in Riyadh. */
export const worldBegins = Date.UTC(2026, 10, 22, 7)

const person = (id: string, over: Partial<Clerk>): Clerk => buildClerk({ id, nameEn: id, ...over })

/** Two branches, each with somebody who decides and somebody who confirms; one of them also with an auditor. */
export const worldClerks: readonly Clerk[] = [
  person('noura', {}),
  person('omar', {}),
  person('salem', { role: 'supervisor' }),
  person('huda', { role: 'supervisor' }),
  person('lina', { branch: 'jeddah' }),
  person('rami', { branch: 'jeddah', role: 'branch-manager' }),
  person('sami', { branch: 'jeddah', role: 'auditor' }),
]

const idNumber = (first: number): string => `${first}${luhnCheckDigit(String(first))}`

function member(tag: number, city: string): Member {
  return buildMember({
    id: `member-${tag}`,
    membershipNo: `2041${1000 + tag}`,
    fileNo: `F-118-4${1000 + tag}`,
    idNo: idNumber(100_000_000 + tag),
    email: `member${tag}@hotmail.com`,
    mobile: `+9665501${10_000 + tag}`,
    city,
    registrations: [
      { number: `22-R-006${1000 + tag}`, issuedOn: '2025-01-22', expiresOn: '2028-01-22', state: 'active' },
    ],
  })
}

/** Two of each branch have asked for another address, two for other data. */
export const worldMembers: readonly Member[] = [
  member(1, 'riyadh'),
  member(2, 'riyadh'),
  member(3, 'riyadh'),
  member(4, 'riyadh'),
  member(5, 'jeddah'),
  member(6, 'jeddah'),
]

const card = Buffer.from('an identity card')
const cardHash = createHash('sha256').update(card).digest('hex')

function sealed(request: Request): Request {
  return { ...request, revisionHash: revisionHashOf(request) }
}

function addressOf(owner: Member, tag: number, branch: Request['branch']): Request {
  const proposed = { email: `new${tag}@alwaha.sa` }
  return sealed(buildEmailChange(owner, { id: `request-${tag}`, number: `R-48-01${1000 + tag}`, branch, proposed }))
}

function dataOf(owner: Member, tag: number, branch: Request['branch'], fields: readonly OtherField[]): Request {
  const place = { id: `request-${tag}`, number: `R-48-01${1000 + tag}`, branch }
  const request = buildDataUpdate(owner, fields, place)
  return sealed({
    ...request,
    evidence: request.evidence.map((item) => ({ ...item, hash: cardHash, size: card.length })),
  })
}

function worldRequests(): Request[] {
  const [m1, m2, m3, m4, m5, m6] = worldMembers as [Member, Member, Member, Member, Member, Member]
  return [
    addressOf(m1, 1, 'riyadh'),
    addressOf(m2, 2, 'riyadh'),
    dataOf(m3, 3, 'riyadh', fiveFields),
    dataOf(m4, 4, 'riyadh', ['poBox', 'postalCode', 'mobile']),
    addressOf(m5, 5, 'jeddah'),
    dataOf(m6, 6, 'jeddah', ['nameEn', 'poBox']),
  ]
}

/** Few places, so that they are fought for: three hours a day, two visitors an hour in Riyadh and one in Jeddah. */
export const worldSchedules = [
  buildSchedule({ id: 'counter-r', slotMinutes: 60, weekly: workdays('10:00', '13:00') }),
  buildSchedule({
    id: 'counter-j',
    branch: 'jeddah',
    capacity: 1,
    slotMinutes: 60,
    weekly: workdays('10:00', '12:00'),
  }),
]

function workdays(from: string, to: string) {
  return [0, 1, 2, 3, 4].map((weekday) => ({ weekday, from, to }))
}

/** Fills an empty register that has its keys with the world in which every seed begins. */
export async function fillWorld(context: Pick<AuthorityContext, 'db' | 'clock' | 'config' | 'newId'>): Promise<void> {
  const { db, clock } = context
  const at = isoInstant(clock.now())
  const requests = worldRequests()
  await addRows(db, { clerks: [...worldClerks], members: [...worldMembers], requests })
  await giveCards(db, requests)
  for (const schedule of worldSchedules) await insertSchedule(db, schedule)
  await publish(
    db,
    worldSchedules.map((schedule) => entryOf('schedules', schedule)),
  )
  await refreshLists(context)
  for (const owner of worldMembers.slice(0, 3)) {
    await db
      .transaction()
      .execute((trx) =>
        issueCertificate(context, trx, { member: owner, kind: 'registration', expiresOn: null, actor: 'system', at }),
      )
  }
  const [, , , owner] = worldMembers
  const past = { kind: 'registration' as const, expiresOn: expiredOn, actor: 'system', at: '2025-01-22T07:00:00.000Z' }
  if (owner) await db.transaction().execute((trx) => issueCertificate(context, trx, { member: owner, ...past }))
}

/** The day before the world begins. */
const expiredOn = '2026-11-21'

/** The text of the certificate that is past its day. */
export async function getExpiredCode(db: Db): Promise<string> {
  const { code } = await db
    .selectFrom('certificates')
    .select('code')
    .where('expiresOn', '=', expiredOn)
    .executeTakeFirstOrThrow()
  return code
}

async function giveCards(db: Db, requests: readonly Request[]): Promise<void> {
  const stored = { hash: cardHash, mediaType: 'image/jpeg', size: card.length, bytes: new Uint8Array(card) }
  for (const { id, evidence } of requests) if (evidence.length > 0) await attachDocuments(db, id, [stored])
}
