/**
 * Dates without a time, in both calendars.
 *
 * A date is a date and never an instant: it is kept as `YYYY-MM-DD` and reckoned in whole days, so no time zone can
 * move it. Hijri is Umm al-Qura, taken from ICU (`Intl`, `islamic-umalqura`) reckoned in UTC, and known here for every
 * Gregorian day from 1937-01-01 to 2075-12-31.
 */
import { z } from 'zod'
import { normaliseDigits } from './national-id.ts'

/** A Gregorian date `YYYY-MM-DD` that exists, within 1937-01-01 … 2075-12-31. */
export const calendarDateSchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine(isDateText)
  .brand<'CalendarDate'>()
export type CalendarDate = z.infer<typeof calendarDateSchema>

/** A day of the Umm al-Qura calendar; months 1–12, days 1–30. */
export type HijriDate = { readonly year: number; readonly month: number; readonly day: number }

export type TypedDateFault = 'empty' | 'shape' | 'no-such-day' | 'out-of-range'

export type TypedDate =
  | { readonly ok: true; readonly typed: 'gregorian' | 'hijri'; readonly date: CalendarDate; readonly hijri: HijriDate }
  | { readonly ok: false; readonly reason: TypedDateFault }

const DAY_MS = 86_400_000
const FIRST_DAY = Date.UTC(1937, 0, 1) / DAY_MS
const LAST_DAY = Date.UTC(2075, 11, 31) / DAY_MS
/** Saudi Arabia keeps UTC+3 all year and has done so since 1947. */
const RIYADH_OFFSET_MS = 3 * 3_600_000

function dayNumberOf(year: number, month: number, day: number): number | undefined {
  const at = new Date(Date.UTC(year, month - 1, day))
  const exists = at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day
  return exists ? at.getTime() / DAY_MS : undefined
}

function dateOfDayNumber(dayNumber: number): CalendarDate {
  if (dayNumber < FIRST_DAY || dayNumber > LAST_DAY) throw new RangeError('The date is outside 1937–2075.')
  // Reckoned in eras of 400 years that begin on 1 March, so that the leap day comes last; far faster than Date.
  const sinceEpoch = dayNumber + 719_468
  const era = Math.floor(sinceEpoch / 146_097)
  const dayOfEra = sinceEpoch - era * 146_097
  const leaps = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096)
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365)
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return `${year}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}` as CalendarDate
}

/** Whole days since 1970-01-01; dates compare, subtract and index by this. */
export function dayNumber(date: CalendarDate): number {
  return Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) / DAY_MS
}

function isDateText(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (match === null) return false
  const day = dayNumberOf(Number(match[1]), Number(match[2]), Number(match[3]))
  return day !== undefined && day >= FIRST_DAY && day <= LAST_DAY
}

/** Whether `text` is exactly `YYYY-MM-DD`, exists, and lies within 1937–2075. */
export function isCalendarDate(text: string): text is CalendarDate {
  return isDateText(text)
}

/** `text` as a date. Throws RangeError unless it is a `YYYY-MM-DD` date within 1937–2075. */
export function calendarDate(text: string): CalendarDate {
  if (!isCalendarDate(text)) throw new RangeError(`Not a date within 1937–2075: ${text}`)
  return text
}

/** The date `days` later (earlier when negative). Throws RangeError outside 1937–2075. */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return dateOfDayNumber(dayNumber(date) + days)
}

/** The same day `months` later, or the last day of that month where it has fewer days. */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  const index = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months
  const year = Math.floor(index / 12)
  const month = index - year * 12
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return dateOfDayNumber(Date.UTC(year, month, Math.min(Number(date.slice(8, 10)), last)) / DAY_MS)
}

/** Days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return dayNumber(to) - dayNumber(from)
}

/** Full Gregorian years from `from` to `to`, as ages are counted; born on 29 February counts on 1 March. */
export function yearsBetween(from: CalendarDate, to: CalendarDate): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4))
  return to.slice(5) < from.slice(5) ? years - 1 : years
}

/** Day of the week, 0 = Sunday … 6 = Saturday. */
export function weekday(date: CalendarDate): number {
  return (((dayNumber(date) + 4) % 7) + 7) % 7
}

/** The date in Riyadh (UTC+3, no summer time) at an instant: a Date, milliseconds since 1970, or an ISO string. */
export function riyadhDateOf(instant: Date | number | string): CalendarDate {
  const at = instant instanceof Date ? instant.getTime() : typeof instant === 'number' ? instant : Date.parse(instant)
  if (Number.isNaN(at)) throw new RangeError(`Not an instant: ${String(instant)}`)
  return dateOfDayNumber(Math.floor((at + RIYADH_OFFSET_MS) / DAY_MS))
}

type HijriTable = { readonly firstYear: number; readonly firstMonth: number; readonly starts: readonly number[] }

let cachedTable: HijriTable | undefined

/** Day numbers on which each Hijri month begins; built once from ICU (about 1,720 look-ups), then kept. */
function hijriTable(): HijriTable {
  if (cachedTable !== undefined) return cachedTable
  const format = new Intl.DateTimeFormat('en-u-ca-islamic-umalqura-nu-latn', {
    timeZone: 'UTC',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  })
  const read = (day: number): HijriDate => {
    const parts = new Map(format.formatToParts(day * DAY_MS).map((part) => [part.type as string, part.value]))
    return { year: Number(parts.get('year')), month: Number(parts.get('month')), day: Number(parts.get('day')) }
  }
  const first = read(FIRST_DAY)
  const starts = [FIRST_DAY - first.day + 1]
  let start = FIRST_DAY - first.day + 1
  while (start <= LAST_DAY) {
    start += read(start + 29).day === 1 ? 29 : 30
    starts.push(start)
  }
  cachedTable = { firstYear: first.year, firstMonth: first.month, starts }
  return cachedTable
}

