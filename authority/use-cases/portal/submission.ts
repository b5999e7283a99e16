/** What every submission of the portal has in common: who the member is, where the request goes, and its traces. */
import { gregorianToHijri, riyadhDateOf } from '#shared/domain/calendar.ts'
import { BranchCode } from '#shared/domain/clerks/clerk.ts'
import type { Member } from '#shared/domain/members/member.ts'
import { normaliseDigits } from '#shared/domain/national-id.ts'
import { branches } from '#shared/domain/reference/register-codes.ts'
import { type Request, type RequestKind, revisionContent } from '#shared/domain/requests/request.ts'
import { canonicalJson } from '#shared/kernel/canonical-json.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { PortalRequestOutput } from '#shared/protocol/portal.ts'
import type { Db } from '../../db/types.ts'
import { appendAudit } from '../../repositories/audit.ts'
import { getBranch } from '../../repositories/branches.ts'
import { publish, scopeOf } from '../../repositories/feed.ts'
import { findMemberByNumber, findMemberForUpdate } from '../../repositories/members.ts'
import { findRequestByNumberForUpdate, nextRequestNumber } from '../../repositories/requests.ts'
import { recordHash } from '../audit/record-hash.ts'
import { sha256 } from '../sync/check-signature.ts'

/** What a member knows of themselves: the proof that stands before every call of the portal. */
export interface MemberProof {
  readonly membershipNo: string
  readonly idNo: string
}

const endedStates: readonly string[] = ['revoked', 'deceased', 'merged']

/**
 * The member of this proof, whom nobody else changes until the transaction ends. One answer for every mismatch.
 *
 * @throws {AppError} `portal/proof-failed`.
 */
export async function getProvenMember(trx: Db, proof: MemberProof): Promise<Member> {
  const plain = (text: string) => normaliseDigits(text).trim()
  const found = await findMemberByNumber(trx, plain(proof.membershipNo))
  const member = found && (await findMemberForUpdate(trx, found.id))
  if (!member || member.idNo !== plain(proof.idNo) || endedStates.includes(member.state)) {
    throw new AppError('portal/proof-failed')
  }
  return member
}

/**
 * The member's own request of a kind, by its number, which nobody else changes until the transaction ends.
 *
 * @throws {AppError} `record/not-found`.
 */
export async function getOwnRequest(trx: Db, number: string, kind: RequestKind, member: Member): Promise<Request> {
  const request = await findRequestByNumberForUpdate(trx, number)
  if (request?.kind !== kind || request.memberId !== member.id) throw new AppError('record/not-found')
  return request
}

/** The branch of the member's city; the head office where there is none, or it is closed. */
export async function branchOf(trx: Db, member: Member): Promise<BranchCode> {
  const code = BranchCode.options.find((one) => branches[one].city === member.city)
  return code !== undefined && (await getBranch(trx, code)).active ? code : 'riyadh'
}

/** The next request number, `R-48-018205`: the last two digits of the Hijri year of `now`, then a running number. */
export async function takeRequestNumber(trx: Db, now: number): Promise<string> {
  const running = await nextRequestNumber(trx)
  const { year } = gregorianToHijri(riyadhDateOf(now))
  return `R-${String(year % 100).padStart(2, '0')}-${String(running).padStart(6, '0')}`
}

/** The hash that binds decisions to what a request asks for. */
export function revisionHashOf(request: Request): string {
  return sha256(canonicalJson(revisionContent(request)))
}

/** Audit entry and feed of a step that the member took with a request; what the portal answers. */
export async function recordStep(trx: Db, request: Request, action: string): Promise<PortalRequestOutput> {
  const { id, version, number, state, updatedAt } = request
  const subject = `request:${id}`
  const personal = { after: recordHash(request) }
  await appendAudit(trx, { at: updatedAt, actor: 'member', action, subject, detail: { version }, personal })
  await publish(trx, [{ scope: scopeOf('requests', request), table: 'requests', id, version }])
  return { number, state }
}
