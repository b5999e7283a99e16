import type { ChannelOutput } from '#shared/contracts/contract-map.ts'
import { explainMatch, type MatchField } from '#shared/domain/explain-match.ts'
import { fullName, type Member } from '#shared/domain/members/member.ts'
import type { QueryToken } from '#shared/domain/name-key.ts'

type MatchReason = ChannelOutput<'members.search'>['hits'][number]['why'][number]

/** What a member is searched by besides their own row. */
export interface MoreToMatch {
  /** An address that a pending command will give them. */
  readonly pendingEmail: string | undefined
  /** Numbers of their requests that the search found. */
  readonly requestNumbers: readonly string[]
}

const pendingEmail = 'pendingEmail'
type Field = MatchReason['field'] | typeof pendingEmail

const number = (field: Field, text: string): MatchField<Field> => ({ field, kind: 'number', text })
const fieldsOfRows = new WeakMap<Member, MatchField<Field>[]>()

/** The texts of a member's own row, remembered with it: the page of the next key shows most of them again. */
function fieldsOfRow(member: Member): MatchField<Field>[] {
  const known = fieldsOfRows.get(member)
  if (known) return known
  const fields: MatchField<Field>[] = [
    { field: 'nameAr', kind: 'name', text: fullName(member.nameAr) },
    { field: 'nameEn', kind: 'name', text: fullName(member.nameEn) },
    number('membershipNo', member.membershipNo),
    number('idNo', member.idNo),
    number('mobile', member.mobile),
    number('fileNo', member.fileNo),
  ]
  for (let at = member.registrations.length - 1; at >= 0; at -= 1)
    fields.push(number('registrationNo', member.registrations[at]?.number ?? ''))
  fields.push({ field: 'email', kind: 'email', text: member.email })
  fieldsOfRows.set(member, fields)
  return fields
}

function fieldsOf(member: Member, more: MoreToMatch): MatchField<Field>[] {
  const own = fieldsOfRow(member)
  if (more.requestNumbers.length === 0 && more.pendingEmail === undefined) return own
  return [
    ...own.slice(0, -1),
    ...more.requestNumbers.map((text) => number('requestNo', text)),
    ...own.slice(-1),
    ...(more.pendingEmail === undefined
      ? []
      : [{ field: pendingEmail, kind: 'email', text: more.pendingEmail } satisfies MatchField<Field>]),
  ]
}

/** Why a row matched, one reason for each thing that was typed. */
export function matchReasons(query: readonly QueryToken[], member: Member, more: MoreToMatch): MatchReason[] {
  if (query.length === 0) return []
  return explainMatch(query, fieldsOf(member, more)).map(({ field, how, typed, text: shown, ranges }) => ({
    field: field === pendingEmail ? 'email' : field,
    how,
    typed,
    text: shown,
    ranges: ranges.map(([start, length]) => [start, length]),
    pending: field === pendingEmail,
  }))
}
