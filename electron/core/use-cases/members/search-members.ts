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
import type { ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import { calendarDate, daysBetween, riyadhDateOf } from '#shared/domain/calendar.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { fullName, type Member } from '#shared/domain/members/member.ts'
import { type QueryToken, queryTokens } from '#shared/domain/name-key.ts'
import type { Request } from '#shared/domain/requests/request.ts'
import type { ReadContext } from '../desk-context.ts'
import { summariseAll } from '../requests/request-row.ts'
import { matchReasons } from './match-reasons.ts'

type SearchOutput = ChannelOutput<'members.search'>
type MemberRow = SearchOutput['hits'][number]['member']

function toRow(member: Member, now: number): MemberRow {
  const registration = member.registrations.at(-1)
  const { id, membershipNo, state, rank, specialty, city, idNo, mobile, email } = member
  return {
    id,
    membershipNo,
    nameAr: fullName(member.nameAr),
    nameEn: fullName(member.nameEn),
    state,
    registrationEndsInDays: registration ? daysBetween(riyadhDateOf(now), calendarDate(registration.expiresOn)) : null,
    rank,
    specialty,
    city,
    idNo,
    mobile,
    email,
  }
}

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

/** Members by any part of a name or any number, in display order, with the reason why each matched. */
export function searchMembers(
  { store, clock }: ReadContext,
  members: MemberCount,
  clerk: Clerk,
  input: ParsedInput<'members.search'>,
): SearchOutput {
  const began = performance.now()
  const filters = input.filters ?? {}
  return store.snapshot(() => {
    const typed = queryTokens(input.text).map((token) => settleSound(store, token))
    const match = indexQuery(typed, filters)
    const here = members.get(store)
    const requests = requestsByNumber(store, clerk, typed)
    const pendingEmails = new Map(listPendingOf(store, 'email').map(({ memberId, value }) => [memberId, value]))
    const more = (member: Member) => ({
      pendingEmail: pendingEmails.get(member.id),
      requestNumbers: requests
        .filter(({ request }) => request.memberId === member.id)
        .map(({ request }) => request.number),
    })
    const byPending = [...pendingEmails.keys()].filter((id) => {
      const placed = findPlaced(store, id)
      return placed && matchReasons(input.text, placed.member, more(placed.member)).length === typed.length
    })
    const extras =
      typed.length === 0
        ? []
        : findExtras(store, [...byPending, ...requests.map(({ request }) => request.memberId)], match, filters)

    const after = input.after === undefined ? -1 : Number(input.after)
    const found = findPage(store, match, after, input.limit + 1)
    const page = [...found, ...extras.filter(({ place }) => place > after)].sort((a, b) => a.place - b.place)
    const shown = page.slice(0, input.limit)
    const total = (match === undefined ? here : countMatches(store, match)) + extras.length
    return {
      hits: shown.map(({ member }) => ({
        member: toRow(member, clock.now()),
        why: matchReasons(input.text, member, more(member)),
      })),
      total,
      after: page.length > shown.length ? String(shown.at(-1)?.place) : null,
      requests: summariseAll(store, requests).map(({ summary }) => summary),
      here,
      tookMs: performance.now() - began,
    }
  })
}
