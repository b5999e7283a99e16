import type { MemberField } from '#shared/domain/members/member.ts'
import { displayPhone } from '#shared/domain/phone.ts'
import { cities, nationalities } from '#shared/domain/reference/register-codes.ts'
import type { Formatter } from '#shared/i18n/format.ts'

/** Fields whose values are read left to right in every language. */
const leftToRight: readonly MemberField[] = ['nameEn', 'idNo', 'birthDate', 'email', 'mobile', 'poBox', 'postalCode']

/** Whether a field's value is always set left to right. */
export function isLeftToRight(field: MemberField): boolean {
  return leftToRight.includes(field)
}

/**
 * A field's value as a clerk reads it: codes by their names, a birth date in both calendars, a phone in groups. A code
 * that this version does not know is shown as it is; no value is the empty text.
 */
export function fieldWords(field: MemberField, value: string | null | undefined, format: Formatter): string {
  if (value === null || value === undefined || value === '') return ''
  switch (field) {
    case 'mobile':
      return displayPhone(value)
    case 'city':
      return cities[value]?.[format.language] ?? value
    case 'nationality':
      return nationalities[value]?.[format.language] ?? value
    case 'birthDate': {
      const { first, second } = format.dualDay(value)
      return `${first}  ${second}`
    }
    case 'photo':
      return value.slice(0, 8)
    default:
      return value
  }
}
