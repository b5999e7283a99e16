/**
 * Saudi mobile numbers: nine national digits that begin with 5; written 05XXXXXXXX at home and +9665XXXXXXXX abroad.
 * Source: the public national numbering plan. Stored as E.164.
 */
import { normaliseDigits } from './national-id.ts'

export type PhoneFault = 'empty' | 'characters' | 'length' | 'not-mobile'

export type PhoneCheck =
  | { readonly ok: true; readonly e164: string }
  | { readonly ok: false; readonly reason: PhoneFault }

const SEPARATORS = /[\s\-().\u00a0\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g

/** Reads a mobile number in any accepted form (05…, 5…, +9665…, 9665…, 009665…, any digit set) into E.164. */
export function parseSaudiMobile(text: string): PhoneCheck {
  const compact = normaliseDigits(text).replace(SEPARATORS, '')
  if (compact === '') return { ok: false, reason: 'empty' }
  if (!/^\+?[0-9]+$/.test(compact)) return { ok: false, reason: 'characters' }
  const national = compact.replace(/^(?:\+|00)?9660?(?=5)|^0(?=5)/, '')
  if (!national.startsWith('5')) return { ok: false, reason: 'not-mobile' }
  if (national.length !== 9) return { ok: false, reason: 'length' }
  return { ok: true, e164: `+966${national}` }
}

/** Spaces an E.164 Saudi mobile for reading: `+966 55 012 8841`. Any other text comes back unchanged. */
export function displayPhone(e164: string): string {
  const match = /^\+966(\d{2})(\d{3})(\d{4})$/.exec(e164)
  return match === null ? e164 : `+966 ${match[1]} ${match[2]} ${match[3]}`
}
