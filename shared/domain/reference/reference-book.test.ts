import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addBusinessDays } from '../business-days.ts'
import { addDays, type CalendarDate, calendarDate } from '../calendar.ts'
import { findFaults } from './check-rows.ts'
import { movedDue } from './moved-due.ts'
import { ReferenceBook, shippedBook } from './reference-book.ts'
import type { ReferenceKind } from './reference-rows.ts'
import { type ReferenceVersion, revisionOf } from './reference-version.ts'
import { shippedVersions } from './shipped.ts'

const first = calendarDate('2024-01-01')
const dayAt = (days: number): CalendarDate => addDays(first, days)
const anyDay = fc.integer({ min: 0, max: 1500 }).map(dayAt)

/** A version of service times in which one service takes `days`. */
function slaFrom(effectiveFrom: CalendarDate, days: number, withdrawn = false): ReferenceVersion {
  const { rows } = shippedVersions.sla
  return {
    ...shippedVersions.sla,
    id: `sla-${effectiveFrom}-${days}`,
    version: withdrawn ? 2 : 1,
    effectiveFrom,
    rows: rows.map((row) => (row['service'] === 'cpd' ? { ...row, days } : row)),
    withdrawnAt: withdrawn ? '2026-01-01T00:00:00.000Z' : null,
    withdrawnBy: withdrawn ? 'admin' : null,
  }
}
const anyVersions = fc
  .uniqueArray(fc.tuple(anyDay, fc.integer({ min: 0, max: 365 }), fc.boolean()), {
    selector: ([day]) => day,
    maxLength: 6,
  })
  .map((all) => all.map(([day, days, withdrawn]) => slaFrom(day, days, withdrawn)))

describe('a book', () => {
  it('has in force on a day the latest version from that day or before, in whatever order they came', () => {
    fc.assert(
      fc.property(anyVersions, anyDay, fc.boolean(), (versions, day, reversed) => {
        const given = reversed ? versions.toReversed() : versions
        const book = new ReferenceBook([shippedVersions.sla, ...given])
        const standing = versions.filter(({ withdrawnAt }) => withdrawnAt === null)
        const before = standing.filter(({ effectiveFrom }) => effectiveFrom <= day)
        const latest = before.sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1))[0]
        const found = book.versionInForce('sla', day)
        // Two from the first day are one too many; the unique index of the authority sees to it.
        if (latest && latest.effectiveFrom > first) expect(found).toBe(latest)
        else if (!standing.some(({ effectiveFrom }) => effectiveFrom === first)) expect(found).toBe(shippedVersions.sla)
      }),
    )
  })

  it('is the same before the day of a version that is added', () => {
    fc.assert(
      fc.property(
        anyVersions,
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 0, max: 365 }),
        (all, after, days) => {
          const last = all.reduce(
            (latest, { effectiveFrom }) => (effectiveFrom > latest ? effectiveFrom : latest),
            first,
          )
          const from = addDays(last, after)
          const before = new ReferenceBook([shippedVersions.sla, ...all])
          const then = new ReferenceBook([shippedVersions.sla, ...all, slaFrom(from, days)])
          for (const day of [first, last, addDays(from, -1)])
            expect(then.slaDays('cpd', day)).toBe(before.slaDays('cpd', day))
          expect(then.slaDays('cpd', from)).toBe(days)
          expect(then.slaDays('cpd', addDays(from, 400))).toBe(days)
        },
      ),
    )
  })

  it('has before its first version the first, and of a kind without any what the program came with', () => {
    const book = new ReferenceBook([slaFrom(calendarDate('2026-01-01'), 7)])
    expect(book.slaDays('cpd', '2020-01-01')).toBe(7)
    expect(book.inForce('ranks', '2026-01-01')).toEqual(shippedBook.inForce('ranks', '2026-01-01'))
  })

  it('changes its revision with every version and every withdrawal', () => {
    const one = slaFrom(calendarDate('2026-01-01'), 7)
    const revisions = [[], [one], [{ ...one, version: 2 }]].map((more) =>
      revisionOf('sla', [shippedVersions.sla, ...more]),
    )
    expect(revisions).toEqual([1, 2, 3])
  })
})

