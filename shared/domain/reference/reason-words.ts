import { findCode } from './reasons.ts'
import type { Reason } from './reference-rows.ts'

/** A reason's sentence without its places to fill in: `المرفق ({document}) غير واضح` → `المرفق غير واضح`. */
export function withoutPlaces(sentence: string): string {
  return sentence
    .replace(/\s*\(\{\w+\}\)/g, '')
    .replace(/\{\w+\}/g, '…')
    .trim()
}

/** The sentence of a reason's code, also of one that is not given any more; the code itself where it is not known. */
export function reasonWords(reasons: readonly Reason[], code: string, language: 'ar' | 'en'): string {
  const reason = findCode(reasons, code)
  return reason === undefined ? code : withoutPlaces(reason[language])
}
