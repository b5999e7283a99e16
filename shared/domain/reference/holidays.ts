/**
 * Public holidays as days. Sources of the rows that the program comes with: the leave regulation of 2024 for the two Eids
 * (four to five working days, by yearly announcement), royal orders for Founding Day (from 2022) and National Day (from
 * 2005).
 */
import type { Holiday } from '../business-days.ts'
import {
  addDays,
  type CalendarDate,
  calendarDate,
  daysBetween,
  gregorianToHijri,
  hijriToGregorian,
  isCalendarDate,
  weekday,
} from '../calendar.ts'
import type { HolidayRow } from './reference-rows.ts'

/** Announced days this near to the yearly ones of the same code stand in their place. */
const near = 45

/** A single day off that falls on the weekend is given on the Thursday before or the Sunday after. */
function offWeekend(date: CalendarDate): CalendarDate {
  const day = weekday(date)
  return day === 5 ? addDays(date, -1) : day === 6 ? addDays(date, 1) : date
}

/** The day of a year; of a month that is a day shorter that year, its last. */
function dayOf(calendar: 'hijri' | 'gregorian', year: number, text: string): CalendarDate {
  const [month, day] = [Number(text.slice(0, 2)), Number(text.slice(3))]
  if (calendar === 'gregorian')
    return calendarDate(isCalendarDate(`${year}-${text}`) ? `${year}-${text}` : `${year}-02-28`)
  try {
    return hijriToGregorian({ year, month, day })
  } catch {
    return hijriToGregorian({ year, month, day: 29 })
  }
}

function yearly(row: HolidayRow, calendar: 'hijri' | 'gregorian', year: number): Holiday {
  const from = addDays(dayOf(calendar, year, row.from), row.nextDay ? 1 : 0)
  const to = dayOf(calendar, year, row.to)
  const { code } = row
  return from >= to ? { code, from: offWeekend(from), to: offWeekend(from) } : { code, from, to }
}

/** Holidays by these rows that touch the days from `from` to `to` (within 1938–2074), oldest first. */
export function holidaysOf(rows: readonly HolidayRow[], from: CalendarDate, to: CalendarDate): Holiday[] {
  const announced = rows
    .filter(({ calendar }) => calendar === 'announced')
    .map((row): Holiday => ({ code: row.code, from: calendarDate(row.from), to: calendarDate(row.to) }))
  const replaced = ({ code, from: first }: Holiday) =>
    announced.some((other) => other.code === code && Math.abs(daysBetween(first, other.from)) <= near)
  const found = rows.flatMap((row) => {
    const { calendar } = row
    if (calendar === 'announced') return []
    const yearOf = (date: CalendarDate) =>
      calendar === 'hijri' ? gregorianToHijri(date).year : Number(date.slice(0, 4))
    const years = Array.from({ length: yearOf(to) - yearOf(from) + 1 }, (_, at) => yearOf(from) + at)
    return years.map((year) => yearly(row, calendar, year)).filter((holiday) => !replaced(holiday))
  })
  return [...found, ...announced]
    .filter((holiday) => holiday.to >= from && holiday.from <= to)
    .sort((a, b) => (a.from < b.from ? -1 : 1))
}
