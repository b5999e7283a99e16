import type { Calendar } from '#shared/i18n/format.ts'
import type { Language } from '#shared/i18n/language.ts'
import { remembered } from '#shared/kernel/remembered.ts'

/** A day in parts, in words where the language has them. */
export interface DayWords {
  readonly weekday: string
  /** For columns that have no room. */
  readonly shortWeekday: string
  readonly day: string
  readonly month: string
  readonly year: string
}

const tags: Record<Calendar, string> = { hijri: 'islamic-umalqura', gregorian: 'gregory' }
const formats = remembered(
  (tag) =>
    new Intl.DateTimeFormat(tag, {
      timeZone: 'UTC',
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
    }),
)
const shortWeekdays = remembered((tag) => new Intl.DateTimeFormat(tag, { timeZone: 'UTC', weekday: 'short' }))

/** A day's parts in one calendar and language, in Western digits. Reckoned in UTC: a date never moves. */
export function dayWords(date: string, calendar: Calendar, language: Language): DayWords {
  const at = new Date(`${date}T00:00:00Z`)
  const parts = formats(`${language}-u-ca-${tags[calendar]}-nu-latn`).formatToParts(at)
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? ''
  return {
    weekday: of('weekday'),
    shortWeekday: shortWeekdays(language).format(at),
    day: of('day'),
    month: of('month'),
    year: of('year'),
  }
}

/** A run of days in one calendar, ends joined by a word: `12 to 18 … 1448`; what both ends share is said once. */
export function rangeWords(from: string, to: string, calendar: Calendar, language: Language): string {
  const first = dayWords(from, calendar, language)
  const last = dayWords(to, calendar, language)
  const end = `${last.day} ${last.month} ${last.year}`
  if (from === to) return end
  const sameYear = first.year === last.year
  const begin = [
    first.day,
    ...(sameYear && first.month === last.month ? [] : [first.month]),
    ...(sameYear ? [] : [first.year]),
  ].join(' ')
  return `${begin} ${language === 'ar' ? 'إلى' : 'to'} ${end}`
}
