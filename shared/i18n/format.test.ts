import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFormatter, splitDuration, toArabicIndic, toWestern } from './format.ts'

const arabic = createFormatter('ar', 'latn')
const english = createFormatter('en', 'latn')
const arabicIndic = createFormatter('ar', 'arab')
const days = fc
  .integer({ min: Date.UTC(1937, 2, 14) / 86_400_000, max: Date.UTC(2070, 11, 31) / 86_400_000 })
  .map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10))

describe('days', () => {
  it('shows both calendars, the language’s own first', () => {
    expect(arabic.dualDay('2026-11-22')).toEqual({ first: '1448/06/12', second: '2026/11/22', firstCalendar: 'hijri' })
    expect(english.dualDay('2026-11-22')).toEqual({
      first: '2026/11/22',
      second: '1448/06/12',
      firstCalendar: 'gregorian',
    })
  })

  it('says a day in words', () => {
    expect(arabic.longDay('2026-11-22', 'hijri')).toBe('الأحد 12 جمادى الآخرة 1448 هـ')
    expect(arabic.longDay('2026-11-22', 'gregorian')).toBe('الأحد 22 نوفمبر 2026 م')
    expect(english.longDay('2026-11-22', 'gregorian')).toBe('Sunday 22 November 2026')
    expect(arabicIndic.longDay('2026-11-22', 'gregorian')).toBe('الأحد ٢٢ نوفمبر ٢٠٢٦ م')
  })

  it('never moves a day and goes forward in both calendars', () => {
    fc.assert(
      fc.property(days, (day) => {
        expect(english.day(day, 'gregorian')).toBe(day.replaceAll('-', '/'))
        const next = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
        expect(english.day(next, 'hijri') > english.day(day, 'hijri')).toBe(true)
      }),
    )
  })

  it('refuses what is not a day', () => {
    for (const wrong of ['2026-02-30', '22/11/2026', '2026-11-22T10:00:00Z', '']) {
      expect(() => arabic.day(wrong, 'hijri')).toThrow(RangeError)
    }
  })
})

describe('instants', () => {
  it('shows them in Riyadh', () => {
    expect(arabic.time('2026-11-22T07:42:10Z')).toBe('10:42')
    expect(arabic.dayOf('2026-11-22T21:30:00Z')).toBe('2026-11-23')
    expect(english.time('2026-11-22T21:00:00Z')).toBe('00:00')
    expect(arabicIndic.time('2026-11-22T07:42:10Z')).toBe('١٠:٤٢')
  })
})

describe('numbers', () => {
  it('groups them in the digits chosen', () => {
    expect(arabic.number(1284)).toBe('1,284')
    expect(arabicIndic.number(1284)).toBe('١٬٢٨٤')
    expect(english.number(2.14, 1)).toBe('2.1')
  })

  it('turns digits to and fro without loss', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9a-zء-ي .-]{0,20}$/), (text) => {
        expect(toWestern(toArabicIndic(text))).toBe(text)
      }),
    )
    expect(toWestern('٠٥٠۱۲٣')).toBe('050123')
  })

  it('splits a span into days, hours and minutes', () => {
    expect(splitDuration(((26 * 60 + 20) * 60 + 59) * 1000)).toEqual({ days: 1, hours: 2, minutes: 20 })
    expect(splitDuration(-3 * 3_600_000)).toEqual({ days: 0, hours: 3, minutes: 0 })
  })

  it('joins a list in words', () => {
    expect(english.list(['a', 'b'])).toBe('a and b')
    expect(arabic.list(['نورة', 'منال'])).toBe('نورة ومنال')
  })
})
