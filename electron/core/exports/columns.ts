import { calendarDate, formatHijri, gregorianToHijri, isCalendarDate, riyadhDateOf } from '#shared/domain/calendar.ts'
import { cellText } from './cell-text.ts'
import type { Words } from './words.ts'

/**
 * A column of a report. `id`: a number that is a name (text, left to right, leading zeros kept); `day`: a date
 * `YYYY-MM-DD`; `moment`: an instant, shown on the wall in Riyadh. A day or moment takes two columns of the sheet: a real
 * date, and the same day in the Hijri calendar as text.
 */
export type Column<Row> = { readonly label: string; readonly width: number } & (
  | { readonly kind: 'text' | 'id'; readonly value: (row: Row) => string }
  | { readonly kind: 'count'; readonly value: (row: Row) => number }
  | { readonly kind: 'day' | 'moment'; readonly value: (row: Row) => string | null }
)

/** What a cell of the sheet is drawn as. */
export type CellKind = 'text' | 'id' | 'count' | 'day' | 'moment' | 'hijri'
export type CellValue = string | number | Date | null

export interface SheetColumn<Row> {
  readonly label: string
  readonly width: number
  readonly kind: CellKind
  readonly value: (row: Row) => CellValue
}

const minute = 60_000
const riyadh = 3 * 3_600_000

/** A date cell holds days since an epoch and no zone: midnight UTC of the day is the day itself, wherever it is read. */
function dayCell(day: string | null): CellValue {
  if (day === null || day === '') return null
  return isCalendarDate(day) ? new Date(Date.parse(`${day}T00:00:00Z`)) : cellText(day)
}

/** The clock on the wall in Riyadh, to the minute, as a date cell. */
function momentCell(instant: string | null): CellValue {
  if (instant === null) return null
  return new Date(Math.floor((Date.parse(instant) + riyadh) / minute) * minute)
}

function hijriCell(day: string | null): CellValue {
  return day !== null && isCalendarDate(day) ? formatHijri(gregorianToHijri(calendarDate(day)), '/') : null
}

/** The columns of the sheet: each date with its Hijri day beside it. */
export function sheetColumns<Row>(columns: readonly Column<Row>[], { t }: Words): SheetColumn<Row>[] {
  return columns.flatMap((column): SheetColumn<Row>[] => {
    const { label, width, kind } = column
    switch (kind) {
      case 'text':
      case 'id':
        return [{ label, width, kind, value: (row) => cellText(column.value(row)) || null }]
      case 'count':
        return [{ label, width, kind, value: column.value }]
      case 'day':
      case 'moment': {
        const { value } = column
        const dayOf = (row: Row) => {
          const read = value(row)
          return kind === 'day' || read === null ? read : riyadhDateOf(read)
        }
        return [
          { label, width, kind, value: (row) => (kind === 'day' ? dayCell(value(row)) : momentCell(value(row))) },
          { label: t('reports.hijriOf', { label }), width: 13, kind: 'hijri', value: (row) => hijriCell(dayOf(row)) },
        ]
      }
    }
  })
}
