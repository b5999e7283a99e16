import type { SearchAids } from '#core/repositories/member-search.ts'
import type { ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import { calendarDate, dayNumber, riyadhDateOf } from '#shared/domain/calendar.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { fullName, type Member } from '#shared/domain/members/member.ts'
import type { ReadContext } from '../desk-context.ts'
import { summariseAll } from '../requests/request-row.ts'
import { selectMembers } from './select-members.ts'

type SearchOutput = ChannelOutput<'members.search'>
type MemberRow = SearchOutput['hits'][number]['member']

const mostRemembered = 20_000
const dayNumbers = new Map<string, number>()

/** The number of a day. Registrations end on some thousands of days: each text is looked at once. */
function dayOf(text: string): number {
  const known = dayNumbers.get(text)
  if (known !== undefined) return known
  const day = dayNumber(calendarDate(text))
  if (dayNumbers.size >= mostRemembered) dayNumbers.clear()
  dayNumbers.set(text, day)
  return day
}

function toRow(member: Member, today: number): MemberRow {
  const registration = member.registrations.at(-1)
  const { id, membershipNo, state, rank, specialty, city, idNo, mobile, email } = member
  return {
    id,
    membershipNo,
    nameAr: fullName(member.nameAr),
    nameEn: fullName(member.nameEn),
    state,
    registrationEndsInDays: registration ? dayOf(registration.expiresOn) - today : null,
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
    const today = dayNumber(riyadhDateOf(clock.now()))
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
