/** Words and numbers as letters have them. */
import { addDays, formatHijri, gregorianToHijri, riyadhDateOf } from '#shared/domain/calendar.ts'
import { findCode } from '#shared/domain/reference/reasons.ts'
import type { Reason } from '#shared/domain/reference/reference-rows.ts'

/** What a letter says, a paragraph an entry, in both languages. */
export interface Letter {
  readonly subjectAr: string
  readonly subjectEn: string
  readonly ar: readonly string[]
  readonly en: readonly string[]
}

/** One sentence in both languages. */
export interface Sentence {
  readonly ar: string
  readonly en: string
}

/** Days in which a returned request may be completed, and in which a rejection may be objected to (assumptions). */
export const returnDays = 30
export const appealDays = 60

/** Bidi isolate around identifiers, addresses and Latin dates (first strong … pop). */
export const isolate = (text: string): string => `\u2068${text}\u2069`

/** A day in both calendars, each isolated where it is Arabic. */
export interface DualDate {
  readonly gregorian: string
  readonly hijri: string
  readonly hijriEn: string
}

/** The day of an instant in Riyadh, some days later. */
export function dualDate(at: string, plusDays = 0): DualDate {
  const date = addDays(riyadhDateOf(at), plusDays)
  const hijri = formatHijri(gregorianToHijri(date), '/')
  return { gregorian: isolate(date), hijri: isolate(`${hijri} هـ`), hijriEn: `${hijri} AH` }
}

/** A number with its noun by the rules of Arabic plurals; one and two are in the noun itself. */
export function counted(n: number, forms: Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>): string {
  const form = forms[new Intl.PluralRules('ar').select(n)] ?? forms.other ?? ''
  return n === 1 || n === 2 ? form : `${n} ${form}`
}

export const daysAr = (n: number): string =>
  counted(n, { one: 'يوم واحد', two: 'يومين', few: 'أيام', many: 'يومًا', other: 'يوم' })

const shownElsewhere: Sentence = {
  ar: 'السبب المبيّن في صفحة الطلب.',
  en: 'The reason shown on the page of the request.',
}

/** A reason's sentence without the words that only its clerk could fill in. */
function plainSentence(text: string): string {
  return text.replace(/\s*\(\{\w+\}\)/g, '').replace(/\{\w+\}/g, '—')
}

/** Reasons in the words of the reference data; a code that is not known, or none at all, points to the request's page. */
export function reasonSentences(reasons: readonly Reason[], codes: readonly string[]): readonly Sentence[] {
  const known = codes.flatMap((code) => findCode(reasons, code) ?? [])
  const sentences = known.map(({ ar, en }) => ({ ar: plainSentence(ar), en: plainSentence(en) }))
  return sentences.length > 0 ? sentences : [shownElsewhere]
}
