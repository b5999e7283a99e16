import type { Store } from '#core/db/store.ts'
import {
  countMatches,
  findPage,
  findPlaced,
  hasMatch,
  isMatch,
  type PlacedMember,
} from '#core/repositories/member-search.ts'
import { indexQuery, type MemberFilters, spellingQuery } from '#core/repositories/member-tokens.ts'
import { countMembers } from '#core/repositories/members.ts'
import { findRequestNow, listPendingOf } from '#core/repositories/overlay.ts'
import { mayRead } from '#core/repositories/request-queue.ts'
import { findRequestIdsByNumber } from '#core/repositories/requests.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import type { Member } from '#shared/domain/members/member.ts'
import { type QueryToken, queryTokens } from '#shared/domain/name-key.ts'
import type { Request } from '#shared/domain/requests/request.ts'
import { matchReasons } from './match-reasons.ts'

/** The count of all members, asked again only when somebody has committed. */
export class MemberCount {
  #version = -1
  #count = 0

  get(store: Store): number {
    const version = store.dataVersion()
    if (version !== this.#version) {
      this.#count = countMembers(store)
      this.#version = version
    }
    return this.#count
  }
}

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
    .filter(({ request }) => mayRead(clerk, request))
    .slice(0, 5)
    .map(({ request, pendingCommands }) => ({ request, pending: pendingCommands.length > 0 }))
}

/** Arabic spelling is settled: what sounds the same is asked for only when nobody is spelled so (محمد is no محمود). */
function settleSound(store: Store, token: QueryToken): QueryToken {
  if (token.kind !== 'word' || !token.keysAreFallback || token.keys.length === 0) return token
  return hasMatch(store, spellingQuery(token)) ? { ...token, keys: [] } : token
}

/** Members that only a pending value or a request's number finds: the index of the authority's rows does not know them. */
function findExtras(
  store: Store,
  ids: Iterable<string>,
  match: string | undefined,
  filters: MemberFilters,
): PlacedMember[] {
  return [...new Set(ids)]
    .flatMap((id) => findPlaced(store, id) ?? [])
    .filter(({ member, place }) => passes(member, filters) && !isMatch(store, match, place))
}

/** Reads the question once; its pages must be read within the same snapshot of the store. */
export function selectMembers(
  store: Store,
  members: MemberCount,
  clerk: Clerk,
  text: string,
  filters: MemberFilters,
): MemberSelection {
  const typed = queryTokens(text).map((token) => settleSound(store, token))
  const match = indexQuery(typed, filters)
  const here = members.get(store)
  const requests = requestsByNumber(store, clerk, typed)
  const pendingEmails = new Map(listPendingOf(store, 'email').map(({ memberId, value }) => [memberId, value]))
  const why = (member: Member) =>
    matchReasons(text, member, {
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
    total: (match === undefined ? here : countMatches(store, match)) + extras.length,
    here,
    requests,
    page(after, limit) {
      const found = findPage(store, match, after, limit + 1)
      const page = [...found, ...extras.filter(({ place }) => place > after)].sort((a, b) => a.place - b.place)
      return { members: page.slice(0, limit), more: page.length > limit }
    },
    why,
  }
}
