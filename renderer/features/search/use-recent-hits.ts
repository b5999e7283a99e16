import { useQueries } from '@tanstack/react-query'
import { deskQuery } from '#renderer/lib/desk-queries.ts'
import { useRecentMembers } from '#renderer/lib/recent-members.ts'
import { useNow } from '#renderer/lib/use-now.ts'
import type { MemberRow, SearchHit } from '#shared/contracts/members.ts'
import { riyadhDateOf } from '#shared/domain/calendar.ts'
import { fullName, type Member } from '#shared/domain/members/member.ts'
import { registrationEndsIn } from '#shared/domain/members/standing.ts'

/** A member as a row of a list, as of `today`. */
function rowOfMember(member: Member, now: number): MemberRow {
  const { id, membershipNo, state, rank, specialty, city, idNo, mobile, email } = member
  return {
    id,
    membershipNo,
    nameAr: fullName(member.nameAr),
    nameEn: fullName(member.nameEn),
    state,
    registrationEndsInDays: registrationEndsIn(member, riyadhDateOf(now)),
    rank,
    specialty,
    city,
    idNo,
    mobile,
    email,
  }
}

/** The members that this clerk opened last, as rows; those that are no longer on this device are left out. */
export function useRecentHits(clerkId: string | undefined, enabled: boolean): SearchHit[] {
  const { ids } = useRecentMembers(clerkId)
  const answers = useQueries({
    queries: ids.slice(0, 5).map((id) => deskQuery('members.get', { id }, { enabled, staleTime: 60_000 })),
  })
  const now = useNow(60_000)
  return answers.flatMap(({ data }) => (data === undefined ? [] : [{ member: rowOfMember(data.member, now), why: [] }]))
}
