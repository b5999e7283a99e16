import type { Store } from '#core/db/store.ts'
import { findMember } from '#core/repositories/members.ts'
import type { ChannelOutput } from '#shared/contracts/contract-map.ts'
import { fullName, type Member } from '#shared/domain/members/member.ts'
import type { Request } from '#shared/domain/requests/request.ts'

export type RequestSummary = ChannelOutput<'members.get'>['requests'][number]

/** A request as a line, with its member's names; of somebody who is not here, the names in the request itself. */
export function summarise(request: Request, pending: boolean, member: Member | undefined): RequestSummary {
  const { id, number, kind, state, risk, memberId, submittedAt, dueAt, pausedAt, assigneeId } = request
  return {
    id,
    number,
    kind,
    state,
    risk,
    memberId,
    memberNameAr: member ? fullName(member.nameAr) : (request.base.nameAr ?? ''),
    memberNameEn: member ? fullName(member.nameEn) : (request.base.nameEn ?? ''),
    submittedAt,
    dueAt,
    pausedAt,
    assigneeId,
    pending,
  }
}

/** Requests as lines, each member looked up once. */
export function summariseAll(
  store: Store,
  requests: readonly { request: Request; pending: boolean }[],
): { summary: RequestSummary; member: Member | undefined; request: Request }[] {
  const members = new Map<string, Member | undefined>()
  return requests.map(({ request, pending }) => {
    if (!members.has(request.memberId)) members.set(request.memberId, findMember(store, request.memberId)?.member)
    const member = members.get(request.memberId)
    return { summary: summarise(request, pending, member), member, request }
  })
}
