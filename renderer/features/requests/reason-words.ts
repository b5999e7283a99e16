import { findReason } from '#shared/domain/reference/reasons.ts'
import type { Language } from '#shared/i18n/language.ts'

/** A reason's sentence without its places to fill in: `المرفق ({document}) غير واضح` → `المرفق غير واضح`. */
export function withoutPlaces(sentence: string): string {
  return sentence
    .replace(/\s*\(\{\w+\}\)/g, '')
    .replace(/\{\w+\}/g, '…')
    .trim()
}

/** The sentence of a reason's code; the code itself where this version does not know it. */
export function reasonWords(code: string, language: Language): string {
  const reason = findReason(code)
  return reason === undefined ? code : withoutPlaces(reason[language])
}
