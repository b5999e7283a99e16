import type { ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import { type CalendarDate, calendarDate, daysBetween, riyadhDateOf } from '#shared/domain/calendar.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { fullName, type Member } from '#shared/domain/members/member.ts'
import type { ReadContext } from '../desk-context.ts'
import { summariseAll } from '../requests/request-row.ts'
import { type SearchAids, selectMembers } from './select-members.ts'

type SearchOutput = ChannelOutput<'members.search'>
type MemberRow = SearchOutput['hits'][number]['member']

function toRow(member: Member, today: CalendarDate): MemberRow {
  const registration = member.registrations.at(-1)
  const { id, membershipNo, state, rank, specialty, city, idNo, mobile, email } = member
  return {
    id,
    membershipNo,
    nameAr: fullName(member.nameAr),
    nameEn: fullName(member.nameEn),
    state,
    registrationEndsInDays: registration ? daysBetween(today, calendarDate(registration.expiresOn)) : null,
    rank,
    specialty,
    city,
    idNo,
    mobile,
    email,
  }
}

/** Members by any part of a name or any number, in display order, with the reason why each matched. */
export function searchMembers(
  { store, clock }: ReadContext,
  aids: SearchAids,
  clerk: Clerk,
  input: ParsedInput<'members.search'>,
): SearchOutput {
  const began = performance.now()
  return store.snapshot(() => {
    const selection = selectMembers(store, aids, clerk, input.text, input.filters ?? {})
    const page = selection.page(input.after === undefined ? -1 : Number(input.after), input.limit)
    const today = riyadhDateOf(clock.now())
    return {
      hits: page.members.map(({ member }) => ({ member: toRow(member, today), why: selection.why(member) })),
      total: selection.total,
      after: page.more ? String(page.members.at(-1)?.place) : null,
      requests: summariseAll(store, selection.requests).map(({ summary }) => summary),
      here: selection.here,
      tookMs: performance.now() - began,
    }
  })
}
