import { type CalendarDate, gregorianToHijri } from '../calendar.ts'
import { foldArabic, foldLatin } from '../name-fold.ts'
import { normaliseDigits } from '../national-id.ts'

/** Rules of a password, in the order in which a screen lists them. */
export const passwordRules = ['length', 'upper', 'lower', 'digit', 'symbol', 'not-name', 'not-birth-date'] as const
export type PasswordRule = (typeof passwordRules)[number]

export const shortestPassword = 8
/** Longer ones are refused, so that nobody sends a book to be hashed. */
export const longestPassword = 128

/** Whom the password is for: what it must not say of them. */
export interface PasswordOwner {
  /** Names in any script, and the name under which they sign in. */
  readonly names: readonly string[]
  readonly birthDate?: CalendarDate
}

/** Names of fewer letters stand in many words. */
const shortestName = 3

const fold = (text: string): string => foldLatin(foldArabic(text.normalize('NFKC'))).replace(/[^\p{L}\p{N}]/gu, '')

function saysName(password: string, names: readonly string[]): boolean {
  const folded = fold(password)
  return names
    .flatMap((name) => [name, ...name.split(/[\s.@_-]+/)])
    .map(fold)
    .some((name) => name.length >= shortestName && folded.includes(name))
}

/** A day as people write it in digits: year or day or month first, four or two digits of the year, with zeros or without. */
function spellings(year: number, month: number, day: number): string[] {
  const years = [String(year), String(year).slice(-2)]
  const pairs = [
    [String(month).padStart(2, '0'), String(day).padStart(2, '0')],
    [String(month), String(day)],
  ]
  return years.flatMap((y) => pairs.flatMap(([m, d]) => [`${y}${m}${d}`, `${d}${m}${y}`, `${m}${d}${y}`]))
}

function saysBirthDate(password: string, birthDate: CalendarDate | undefined): boolean {
  if (birthDate === undefined) return false
  const digits = normaliseDigits(password).replace(/(?<=\d)[\s./_-]+(?=\d)/g, '')
  const [year = 0, month = 0, day = 0] = birthDate.split('-').map(Number)
  const hijri = gregorianToHijri(birthDate)
  return (
    [...spellings(year, month, day), ...spellings(hijri.year, hijri.month, hijri.day)]
      // Four digits or five could be anything.
      .some((text) => text.length >= 6 && digits.includes(text))
  )
}

/**
 * Rules that a password does not meet; none: it may be used. At least 8 characters with an upper-case and a lower-case
 * letter, a digit and a symbol, not the owner's name, nor the birth date in either calendar (the authority's published
 * policy for accounts).
 */
export function unmetPasswordRules(typed: string, owner: PasswordOwner): PasswordRule[] {
  // As it is hashed: letters are the same however a keyboard composes them.
  const password = typed.normalize('NFKC')
  const length = [...password].length
  const met: Readonly<Record<PasswordRule, boolean>> = {
    length: length >= shortestPassword && length <= longestPassword,
    upper: /\p{Lu}/u.test(password),
    lower: /\p{Ll}/u.test(password),
    digit: /\p{Nd}/u.test(password),
    symbol: /[^\p{L}\p{M}\p{N}\s]/u.test(password),
    'not-name': !saysName(password, owner.names),
    'not-birth-date': !saysBirthDate(password, owner.birthDate),
  }
  return passwordRules.filter((rule) => !met[rule])
}
