/** Values of a member's fields as practitioners type them, brought into the form in which requests carry them. */
import { parseTypedDate } from '../calendar.ts'
import { isEmail, normaliseEmail } from '../email-address.ts'
import type { MemberField } from '../members/member.ts'
import { checkNationalId, normaliseDigits } from '../national-id.ts'
import { parseSaudiMobile } from '../phone.ts'

export type FieldValueCheck = { readonly ok: true; readonly value: string } | { readonly ok: false }

const fault: FieldValueCheck = { ok: false }
const oneLine = (text: string) => text.replace(/\s+/gu, ' ').trim()
const matching = (value: string, pattern: RegExp): FieldValueCheck =>
  pattern.test(value) ? { ok: true, value } : fault

/** Two words or more of one script: a register without a first or a family name cannot be read. */
const arabicName = /^\p{Script=Arabic}[\p{Script=Arabic}\p{M}\u0640'-]*(?: [\p{Script=Arabic}\p{M}\u0640'-]+){1,9}$/u
const latinName = /^\p{Script=Latin}[\p{Script=Latin}\p{M}.'’-]*(?: [\p{Script=Latin}\p{M}.'’-]+){1,9}$/u

/**
 * A field's value in its normal form: Western digits, a mobile in E.164, a birth date in Gregorian (a Hijri one is
 * understood), one space between words. `ok: false` for what has no such form. Codes are only looked at for their shape.
 */
export function checkFieldValue(field: MemberField, text: string): FieldValueCheck {
  const line = oneLine(text)
  if (line === '' || !line.isWellFormed() || /\p{Cc}/u.test(line)) return fault
  switch (field) {
    case 'mobile': {
      const phone = parseSaudiMobile(line)
      return phone.ok ? { ok: true, value: phone.e164 } : fault
    }
    case 'idNo': {
      const id = checkNationalId(line)
      return id.ok ? { ok: true, value: id.digits } : fault
    }
    case 'birthDate': {
      const date = parseTypedDate(line)
      return date.ok ? { ok: true, value: date.date } : fault
    }
    case 'email': {
      const address = normaliseEmail(line)
      return isEmail(address) ? { ok: true, value: address } : fault
    }
    case 'nameAr':
      return matching(line, arabicName)
    case 'nameEn':
      return matching(line, latinName)
    case 'nationality':
      return matching(line.toUpperCase(), /^[A-Z]{2}$/)
    case 'city':
      return matching(line.toLowerCase(), /^[a-z][a-z0-9-]{0,62}$/)
    case 'poBox':
      return matching(normaliseDigits(line), /^\d{1,6}$/)
    case 'postalCode':
      return matching(normaliseDigits(line), /^\d{5}$/)
    case 'photo':
      return matching(line, /^[0-9a-f]{64}$/)
    case 'employer':
      return line.length >= 2 && line.length <= 200 ? { ok: true, value: line } : fault
  }
}

/** Whether a value stands in its normal form already. */
export function isFieldValue(field: MemberField, value: string | null | undefined): boolean {
  if (value === null || value === undefined) return false
  const check = checkFieldValue(field, value)
  return check.ok && check.value === value
}
