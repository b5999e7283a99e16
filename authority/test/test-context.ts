import type { Db } from '#authority/db/types.ts'
import { saveClerk } from '#authority/repositories/clerks.ts'
import { enrolKey } from '#authority/repositories/device-keys.ts'
import { publish, scopeOf } from '#authority/repositories/feed.ts'
import { insertMember } from '#authority/repositories/members.ts'
import { insertRequest } from '#authority/repositories/requests.ts'
import type { Session } from '#authority/repositories/sessions.ts'
import type { AuthorityContext } from '#authority/use-cases/context.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import type { Member } from '#shared/domain/members/member.ts'
import type { Request } from '#shared/domain/requests/request.ts'
import { buildClerk, buildEmailChange, buildMember, countingIds, fixedClock } from '#shared/testing/builders.ts'
import { Config } from '../config.ts'
import { TestDesk } from './test-desk.ts'

export type TestContext = AuthorityContext & {
  readonly clock: ReturnType<typeof fixedClock>
  readonly faults: string[]
}

/** What use-cases are given in tests: a clock that stands still, ids that count, demo mode. */
export function testContext(db: Db, over: Partial<Config> = {}): TestContext {
  const faults: string[] = []
  const note = (event: string, fields?: object) => void faults.push(`${event} ${JSON.stringify(fields ?? {})}`)
  return {
    db,
    clock: fixedClock(),
    newId: countingIds('new'),
    log: { info: () => undefined, warn: note, error: note },
    config: Config.parse({ demo: true, ...over }),
    faults,
  }
}

/** A branch with a clerk and two supervisors, one member with an e-mail change, and a desk on which all are enrolled. */
export interface World {
  readonly context: TestContext
  readonly desk: TestDesk
  readonly noura: Clerk
  readonly salem: Clerk
  readonly huda: Clerk
  readonly member: Member
  readonly request: Request
  readonly session: Session
}

/** Puts rows into the register as the authority would: with their places in the feed. */
export async function addRows(
  db: Db,
  rows: { clerks?: Clerk[]; members?: Member[]; requests?: Request[] },
): Promise<void> {
  const { clerks = [], members = [], requests = [] } = rows
  for (const clerk of clerks) await saveClerk(db, clerk)
  for (const member of members) await insertMember(db, member)
  for (const request of requests) await insertRequest(db, request)
  await publish(db, [
    ...clerks.map((row) => ({ scope: scopeOf('clerks', row), table: 'clerks' as const, id: row.id, version: 1 })),
    ...members.map((row) => ({ scope: scopeOf('members', row), table: 'members' as const, id: row.id, version: 1 })),
    ...requests.map((row) => ({ scope: scopeOf('requests', row), table: 'requests' as const, id: row.id, version: 1 })),
  ])
}

/** Fills an empty database with the smallest world in which a request can be decided. */
export async function buildWorld(db: Db): Promise<World> {
  const context = testContext(db)
  const desk = new TestDesk()
  const noura = buildClerk({ id: 'noura' })
  const salem = buildClerk({ id: 'salem', nameAr: 'سالم الغامدي', nameEn: 'Salem Alghamdi', role: 'supervisor' })
  const huda = buildClerk({ id: 'huda', nameAr: 'هدى الحربي', nameEn: 'Huda Alharbi', role: 'supervisor' })
  const member = buildMember()
  const request = buildEmailChange(member)
  await addRows(db, { clerks: [noura, salem, huda], members: [member], requests: [request] })
  for (const { id } of [noura, salem, huda]) {
    await enrolKey(db, { device: desk.device, clerkId: id, publicKey: desk.enrol(id) }, '2026-11-22T06:00:00.000Z')
  }
  return { context, desk, noura, salem, huda, member, request, session: { clerk: noura, device: desk.device } }
}
