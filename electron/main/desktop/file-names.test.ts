import fc from 'fast-check'
import { expect, test } from 'vitest'
import { calendarDate } from '#shared/domain/calendar.ts'
import { fileName, paperFileName, reportFileName, withEnding } from './file-names.ts'

test('a report is named by what it is and its day, in its language', () => {
  const day = calendarDate('2026-11-22')
  expect(reportFileName('members', 'ar', day)).toBe('الأعضاء 2026-11-22.xlsx')
  expect(reportFileName('members', 'en', day)).toBe('Members 2026-11-22.xlsx')
})

test('a letter is named by its title; without one by what it is', () => {
  const print = { page: 'certificate', id: 'c-77' } as const
  expect(paperFileName(print, 'ar', 'شهادة تسجيل 1447/2')).toBe('شهادة تسجيل 1447 2.pdf')
  for (const title of ['', ' ', 'ممارس ديسك']) expect(paperFileName(print, 'ar', title)).toBe('شهادة c-77.pdf')
  expect(paperFileName(print, 'en', '')).toBe('Certificate c-77.pdf')
})

test('whatever the title, the name is one file in one folder that every system takes', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.constantFrom('..', 'CON', '/etc/passwd', 'a\u202Efdp.exe'),
      ),
      (text) => {
        const name = fileName(text, 'pdf')
        expect(name).toMatch(/^[^.\s].*\.pdf$/u)
        expect(name).not.toMatch(/[\p{Cc}\p{Cf}<>:"/\\|?*]/u)
        expect(name).not.toMatch(/^(con|nul)\.pdf$/i)
        expect(Buffer.byteLength(name)).toBeLessThan(200)
      },
    ),
  )
})

test('an ending is added where it is missing', () => {
  expect(withEnding('/x/a', 'pdf')).toBe('/x/a.pdf')
  expect(withEnding('/x/a.PDF', 'pdf')).toBe('/x/a.PDF')
  expect(withEnding('/x/a.txt', 'pdf')).toBe('/x/a.txt.pdf')
})