/** The Umm al-Qura day of a Gregorian date. */
export function gregorianToHijri(date: CalendarDate): HijriDate {
  const { firstYear, firstMonth, starts } = hijriTable()
  const day = dayNumber(date)
  // Months are 29 or 30 days long, so the mean length points at the month or one beside it.
  let index = Math.min(Math.floor((day - (starts[0] ?? 0)) / 29.530588), starts.length - 2)
  while ((starts[index] ?? 0) > day) index -= 1
  while ((starts[index + 1] ?? Number.POSITIVE_INFINITY) <= day) index += 1
  const months = firstYear * 12 + firstMonth - 1 + index
  return { year: Math.floor(months / 12), month: (months % 12) + 1, day: day - (starts[index] ?? 0) + 1 }
}

/** The Gregorian date of an Umm al-Qura day, or undefined when there is no such day within 1937–2075. */
export function findGregorian(hijri: HijriDate): CalendarDate | undefined {
  const { firstYear, firstMonth, starts } = hijriTable()
  const { year, month, day } = hijri
  if (month < 1 || month > 12 || day < 1) return undefined
  const index = (year - firstYear) * 12 + month - firstMonth
  const start = starts[index]
  const next = starts[index + 1]
  if (start === undefined || next === undefined || start + day > next) return undefined
  const at = start + day - 1
  return at < FIRST_DAY || at > LAST_DAY ? undefined : dateOfDayNumber(at)
}

/** The Gregorian date of an Umm al-Qura day. Throws RangeError when there is no such day within 1937–2075. */
export function hijriToGregorian(hijri: HijriDate): CalendarDate {
  const date = findGregorian(hijri)
  if (date === undefined) throw new RangeError(`No such Hijri day within 1937–2075: ${formatHijri(hijri)}`)
  return date
}

/** A Hijri day as digits, `1448-06-11`; pass `/` for the form people read in Arabic. */
export function formatHijri(hijri: HijriDate, separator = '-'): string {
  const two = (n: number) => String(n).padStart(2, '0')
  return [String(hijri.year).padStart(4, '0'), two(hijri.month), two(hijri.day)].join(separator)
}

/** The three numbers of a typed date as [year, month, day], whichever end the year stands at. */
function typedParts(compact: string): readonly [number, number, number] | undefined {
  const yearFirst = /^(\d{4})([-/. ])(\d{1,2})\2(\d{1,2})$/.exec(compact) ?? /^(\d{4})()(\d{2})(\d{2})$/.exec(compact)
  if (yearFirst !== null) return [Number(yearFirst[1]), Number(yearFirst[3]), Number(yearFirst[4])]
  const dayFirst = /^(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})$/.exec(compact)
  if (dayFirst !== null) return [Number(dayFirst[4]), Number(dayFirst[3]), Number(dayFirst[1])]
  return undefined
}

/**
 * Reads a date as a clerk types it: year first or day first, `-`, `/`, `.` or a space between (or eight digits, year
 * first), digits of any of the three sets, and an optional mark `هـ`, `م`, `AH` or `AD`. The year tells the calendar
 * (1355–1499 is Hijri, 1937–2075 Gregorian); a mark that contradicts it is a fault. Two-digit years are refused.
 */
export function parseTypedDate(text: string): TypedDate {
  const plain = normaliseDigits(text)
    .replace(/[\u200e\u200f\u061c\u2066-\u2069]/g, '')
    .trim()
  if (plain === '') return { ok: false, reason: 'empty' }
  const marked = /^(.*?)\s*(هـ?|م|AH|H|AD|G)?$/i.exec(plain)
  const mark = marked?.[2]?.toUpperCase()
  const parts = typedParts((marked?.[1] ?? plain).replace(/\s*([-/.])\s*/g, '$1'))
  if (parts === undefined) return { ok: false, reason: 'shape' }
  const [year, month, day] = parts
  const typed = year < 1600 ? 'hijri' : 'gregorian'
  if (mark !== undefined && (mark === 'م' || mark === 'AD' || mark === 'G') !== (typed === 'gregorian')) {
    return { ok: false, reason: 'out-of-range' }
  }
  if (typed === 'gregorian') {
    const at = dayNumberOf(year, month, day)
    if (at === undefined) return { ok: false, reason: 'no-such-day' }
    if (at < FIRST_DAY || at > LAST_DAY) return { ok: false, reason: 'out-of-range' }
    const date = dateOfDayNumber(at)
    return { ok: true, typed, date, hijri: gregorianToHijri(date) }
  }
  const hijri = { year, month, day }
  const date = findGregorian(hijri)
  if (date !== undefined) return { ok: true, typed, date, hijri }
  const monthKnown = findGregorian({ year, month, day: 1 }) !== undefined
  const impossible = month < 1 || month > 12 || day < 1 || day > 30
  return { ok: false, reason: monthKnown || impossible ? 'no-such-day' : 'out-of-range' }
}
