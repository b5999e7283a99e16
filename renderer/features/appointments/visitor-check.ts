import { checkNationalId, type NationalIdFault } from '#shared/domain/national-id.ts'
import { type PhoneFault, parseSaudiMobile } from '#shared/domain/phone.ts'

/** What a clerk types for a visitor, as typed. */
export interface VisitorDraft {
  readonly name: string
  readonly mobile: string
  readonly idNo: string
}

export const emptyVisitor: VisitorDraft = { name: '', mobile: '', idNo: '' }

export interface VisitorFaults {
  readonly name?: 'empty' | 'short'
  readonly mobile?: PhoneFault
  readonly idNo?: NationalIdFault
}

/** What is wrong with each field; nothing when all three may be booked with. Digits of any of the three sets. */
export function visitorFaults(draft: VisitorDraft): VisitorFaults {
  const name = draft.name.trim()
  const mobile = parseSaudiMobile(draft.mobile)
  const idNo = checkNationalId(draft.idNo)
  return {
    ...(name.length >= 2 ? {} : { name: name === '' ? ('empty' as const) : ('short' as const) }),
    ...(mobile.ok ? {} : { mobile: mobile.reason }),
    ...(idNo.ok ? {} : { idNo: idNo.reason }),
  }
}

/** Whether a fault may be shown while somebody still types: half a number is not wrong yet. */
export function isTypedFault(fault: string): boolean {
  return !['empty', 'short', 'length'].includes(fault)
}

/** The digits of a sound national ID or iqama; undefined until it is one. */
export function findIdNo(text: string): string | undefined {
  const check = checkNationalId(text)
  return check.ok ? check.digits : undefined
}
