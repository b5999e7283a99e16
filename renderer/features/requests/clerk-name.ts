import type { ReviewOutput } from '#shared/contracts/requests.ts'
import type { Language } from '#shared/i18n/language.ts'

/** Name of a clerk that a request mentions; undefined for one that this device does not know. */
export function findClerkName(clerks: ReviewOutput['clerks'], id: string, language: Language): string | undefined {
  const clerk = clerks[id]
  return clerk === undefined ? undefined : language === 'ar' ? clerk.nameAr : clerk.nameEn
}
