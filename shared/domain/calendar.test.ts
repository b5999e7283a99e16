import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import {
  addDays,
  addMonths,
  calendarDate,
  calendarDateSchema,
  dayNumber,
  daysBetween,
  findGregorian,
  formatHijri,
  gregorianToHijri,
  hijriToGregorian,
  isCalendarDate,
  parseTypedDate,
  riyadhDateOf,
  weekday,
  yearsBetween,
} from './calendar.ts'

const FIRST = calendarDate('1937-01-01')
const LAST = calendarDate('2075-12-31')
const anyDate = fc.integer({ min: 0, max: daysBetween(FIRST, LAST) }).map((n) => addDays(FIRST, n))

const VECTORS: readonly (readonly [string, string])[] = [
  ['2024-12-02', '1446-06-01'],
  ['2036-10-21', '1458-09-01'],
  ['1983-10-31', '1404-01-24'],
  ['1989-08-08', '1410-01-06'],
  ['2019-01-01', '1440-04-25'],
]

const zoneBefore = process.env.TZ
afterAll(() => {
  if (zoneBefore === undefined) delete process.env.TZ
  else process.env.TZ = zoneBefore
})

describe.each(['UTC', 'Asia/Riyadh', 'America/Los_Angeles'])('under TZ=%s', (zone) => {
  it('really runs in that zone', () => {
    process.env.TZ = zone
    expect(new Date('2026-01-15T12:00:00Z').getHours()).toBe({ UTC: 12, 'Asia/Riyadh': 15 }[zone] ?? 4)
  })

  it.each(VECTORS)('%s is Hijri %s', (gregorian, hijri) => {
    process.env.TZ = zone
    const date = calendarDate(gregorian)
    expect(formatHijri(gregorianToHijri(date))).toBe(hijri)
    expect(hijriToGregorian(gregorianToHijri(date))).toBe(gregorian)
  })

  it('reads and reckons the same', () => {
    process.env.TZ = zone
    expect(parseTypedDate('1446/06/01')).toMatchObject({ ok: true, date: '2024-12-02' })
    expect(riyadhDateOf('2026-11-21T20:59:59.999Z')).toBe('2026-11-21')
    expect(riyadhDateOf('2026-11-21T21:00:00Z')).toBe('2026-11-22')
    expect(weekday(calendarDate('2026-11-22'))).toBe(0)
  })
})

describe('the two calendars', () => {
  it('agree with ICU on every day from 1937 to 2075', () => {
    const format = new Intl.DateTimeFormat('en-u-ca-islamic-umalqura-nu-latn', {
      timeZone: 'UTC',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    })
    const wrong: string[] = []
    for (let date = FIRST; ; date = addDays(date, 1)) {
      const { year, month, day } = gregorianToHijri(date)
      const two = (n: number) => String(n).padStart(2, '0')
      const expected = format.format(dayNumber(date) * 86_400_000).replace(/ .*$/, '')
      if (`${two(month)}/${two(day)}/${year}` !== expected) wrong.push(`${date}: ${expected}`)
      if (new Date(dayNumber(date) * 86_400_000).toISOString().slice(0, 10) !== date) wrong.push(date)
      if (date === LAST) break
    }
    expect(wrong).toEqual([])
  })

  it('go there and back', () => {
    fc.assert(
      fc.property(anyDate, (date) => {
        expect(hijriToGregorian(gregorianToHijri(date))).toBe(date)
      }),
    )
  })

  it('know no day outside their bounds', () => {
    expect(findGregorian({ year: 1355, month: 10, day: 17 })).toBeUndefined()
    expect(hijriToGregorian({ year: 1355, month: 10, day: 18 })).toBe('1937-01-01')
    expect(() => hijriToGregorian({ year: 1446, month: 13, day: 1 })).toThrow(RangeError)
    const lengths = Array.from({ length: 12 }, (_, i) => findGregorian({ year: 1446, month: i + 1, day: 30 }))
    expect(lengths.filter((date) => date === undefined).length).toBeGreaterThanOrEqual(5)
  })
})

