import { remembered } from '../kernel/remembered.ts'
import type { Digits, Language } from './language.ts'

export type Calendar = 'hijri' | 'gregorian'

/** A day as `YYYY-MM-DD` in the Gregorian calendar, without a time zone. */
export type DayText = string

export interface DualText {
  first: string
  second: string
  /** Calendar of `first`: Hijri in Arabic, Gregorian in English. */
  firstCalendar: Calendar
}

export interface Formatter {
  readonly language: Language
  readonly digits: Digits
  /** Grouped whole or decimal number in the clerk's digits, e.g. `1,284`. */
  number(value: number, maximumFractionDigits?: number): string
  /** Replaces Western digits by the clerk's digits; never use it on identifiers, phones or e-mails. */
  inDigits(text: string): string
  /** `1448/06/12` or `2026/11/22`. */
  day(day: DayText, calendar: Calendar): string
  /** Both calendars of a day, the one of the language first. */
  dualDay(day: DayText): DualText
  /** Day in words, e.g. `الأحد 12 جمادى الآخرة 1448 هـ`. */
  longDay(day: DayText, calendar: Calendar): string
  /** The day in Riyadh on which an instant falls. */
  dayOf(instant: string | number): DayText
  /** `14:05` in Riyadh. */
  time(instant: string | number): string
  /** A list in words: `أ، وب` / `a and b`. */
  list(items: readonly string[]): string
}

const authorityZone = 'Asia/Riyadh'
const calendarTag: Record<Calendar, string> = { hijri: 'islamic-umalqura', gregorian: 'gregory' }

/** Western digits of a text (`0-9`) as Arabic-Indic ones (`٠-٩`). */
export function toArabicIndic(text: string): string {
  return text.replace(/[0-9]/g, (digit) => String.fromCharCode(0x0660 + Number(digit)))
}

/** Arabic-Indic and Persian digits of a text as Western ones: what a clerk types is accepted in either. */
export function toWestern(text: string): string {
  return text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
}

/** Whole days, hours and minutes of a span; negative spans count as their length. */
export function splitDuration(milliseconds: number): { days: number; hours: number; minutes: number } {
  const total = Math.floor(Math.abs(milliseconds) / 60_000)
  return { days: Math.floor(total / 1440), hours: Math.floor((total % 1440) / 60), minutes: total % 60 }
}

function utcOf(day: DayText): Date {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)
  const date = match === null ? new Date(Number.NaN) : new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== day) {
    throw new RangeError(`Not a day as YYYY-MM-DD: ${day}`)
  }
  return date
}

const numericDays = remembered(
  (tag: string) => new Intl.DateTimeFormat(tag, { timeZone: 'UTC', year: 'numeric', month: '2-digit', day: '2-digit' }),
)
const wordedDays = remembered(
  (tag: string) =>
    new Intl.DateTimeFormat(tag, {
      timeZone: 'UTC',
      weekday: 'long',
      year: 'numeric',
      month: 'long',
      day: 'numeric',
    }),
)

function numericDay(date: Date, calendar: Calendar): string {
  const parts = numericDays(`en-u-ca-${calendarTag[calendar]}-nu-latn`).formatToParts(date)
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? ''
  return `${of('year').padStart(4, '0')}/${of('month')}/${of('day')}`
}

/** A day in parts, as one calendar and language have it; month and weekday in words. */
export interface DayParts {
  readonly weekday: string
  readonly day: string
  readonly month: string
  readonly year: string
}

/** A day's parts in one calendar and language, in Western digits. Reckoned in UTC: a date never moves. */
export function dayParts(day: DayText, calendar: Calendar, language: Language): DayParts {
  const parts = wordedDays(`${language}-u-ca-${calendarTag[calendar]}-nu-latn`).formatToParts(utcOf(day))
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? ''
  return { weekday: of('weekday'), day: of('day'), month: of('month'), year: of('year') }
}

function wordedDay(text: DayText, calendar: Calendar, language: Language): string {
  const { weekday, day, month, year } = dayParts(text, calendar, language)
  const era = { hijri: { ar: 'هـ', en: 'AH' }, gregorian: { ar: 'م', en: '' } }[calendar][language]
  return [weekday, day, month, year, era].filter((part) => part !== '').join(' ')
}

const riyadhDay = new Intl.DateTimeFormat('en-CA-u-ca-gregory-nu-latn', {
  timeZone: authorityZone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})
const riyadhTime = new Intl.DateTimeFormat('en-GB-u-nu-latn', {
  timeZone: authorityZone,
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

/**
 * Formats numbers, days and times for one language and choice of digits. Days are computed in UTC so that a birth date
 * never moves; instants are shown in Riyadh, the authority's time zone, whatever the machine's.
 */
export function createFormatter(language: Language, digits: Digits): Formatter {
  const inDigits = (text: string) => (digits === 'arab' ? toArabicIndic(text) : text)
  const lists = new Intl.ListFormat(language, { style: 'long', type: 'conjunction' })
  const numbers = remembered(
    (maximumFractionDigits: number) => new Intl.NumberFormat(`${language}-u-nu-${digits}`, { maximumFractionDigits }),
  )
  const day = (text: DayText, calendar: Calendar) => inDigits(numericDay(utcOf(text), calendar))
  return {
    language,
    digits,
    inDigits,
    number(value, maximumFractionDigits = 0) {
      return numbers(maximumFractionDigits).format(value)
    },
    day,
    dualDay(text) {
      const hijri = day(text, 'hijri')
      const gregorian = day(text, 'gregorian')
      return language === 'ar'
        ? { first: hijri, second: gregorian, firstCalendar: 'hijri' }
        : { first: gregorian, second: hijri, firstCalendar: 'gregorian' }
    },
    longDay: (text, calendar) => inDigits(wordedDay(text, calendar, language)),
    dayOf: (instant) => riyadhDay.format(new Date(instant)),
    time: (instant) => inDigits(riyadhTime.format(new Date(instant))),
    list: (items) => lists.format(items),
  }
}
