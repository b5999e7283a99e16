import type { CodeName } from '#shared/domain/reference/register-codes.ts'
import type { Language } from '#shared/i18n/language.ts'

/** Name of a code of the reference data in a language; a code that this version does not know is shown as it is. */
export function nameOfCode(names: Readonly<Record<string, CodeName>>, code: string, language: Language): string {
  return names[code]?.[language] ?? code
}
