/** Whether rows can be a version of their kind: everything that is wrong with them, so that all of it can be mended at once. */
import type { z } from 'zod'
import { calendarDate, daysBetween, isCalendarDate } from '../calendar.ts'
import {
  type AnyRow,
  codedKinds,
  HolidayRow,
  isDayOfYear,
  keyOf,
  maxRows,
  placesOf,
  Reason,
  type ReferenceFault,
  type ReferenceKind,
  type RowFault,
  requiredKeys,
  rowSchemas,
} from './reference-rows.ts'

/** Longest run of announced days. */
const longestHoliday = 30

const faultOf: Readonly<Record<string, RowFault>> = {
  ar: 'not-arabic',
  en: 'not-english',
  code: 'code',
  days: 'number',
  hours: 'number',
  from: 'date',
  to: 'date',
}

function ofIssue(row: AnyRow, { path }: z.core.$ZodIssue): Omit<ReferenceFault, 'row'> {
  const column = String(path[0] ?? '')
  const value = row[column]
  const empty = value === '' || value === undefined || (value === null && column !== 'kinds' && column !== 'field')
  return { column, fault: empty ? 'empty' : (faultOf[column] ?? 'choice'), what: null }
}

function holidayFaults(row: HolidayRow): Omit<ReferenceFault, 'row'>[] {
  const { calendar, from, to } = row
  const isDay = (text: string) => (calendar === 'announced' ? isCalendarDate(text) : isDayOfYear(calendar, text))
  const bad = (['from', 'to'] as const).filter((column) => !isDay(row[column]))
  if (bad.length > 0) return bad.map((column) => ({ column, fault: 'date', what: null }))
  if (from > to || (row.nextDay && from === to)) return [{ column: 'to', fault: 'order', what: from }]
  if (calendar === 'announced' && daysBetween(calendarDate(from), calendarDate(to)) >= longestHoliday)
    return [{ column: 'to', fault: 'too-many', what: String(longestHoliday) }]
  return []
}

function rowFaults(kind: ReferenceKind, row: AnyRow): Omit<ReferenceFault, 'row'>[] {
  const parsed = rowSchemas[kind].safeParse(row)
  if (!parsed.success) {
    const byColumn = new Map(parsed.error.issues.map((issue) => [issue.path[0], ofIssue(row, issue)]))
    return [...byColumn.values()]
  }
  if (kind === 'holidays') return holidayFaults(HolidayRow.parse(row))
  if (kind === 'reasons') {
    const { ar, en } = Reason.parse(row)
    if (placesOf(ar).join() !== placesOf(en).join())
      return [
        {
          column: 'en',
          fault: 'places',
          what: placesOf(ar)
            .map((name) => `{${name}}`)
            .join(' '),
        },
      ]
  }
  return []
}

/**
 * Everything that keeps rows from being a version; empty when nothing does.
 *
 * @param before rows of the version that they come after: what it has and old files may name must still be there.
 * @param ranks codes that a rank can have, where they are known.
 */
export function findFaults(
  kind: ReferenceKind,
  rows: readonly AnyRow[],
  before: readonly AnyRow[] = [],
  ranks?: readonly string[],
): ReferenceFault[] {
  const faults: ReferenceFault[] = rows.flatMap((row, at) =>
    rowFaults(kind, row).map((fault) => ({ row: at, ...fault })),
  )
  if (kind === 'cpd' && ranks) {
    for (const [at, { rank }] of rows.entries()) {
      if (typeof rank === 'string' && rank !== '' && !ranks.includes(rank))
        faults.push({ row: at, column: 'rank', fault: 'choice', what: null })
    }
  }
  const seen = new Map<string, number>()
  for (const [at, row] of rows.entries()) {
    const key = keyOf(kind, row)
    if (seen.has(key)) faults.push({ row: at, column: null, fault: 'twice', what: key })
    seen.set(key, at)
  }
  if (rows.length > maxRows) faults.push({ row: null, column: null, fault: 'too-many', what: String(maxRows) })
  const needed = [
    ...(requiredKeys[kind] ?? []).map((key) => ({ key, fault: 'missing' as const })),
    ...(codedKinds.includes(kind) ? before : []).map((row) => ({ key: keyOf(kind, row), fault: 'gone' as const })),
  ]
  for (const { key, fault } of needed) {
    if (!seen.has(key)) faults.push({ row: null, column: null, fault, what: key })
  }
  return faults
}
