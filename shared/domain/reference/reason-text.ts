import { findCode } from './reasons.ts'
import type { Reason } from './reference-rows.ts'

/** The sentence of a reason's code, its places to fill in left out; the code itself where it is not known here. */
export function reasonText(reasons: readonly Reason[], code: string, language: 'ar' | 'en'): string {
  const reason = findCode(reasons, code)
  return reason === undefined ? code : reason[language].replace(/\s*\(\{\w+\}\)/g, '').replace(/\{\w+\}/g, '…')
}