function holidaysFrom(effectiveFrom: CalendarDate, ...announced: [code: string, from: string, to: string][]) {
  const { rows } = shippedVersions.holidays
  return {
    ...shippedVersions.holidays,
    id: `holidays-${effectiveFrom}`,
    effectiveFrom,
    rows: [
      ...rows,
      ...announced.map(([code, from, to]) => ({
        code,
        ar: 'إجازة معلنة',
        en: 'Announced days',
        calendar: 'announced',
        from,
        nextDay: false,
        to,
      })),
    ],
  }
}

describe('days off', () => {
  it('that are announced stand in place of the yearly ones near them, and only from their version on', () => {
    const book = new ReferenceBook([
      shippedVersions.holidays,
      holidaysFrom(calendarDate('2026-03-01'), ['eid-al-fitr', '2026-03-18', '2026-03-25']),
    ])
    const march = book.holidaysBetween(calendarDate('2026-03-01'), calendarDate('2026-03-31'))
    expect(march).toEqual([{ code: 'eid-al-fitr', from: '2026-03-18', to: '2026-03-25' }])
    expect(book.holidaysOn('2027-03-10')).toHaveLength(1)
    const later = new ReferenceBook([
      shippedVersions.holidays,
      holidaysFrom(calendarDate('2026-03-21'), ['eid-al-fitr', '2026-03-18', '2026-03-25']),
    ])
    // Each day by the version in force on it.
    expect(later.holidaysOn('2026-03-18')).toEqual([])
    expect(later.holidaysOn('2026-03-19')).toHaveLength(1)
    expect(later.holidaysOn('2026-03-25')).toHaveLength(1)
  })

  it('move a due time by as many business days as they take, and never one that is over', () => {
    const today = calendarDate('2026-11-22')
    const closed = new ReferenceBook([
      shippedVersions.holidays,
      holidaysFrom(calendarDate('2026-11-23'), ['storm', '2026-11-24', '2026-11-25']),
    ])
    const at = (day: string) => `${day}T12:00:00.000Z`
    const moved = (day: string) => movedDue(at(day), today, shippedBook, closed)
    expect(moved('2026-11-24')).toBe(at('2026-11-26'))
    expect(moved('2026-11-26')).toBe(at('2026-11-30'))
    for (const day of ['2026-11-19', '2026-11-22', '2026-11-23']) expect(moved(day)).toBe(at(day))
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), (days) => {
        const due = addBusinessDays(today, days, shippedBook.holidaysBetween(today, addDays(today, 300)))
        expect(moved(due) >= at(due)).toBe(true)
        expect(movedDue(at(due), today, shippedBook, shippedBook)).toBe(at(due))
        // There and back again.
        expect(movedDue(moved(due), today, closed, shippedBook)).toBe(at(due))
      }),
    )
  })
})

describe('CPD hours a year', () => {
  const hours = (family: string, rank: string, day = '2026-11-22', book = shippedBook) =>
    book.cpdHours(family, rank, day)?.hours

  it('are those that were published, and none where nothing was', () => {
    expect([hours('medicine', 'resident'), hours('dentistry', 'general-dentist')]).toEqual([30, 30])
    expect([hours('pharmacy', 'consultant'), hours('applied', 'consultant')]).toEqual([20, 20])
    expect([hours('nursing', 'technician'), hours('technician', 'technician')]).toEqual([15, 10])
    for (const [family, rank] of [
      ['pharmacy', 'pharmacist'],
      ['applied', 'specialist'],
      ['assistant', 'health-assistant'],
      ['none', 'consultant'],
    ] as const)
      expect(hours(family, rank)).toBeUndefined()
  })

  it('are of the version in force, which says from when; a row of the rank goes before that of the family', () => {
    const from = calendarDate('2027-01-01')
    const rows = [...shippedVersions.cpd.rows, { family: 'medicine', rank: 'trainee', hours: 0 }]
    const book = new ReferenceBook([
      shippedVersions.cpd,
      { ...shippedVersions.cpd, id: 'cpd-2027', effectiveFrom: from, rows },
    ])
    expect(hours('medicine', 'trainee', '2026-12-31', book)).toBe(30)
    expect(book.cpdHours('medicine', 'trainee', from)).toEqual({ hours: 0, effectiveFrom: from })
    expect(hours('medicine', 'resident', from, book)).toBe(30)
  })

  it('name ranks that there are, also those to come', () => {
    const fellow = { code: 'fellow', ar: 'زميل', en: 'Fellow', active: true }
    const ranks = { ...shippedVersions.ranks, id: 'ranks-2', effectiveFrom: calendarDate('2030-01-01') }
    const book = new ReferenceBook([shippedVersions.ranks, { ...ranks, rows: [...shippedVersions.ranks.rows, fellow] }])
    const rows = [{ family: 'nursing', rank: 'fellow', hours: 15 }]
    expect(findFaults('cpd', rows, [], Object.keys(book.knownRanks()))).toEqual([])
    expect(findFaults('cpd', rows, [], Object.keys(shippedBook.knownRanks()))).toEqual([
      { row: 0, column: 'rank', fault: 'choice', what: null },
    ])
  })

  it('are laid down once for a rank of a family, and once for the rest of it', () => {
    const row = { family: 'nursing', rank: 'consultant', hours: 20 }
    expect(findFaults('cpd', [...shippedVersions.cpd.rows, row])).toEqual([])
    expect(findFaults('cpd', [row, { ...row, hours: 5 }])).toEqual([
      { row: 1, column: null, fault: 'twice', what: 'nursing consultant' },
    ])
  })
})

