import { openPostgres } from '#authority/db/open-database.ts'
import type { Db } from '#authority/db/types.ts'
import { bulkText, insertBulk } from '#authority/repositories/bulk.ts'
import { startPostgres } from '#authority/test/postgres.ts'
import { pushItems, TestDesk } from '#authority/test/test-desk.ts'
import type { BranchCode } from '#shared/domain/clerks/clerk.ts'
import type { Member } from '#shared/domain/members/member.ts'
import type { Request } from '#shared/domain/requests/request.ts'
import { maxPushItems, type PushItem, PushOutput } from '#shared/protocol/push.ts'
import { SessionOutput } from '#shared/protocol/session.ts'
import { buildEmailChange, buildMember } from '#shared/testing/builders.ts'

/** A PostgreSQL of the bench's own that waits for the disk; throws where there is none. */
export async function startBenchPostgres(): Promise<{ url: string; stop: () => Promise<void> }> {
  const postgres = await startPostgres({ durable: true })
  if ('reason' in postgres) throw new Error(`This bench needs a PostgreSQL: ${postgres.reason}.`)
  return postgres
}

export interface Case {
  readonly member: Member
  readonly request: Request
}

let made = 0

/** Puts members into the register, each with an e-mail change that nobody has decided. */
export async function addCases(db: Db, count: number, branch: BranchCode = 'riyadh'): Promise<Case[]> {
  const cases = Array.from({ length: count }, (): Case => {
    made += 1
    const tag = `${process.pid}-${made}`
    const member = buildMember({
      id: `bench-${tag}`,
      membershipNo: `B-${tag}`,
      idNo: `id-${tag}`,
      email: `bench${tag}@example.com`,
    })
    const proposed = { email: `new${tag}@example.com` }
    return { member, request: buildEmailChange(member, { id: `bench-${tag}`, number: `B-${tag}`, branch, proposed }) }
  })
  for (let from = 0; from < count; from += 1000) {
    const some = cases.slice(from, from + 1000)
    await insertBulk(
      db,
      bulkText(
        'members',
        some.map(({ member }) => member),
      ),
    )
    await insertBulk(
      db,
      bulkText(
        'requests',
        some.map(({ request }) => request),
      ),
    )
  }
  return cases
}

/** Adds cases by the connection string alone. */
export async function addCasesTo(databaseUrl: string, count: number, branch?: BranchCode): Promise<Case[]> {
  const { db, close } = openPostgres(databaseUrl)
  try {
    return await addCases(db, count, branch)
  } finally {
    await close()
  }
}

/** A clerk of the demo at a desk, signed in. */
export interface SignedIn {
  readonly desk: TestDesk
  readonly clerk: { readonly id: string }
  /** Headers of every call. */
  readonly headers: Readonly<Record<string, string>>
}

/** Signs a clerk of the demo in at a desk of this name. */
export async function signIn(url: string, device: string, clerkId = 'riyadh-clerk-1'): Promise<SignedIn> {
  const desk = new TestDesk(device)
  const answer = await fetch(`${url}/v1/demo/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ clerkId, device, publicKey: desk.enrol(clerkId) }),
  })
  const { token } = SessionOutput.parse(await answer.json())
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  return { desk, clerk: { id: clerkId }, headers }
}

/** First approvals of these cases, signed, in parcels of as many as a push takes. */
export function approvals({ desk, clerk }: SignedIn, cases: readonly Case[], each = maxPushItems): PushItem[][] {
  const items = pushItems(...cases.map((one) => desk.decide({ clerk, ...one })))
  return Array.from({ length: Math.ceil(items.length / each) }, (_, n) => items.slice(n * each, (n + 1) * each))
}

/** Pushes a parcel; throws unless every command was applied. */
export async function push(url: string, { desk, headers }: SignedIn, items: readonly PushItem[]): Promise<void> {
  const body = JSON.stringify({ protocol: 1, device: desk.device, items })
  const answer = await fetch(`${url}/v1/push`, { method: 'POST', headers, body })
  const { receipts, stop } = PushOutput.parse(await answer.json())
  const applied = receipts.filter(({ outcome }) => outcome === 'applied').length
  if (stop || applied !== items.length)
    throw new Error(`Applied ${applied} of ${items.length}: ${JSON.stringify(stop)}`)
}
