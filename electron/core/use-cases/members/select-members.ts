import type { Store } from '#core/db/store.ts'
import {
  finderNow,
  findPlaced,
  listMembers,
  type MemberMatch,
  type PlacedMember,
  type SearchAids,
  settleText,
} from '#core/repositories/member-search.ts'
import { type MemberFilters, termGroups } from '#core/repositories/member-tokens.ts'
import { findRequestNow, listPendingOf } from '#core/repositories/overlay.ts'
import { findRequestIdsByNumber } from '#core/repositories/requests.ts'
import { countMembers } from '#core/repositories/tallies.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import type { Member } from '#shared/domain/members/member.ts'
import type { QueryToken } from '#shared/domain/name-key.ts'
import { may } from '#shared/domain/policy/policy.ts'
import type { Request } from '#shared/domain/requests/request.ts'
import { matchReasons } from './match-reasons.ts'

/** Members that match what was typed, in display order: what the search shows page by page and an export writes whole. */
export interface MemberSelection {
  /** Exact number of members that match. */
  readonly total: number
  /** Members on this device. */
  readonly here: number
  /** Requests whose number was typed. */
  readonly requests: readonly { request: Request; pending: boolean }[]
  /** Members behind a place (-1: from the beginning), and whether there are more behind them. */
  page(after: number, limit: number): { members: PlacedMember[]; more: boolean }
  /** Why a member of it matched. */
  why(member: Member): ReturnType<typeof matchReasons>
}

function passes(member: Member, filters: MemberFilters): boolean {
  return (['state', 'family', 'rank', 'city'] as const).every(
    (name) => filters[name] === undefined || filters[name] === member[name],
  )
}

/** Requests whose number was typed, if nothing else was. */
function requestsByNumber(
  store: Store,
  clerk: Clerk,
  typed: readonly QueryToken[],
): { request: Request; pending: boolean }[] {
  const [only] = typed
  if (only?.kind !== 'number' || typed.length !== 1 || only.numbers.length === 0) return []
  return findRequestIdsByNumber(store, only.numbers, 50)
    .flatMap((id) => findRequestNow(store, id) ?? [])
    .filter(({ request }) => may(clerk, 'requests.read', { branch: request.branch }))
    .slice(0, 5)
    .map(({ request, pendingCommands }) => ({ request, pending: pendingCommands.length > 0 }))
}

/** Members that only a pending value or a request's number finds: the index of the authority's rows does not know them. */
function findExtras(
  store: Store,
  ids: Iterable<string>,
  match: MemberMatch | undefined,
  filters: MemberFilters,
): PlacedMember[] {
  return [...new Set(ids)]
    .flatMap((id) => findPlaced(store, id) ?? [])
    .filter(({ member, place }) => passes(member, filters) && match !== undefined && !match.has(place))
}

/** Reads the question once; its pages must be read within the same snapshot of the store, before the next question. */
export function selectMembers(
  store: Store,
  aids: SearchAids,
  clerk: Clerk,
  text: string,
  filters: MemberFilters,
): MemberSelection {
  const finder = finderNow(store, aids)
  const typed = settleText(finder, text)
  const groups = termGroups(typed, filters)
  const match = groups.length === 0 ? undefined : finder.match(groups)
  const here = countMembers(store)
  const requests = requestsByNumber(store, clerk, typed)
  const pendingEmails = new Map(listPendingOf(store, 'email').map(({ memberId, value }) => [memberId, value]))
  const why = (member: Member) =>
    matchReasons(typed, member, {
      pendingEmail: pendingEmails.get(member.id),
      requestNumbers: requests
        .filter(({ request }) => request.memberId === member.id)
        .map(({ request }) => request.number),
    })
  const byPending = [...pendingEmails.keys()].filter((id) => {
    const placed = findPlaced(store, id)
    return placed && why(placed.member).length === typed.length
  })
  const extras =
    typed.length === 0
      ? []
      : findExtras(store, [...byPending, ...requests.map(({ request }) => request.memberId)], match, filters)
  return {
    total: (match ? match.count : here) + extras.length,
    here,
    requests,
    page(after, limit) {
      const found = match ? match.page(after, limit + 1) : listMembers(store, after, limit + 1)
      const page = [...found, ...extras.filter(({ place }) => place > after)].sort((a, b) => a.place - b.place)
      return { members: page.slice(0, limit), more: page.length > limit }
    },
    why,
  }
}
