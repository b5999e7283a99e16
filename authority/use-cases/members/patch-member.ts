import { normaliseEmail } from '#shared/domain/email-address.ts'
import type { FieldValues, FourPartName, Member, MemberField } from '#shared/domain/members/member.ts'
import { checkNationalId } from '#shared/domain/national-id.ts'

/**
 * A name of one line in four parts, the reverse of `fullName`: the first word, the last word, and what stands between
 * (the third part takes what is left over, so that no word is lost).
 */
export function splitName(line: string): FourPartName {
  const [first = '', ...rest] = line.trim().split(/\s+/)
  const family = rest.pop() ?? ''
  const [father = '', ...middle] = rest
  return { first, father, grandfather: middle.join(' '), family }
}

function patchOf(member: Member, field: MemberField, value: string | null): Partial<Member> {
  switch (field) {
    case 'nameAr':
    case 'nameEn':
      return { [field]: splitName(value ?? '') }
    case 'employer':
      // Requests carry one text for the employer; the other language follows it until somebody translates it.
      return { employerAr: value ?? '', employerEn: value === member.employerAr ? member.employerEn : (value ?? '') }
    case 'email':
      return { email: normaliseEmail(value ?? '') }
    case 'idNo': {
      const check = checkNationalId(value ?? '')
      return { idNo: value ?? '', idKind: check.ok ? check.kind : member.idKind }
    }
    case 'poBox':
    case 'postalCode':
    case 'photo':
      return { [field]: value }
    default:
      return { [field]: value ?? '' }
  }
}

/** The member with these fields changed, one version further. `at` is an ISO instant. */
export function patchMember(member: Member, fields: FieldValues, at: string): Member {
  const patches = (Object.entries(fields) as [MemberField, string | null][]).map(([field, value]) =>
    patchOf(member, field, value),
  )
  return Object.assign({}, member, ...patches, { version: member.version + 1, updatedAt: at })
}
