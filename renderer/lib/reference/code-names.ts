import type { Language } from '#shared/i18n/language.ts'

/** What a code of the reference data is called. */
export interface CodeName {
  readonly ar: string
  readonly en: string
}

export type CodeNames = Readonly<Record<string, CodeName>>

/** Name of a code in a language; a code that this version does not know is shown as it is. */
export function nameOfCode(names: CodeNames, code: string, language: Language): string {
  return names[code]?.[language] ?? code
}