describe('rows that cannot be a version', () => {
  const faults = (kind: ReferenceKind, change: (rows: Record<string, unknown>[]) => Record<string, unknown>[]) =>
    findFaults(kind, change(shippedVersions[kind].rows.map((row) => ({ ...row }))), shippedVersions[kind].rows)
  const withFirst = (over: object) => (rows: Record<string, unknown>[]) =>
    rows.map((row, at) => (at === 0 ? { ...row, ...over } : row))

  it.each([
    ['sla', { days: 366 }, 'days', 'number'],
    ['sla', { days: 1.5 }, 'days', 'number'],
    ['sla', { days: null }, 'days', 'empty'],
    ['field-risk', { risk: 'none' }, 'risk', 'choice'],
    ['ranks', { ar: 'Consultant' }, 'ar', 'not-arabic'],
    ['ranks', { en: 'استشاري' }, 'en', 'not-english'],
    ['ranks', { ar: '' }, 'ar', 'empty'],
    ['ranks', { en: ' Consultant' }, 'en', 'not-english'],
    ['reasons', { decisions: [] }, 'decisions', 'choice'],
    ['reasons', { decisions: ['approve'] }, 'decisions', 'choice'],
    ['reasons', { en: 'The attachment is not legible.' }, 'en', 'places'],
    ['cpd', { family: 'surgery' }, 'family', 'choice'],
    ['cpd', { family: '' }, 'family', 'empty'],
    ['cpd', { hours: 366 }, 'hours', 'number'],
    ['cpd', { hours: null }, 'hours', 'empty'],
    ['holidays', { calendar: 'gregorian', from: '02-30' }, 'from', 'date'],
    ['holidays', { calendar: 'announced', from: '2026-03-20', to: '2026-03-19' }, 'to', 'order'],
    ['holidays', { calendar: 'announced', from: '2026-03-01', to: '2026-03-31' }, 'to', 'too-many'],
    ['holidays', { calendar: 'announced', from: '03-01', to: '2026-03-02' }, 'from', 'date'],
  ] as const)('%s %j', (kind, over, column, fault) => {
    expect(faults(kind, withFirst(over))).toEqual([expect.objectContaining({ row: 0, column, fault })])
  })

  it('leave out a service, a field, or a code that old files may name', () => {
    const withoutFirst = (rows: Record<string, unknown>[]) => rows.slice(1)
    expect(faults('sla', withoutFirst)).toEqual([{ row: null, column: null, fault: 'missing', what: 'email-change' }])
    expect(faults('field-risk', withoutFirst)[0]?.fault).toBe('missing')
    expect(faults('reasons', withoutFirst)).toEqual([
      { row: null, column: null, fault: 'gone', what: 'RTN-DOC-UNCLEAR' },
    ])
    expect(faults('reasons', withFirst({ active: false }))).toEqual([])
    expect(faults('holidays', withoutFirst)).toEqual([])
  })

  it('say a thing twice', () => {
    expect(faults('ranks', (rows) => [...rows, ...rows.slice(0, 1)])).toEqual([
      expect.objectContaining({ row: shippedVersions.ranks.rows.length, fault: 'twice' }),
    ])
  })
})
