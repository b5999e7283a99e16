/**
 * National ID and resident ID (iqama).
 *
 * Rule: ten digits, the first is 1 for a citizen and 2 for a resident, the last is a Luhn check digit.
 * Source: the public description of the Saudi national ID; vectors 1000000008 (valid) and 1000000000 (not).
 */

export type NationalIdKind = 'citizen' | 'resident'

export type NationalIdFault = 'empty' | 'characters' | 'length' | 'prefix' | 'checksum'

export type NationalIdCheck =
  | { readonly ok: true; readonly kind: NationalIdKind; readonly digits: string }
  | { readonly ok: false; readonly reason: NationalIdFault }

const ARABIC_INDIC_ZERO = 0x0660
const EXTENDED_ZERO = 0x06f0

/** Replaces Arabic-Indic (٠–٩) and Persian/Urdu (۰–۹) digits by 0–9; every other character stays. */
export function normaliseDigits(text: string): string {
  return text.replace(/[٠-٩۰-۹]/g, (digit) => {
    const code = digit.charCodeAt(0)
    return String(code - (code >= EXTENDED_ZERO ? EXTENDED_ZERO : ARABIC_INDIC_ZERO))
  })
}

/** Luhn sum of a run of digits, the last digit being the check digit. Zero modulo ten means a sound number. */
function luhnSum(digits: string): number {
  let sum = 0
  for (let i = 0; i < digits.length; i += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48
    const doubled = i % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum
}

/** The check digit that makes `firstDigits` (digits only) a sound Luhn number when appended. */
export function luhnCheckDigit(firstDigits: string): string {
  return String((10 - (luhnSum(`${firstDigits}0`) % 10)) % 10)
}

/**
 * Checks a national ID or iqama as typed. Digits of any of the three sets are accepted, and spaces, dashes and
 * direction marks are ignored, because numbers are often pasted out of documents.
 */
export function checkNationalId(text: string): NationalIdCheck {
  const digits = normaliseDigits(text).replace(/[\s\-\u200e\u200f\u061c\u2066-\u2069]/g, '')
  if (digits === '') return { ok: false, reason: 'empty' }
  if (!/^[0-9]+$/.test(digits)) return { ok: false, reason: 'characters' }
  if (digits.length !== 10) return { ok: false, reason: 'length' }
  const first = digits[0]
  if (first !== '1' && first !== '2') return { ok: false, reason: 'prefix' }
  if (luhnSum(digits) % 10 !== 0) return { ok: false, reason: 'checksum' }
  return { ok: true, kind: first === '1' ? 'citizen' : 'resident', digits }
}
