/** E-mail addresses of accounts: one address, one account, so addresses are compared without regard to case. */

const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const DOMAIN = /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])$/
const PLAIN = /^[!-@[-~]*$/
const INVISIBLE = /[\u200b-\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]/g

/**
 * The form addresses are stored and compared in: invisible marks and outer spaces removed, all lower case.
 * The local part is lowered too (RFC 5321 lets it be case-sensitive, no mail provider in use makes it so).
 */
export function normaliseEmail(text: string): string {
  // Most are plain already, and every row on the screen is asked.
  if (PLAIN.test(text)) return text
  return text.replace(INVISIBLE, '').trim().toLowerCase()
}

/** Whether `text` (as typed) is one plain address of the form local@domain.tld, within the lengths of RFC 5321. */
export function isEmail(text: string): boolean {
  const email = normaliseEmail(text)
  const at = email.lastIndexOf('@')
  if (at < 1 || at > 64 || email.length > 254) return false
  return LOCAL.test(email.slice(0, at)) && DOMAIN.test(email.slice(at + 1))
}

/** Hides all but the first letter of the local part: `f•••@alwaha.sa`. Always three dots, so length is not told. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@')
  if (at < 1) return '•••'
  return `${String.fromCodePoint(email.codePointAt(0) ?? 0)}•••${email.slice(at)}`
}
