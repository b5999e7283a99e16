import type { Language } from './language.ts'

export type PluralForm = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'

/** Plural categories of each language by CLDR; `key_<form>` is one message of a counted key. */
export const pluralForms: Record<Language, readonly PluralForm[]> = {
  ar: ['zero', 'one', 'two', 'few', 'many', 'other'],
  en: ['one', 'other'],
}

/** Key of a counted message without its form, or undefined for a plain key. */
export function findPluralStem(key: string): { stem: string; form: PluralForm } | undefined {
  const match = /^(.+)_(zero|one|two|few|many|other)$/.exec(key)
  return match?.[1] === undefined ? undefined : { stem: match[1], form: match[2] as PluralForm }
}
