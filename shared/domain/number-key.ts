/**
 * Any number, however it is typed: membership, file, registration, request and national numbers and phones, with or
 * without dashes and spaces, in any digit set. Formats are the authority's own, so nothing is assumed but letters and
 * digits; a phone is known by its E.164 form.
 */
import { normaliseDigits } from './national-id.ts'

/** Letters and digits of `text` in lower case, nothing else: `22-R-0061847` → `22r0061847`, `٠٥٥ ٠١٢` → `055012`. */
export function numberKey(text: string): string {
  // Character by character while it is plain: every row on the screen is asked for several.
  let key = ''
  let from = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if ((code >= 48 && code <= 57) || (code >= 97 && code <= 122)) continue
    if (code > 127) return numberKeyOfAny(text)
    key += text.slice(from, at)
    if (code >= 65 && code <= 90) key += String.fromCharCode(code + 32)
    from = at + 1
  }
  return from === 0 ? text : key + text.slice(from)
}

function numberKeyOfAny(text: string): string {
  return normaliseDigits(text)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
}

/** A mobile without its country code or leading zero, so that `+96655…`, `0096655…`, `055…` and `55…` are one. */
function phoneKey(key: string): string | undefined {
  const national = /^(?:(?:00)?9660?|0)(5\d*)$/.exec(key)?.[1]
  return national === '' ? undefined : national
}

/**
 * Keys to index a number by. For a phone in E.164: its national digits. Otherwise the whole key, the digits alone
 * (letters are often left out when typing), and a last group of five digits or more without its leading zeros.
 */
export function numberIndexKeys(text: string): string[] {
  const key = numberKey(text)
  if (key === '') return []
  if (text.startsWith('+')) return [phoneKey(key) ?? key]
  const keys = [key]
  const digits = key.replace(/[^0-9]/g, '')
  if (digits !== '') keys.push(digits)
  const last = /(\d{5,})\D*$/.exec(normaliseDigits(text))?.[1]
  if (last !== undefined) keys.push(last, last.replace(/^0+(?=.)/, ''))
  return [...new Set(keys)]
}

/** Keys to look a typed number up by: any of them may match, whole or as the beginning of an indexed key. */
export function numberQueryKeys(text: string): string[] {
  const key = numberKey(text)
  const national = phoneKey(key)
  return key === '' ? [] : national === undefined ? [key] : [key, national]
}
