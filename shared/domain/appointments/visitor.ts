import { checkNationalId } from '../national-id.ts'
import { parseSaudiMobile } from '../phone.ts'
import type { Visitor } from './appointment.ts'

/** A visitor as they are typed. */
export interface TypedVisitor {
  readonly name: string
  /** `05…`, `+9665…`, in any of the three sets of digits. */
  readonly mobile: string
  readonly idNo: string
  readonly memberId: string | null
}

export type VisitorCheck =
  | { readonly ok: true; readonly visitor: Visitor }
  | { readonly ok: false; readonly field: 'name' | 'mobile' | 'idNo' }

/** Reads a visitor as typed: mobile to E.164, national ID or iqama to ten digits, or which field is wrong. */
export function checkVisitor({ name, mobile, idNo, memberId }: TypedVisitor): VisitorCheck {
  const plainName = name.replace(/\s+/g, ' ').trim()
  // Words that no database can hold are no name either.
  if (!/\p{L}.*\p{L}/u.test(plainName) || !plainName.isWellFormed() || plainName.includes('\u0000'))
    return { ok: false, field: 'name' }
  const phone = parseSaudiMobile(mobile)
  if (!phone.ok) return { ok: false, field: 'mobile' }
  const identity = checkNationalId(idNo)
  if (!identity.ok) return { ok: false, field: 'idNo' }
  return { ok: true, visitor: { name: plainName, mobile: phone.e164, idNo: identity.digits, memberId } }
}
