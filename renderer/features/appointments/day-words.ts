import { type Calendar, type DayParts, dayParts } from '#shared/i18n/format.ts'
import type { Language } from '#shared/i18n/language.ts'
import { remembered } from '#shared/kernel/remembered.ts'

/** A day in parts, in words where the language has them. */
export interface DayWords extends DayParts {
  /** For columns that have no room. */
  readonly shortWeekday: string
}

const shortWeekdays = remembered((tag: string) => new Intl.DateTimeFormat(tag, { timeZone: 'UTC', weekday: 'short' }))

/** A day's parts in one calendar and language, in Western digits. Reckoned in UTC: a date never moves. */
export function dayWords(date: string, calendar: Calendar, language: Language): DayWords {
  const shortWeekday = shortWeekdays(language).format(new Date(`${date}T00:00:00Z`))
  return { ...dayParts(date, calendar, language), shortWeekday }
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