describe('parseTypedDate', () => {
  it.each([
    ['2024-12-02', 'gregorian'],
    ['2/12/2024', 'gregorian'],
    ['٢٠٢٤/١٢/٠٢ م', 'gregorian'],
    ['20241202', 'gregorian'],
    ['2 . 12 . 2024', 'gregorian'],
    ['1446-06-01', 'hijri'],
    ['۱۴۴۶/۶/۱', 'hijri'],
    ['01 06 1446 هـ', 'hijri'],
    ['1446/06/01هـ', 'hijri'],
    ['14460601', 'hijri'],
  ])('reads %s', (text, typed) => {
    expect(parseTypedDate(text)).toEqual({
      ok: true,
      typed,
      date: '2024-12-02',
      hijri: { year: 1446, month: 6, day: 1 },
    })
  })

  it.each([
    ['', 'empty'],
    ['غدًا', 'shape'],
    ['2/12/24', 'shape'],
    ['2024-12/02', 'shape'],
    ['2023-02-29', 'no-such-day'],
    ['2024-13-01', 'no-such-day'],
    ['1446-13-01', 'no-such-day'],
    ['1446-01-31', 'no-such-day'],
    ['1936-12-31', 'out-of-range'],
    ['2076-01-01', 'out-of-range'],
    ['1340-01-01', 'out-of-range'],
    ['1446-06-01 م', 'out-of-range'],
    ['2024-12-02 هـ', 'out-of-range'],
  ])('says why it does not read %s', (text, reason) => {
    expect(parseTypedDate(text)).toEqual({ ok: false, reason })
  })

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(anyDate, (date) => {
        const hijri = gregorianToHijri(date)
        expect(parseTypedDate(date)).toEqual({ ok: true, typed: 'gregorian', date, hijri })
        expect(parseTypedDate(formatHijri(hijri, '/'))).toEqual({ ok: true, typed: 'hijri', date, hijri })
      }),
    )
  })
})

describe('reckoning', () => {
  it('adds days and months', () => {
    expect(addDays(calendarDate('2024-02-28'), 2)).toBe('2024-03-01')
    expect(addMonths(calendarDate('2024-01-31'), 1)).toBe('2024-02-29')
    expect(addMonths(calendarDate('2026-11-22'), 24)).toBe('2028-11-22')
    expect(addMonths(calendarDate('2026-01-15'), -3)).toBe('2025-10-15')
    expect(() => addDays(LAST, 1)).toThrow(RangeError)
    fc.assert(
      fc.property(anyDate, anyDate, (from, to) => {
        expect(addDays(from, daysBetween(from, to))).toBe(to)
        expect(weekday(addDays(FIRST, daysBetween(FIRST, to)))).toBe(new Date(`${to}T00:00:00Z`).getUTCDay())
      }),
    )
  })

  it('counts ages in full years', () => {
    expect(yearsBetween(calendarDate('1961-11-22'), calendarDate('2026-11-21'))).toBe(64)
    expect(yearsBetween(calendarDate('1961-11-22'), calendarDate('2026-11-22'))).toBe(65)
    expect(yearsBetween(calendarDate('1960-02-29'), calendarDate('2025-02-28'))).toBe(64)
  })

  it('finds the day in Riyadh as ICU does', () => {
    const format = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Riyadh', dateStyle: 'short' })
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1948, 0, 1), max: Date.UTC(2075, 0, 1) }), (at) => {
        expect(riyadhDateOf(at)).toBe(format.format(at))
        expect(riyadhDateOf(new Date(at))).toBe(riyadhDateOf(new Date(at).toISOString()))
      }),
    )
    expect(() => riyadhDateOf('yesterday')).toThrow(RangeError)
  })
})

describe('calendarDateSchema', () => {
  it('takes dates that exist and nothing else', () => {
    expect(calendarDateSchema.safeParse('2026-11-22').success).toBe(true)
    for (const text of ['2026-02-30', '2026-1-1', '1936-12-31', '2026-11-22T00:00:00Z']) {
      expect(calendarDateSchema.safeParse(text).success).toBe(false)
      expect(isCalendarDate(text)).toBe(false)
    }
  })
})
