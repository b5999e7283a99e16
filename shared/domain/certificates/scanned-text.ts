import { normaliseDigits } from '../national-id.ts'
import { normaliseCode } from './certificate-code.ts'

/**
 * A hand scanner types what it reads as keys of an English keyboard. Where the system's layout is Arabic (101), other
 * letters arrive: what each shifted letter key writes there. Codes have capital letters only, and digits and signs that
 * both layouts write alike, save full stop and solidus. U+2018 and U+2019 are the quotes of the U and M keys.
 */
const shifted: Readonly<Record<string, string>> = {
  لآ: 'B',
  لأ: 'G',
  لإ: 'T',
  ﻵ: 'B',
  ﻷ: 'G',
  ﻹ: 'T',
  '\u0650': 'A',
  '}': 'C',
  ']': 'D',
  '\u064f': 'E',
  '[': 'F',
  أ: 'H',
  '÷': 'I',
  ـ: 'J',
  '،': 'K',
  '/': 'L',
  '\u2019': 'M',
  آ: 'N',
  '×': 'O',
  '؛': 'P',
  '\u064e': 'Q',
  '\u064c': 'R',
  '\u064d': 'S',
  '\u2018': 'U',
  '{': 'V',
  '\u064b': 'W',
  '\u0652': 'X',
  إ: 'Y',
  '~': 'Z',
  ز: '.',
  ظ: '/',
  '٪': '%',
}
const keysPattern = new RegExp(
  Object.keys(shifted)
    .sort((a, b) => b.length - a.length)
    .map((key) => key.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    .join('|'),
  'gu',
)

const prefix = /^(?:MPL1|HC1):/

function byPhysicalKeys(text: string): string {
  return normaliseDigits(text).replace(keysPattern, (key) => shifted[key] ?? key)
}

/**
 * The code that a scanner, a keyboard or a clipboard meant: without what stands around it, in capitals when all of it
 * came in small letters, and back on an English keyboard when it was typed on an Arabic one. Undefined when the text is
 * no code however it is read; a code may still turn out not to be sound.
 */
export function findScannedCode(text: string): string | undefined {
  const code = normaliseCode(text)
  const readings = [code, code.toUpperCase(), byPhysicalKeys(code)]
  return readings.find((reading) => prefix.test(reading))
}
