/**
 * Public holidays as rules with effective dates. Sources: the leave regulation of 2024 for the two Eids (four to five
 * working days, by yearly announcement), royal orders for Founding Day (from 2022) and National Day (from 2005). The
 * Eids stand here as they would be without an announcement; an authority overrides them each year.
 */
import type { Holiday } from '../business-days.ts'
import { addDays, type CalendarDate, calendarDate, gregorianToHijri, hijriToGregorian, weekday } from '../calendar.ts'

type HolidayRule = {
  readonly code: string
  readonly ar: string
  readonly en: string
  readonly calendar: 'hijri' | 'gregorian'
  /** First day, as month and day of the rule's calendar, and days to add to it. */
  readonly from: { readonly month: number; readonly day: number; readonly plus: number }
  readonly to: { readonly month: number; readonly day: number }
  /** The days are announced every year and may differ. */
  readonly announced: boolean
  readonly effectiveFrom: CalendarDate
}

const holidayRules: readonly HolidayRule[] = [
  {
    code: 'eid-al-fitr',
    ar: 'عيد الفطر المبارك',
    en: 'Eid al-Fitr',
    calendar: 'hijri',
    from: { month: 9, day: 29, plus: 1 },
    to: { month: 10, day: 4 },
    announced: true,
    effectiveFrom: calendarDate('2024-01-16'),
  },
  {
    code: 'eid-al-adha',
    ar: 'عيد الأضحى المبارك',
    en: 'Eid al-Adha',
    calendar: 'hijri',
    from: { month: 12, day: 9, plus: 0 },
    to: { month: 12, day: 13 },
    announced: true,
    effectiveFrom: calendarDate('2024-01-16'),
  },
  {
    code: 'founding-day',
    ar: 'يوم التأسيس',
    en: 'Founding Day',
    calendar: 'gregorian',
    from: { month: 2, day: 22, plus: 0 },
    to: { month: 2, day: 22 },
    announced: false,
    effectiveFrom: calendarDate('2022-02-22'),
  },
  {
    code: 'national-day',
    ar: 'اليوم الوطني',
    en: 'National Day',
    calendar: 'gregorian',
    from: { month: 9, day: 23, plus: 0 },
    to: { month: 9, day: 23 },
    announced: false,
    effectiveFrom: calendarDate('2005-09-23'),
  },
]

/** A single day off that falls on the weekend is given on the Thursday before or the Sunday after. */
function offWeekend(date: CalendarDate): CalendarDate {
  const day = weekday(date)
  return day === 5 ? addDays(date, -1) : day === 6 ? addDays(date, 1) : date
}

function daysOf(rule: HolidayRule, year: number): Holiday {
  const on = ({ month, day }: { month: number; day: number }) =>
    rule.calendar === 'hijri'
      ? hijriToGregorian({ year, month, day })
      : calendarDate(`${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`)
  const from = addDays(on(rule.from), rule.from.plus)
  const to = on(rule.to)
  return from === to ? { code: rule.code, from: offWeekend(from), to: offWeekend(to) } : { code: rule.code, from, to }
}

/** Holidays that touch the days from `from` to `to` (within 1938–2074), oldest first. */
export function holidaysBetween(from: CalendarDate, to: CalendarDate): Holiday[] {
  const found: Holiday[] = []
  for (const rule of holidayRules) {
    const hijri = rule.calendar === 'hijri'
    const first = hijri ? gregorianToHijri(from).year : Number(from.slice(0, 4))
    const last = hijri ? gregorianToHijri(to).year : Number(to.slice(0, 4))
    for (let year = first; year <= last; year += 1) {
      const holiday = daysOf(rule, year)
      if (holiday.to >= from && holiday.from <= to && holiday.to >= rule.effectiveFrom) found.push(holiday)
    }
  }
  return found.sort((a, b) => (a.from < b.from ? -1 : 1))
}
