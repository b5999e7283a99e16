import type { CellValue, Worksheet } from 'exceljs'
import type { ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import { normaliseDigits } from '#shared/domain/national-id.ts'
import { findFaults } from '#shared/domain/reference/check-rows.ts'
import {
  nameOfOption,
  optionsOf,
  type RankNames,
  type ReferenceColumn,
  referenceColumns,
} from '#shared/domain/reference/reference-columns.ts'
import { type AnyRow, maxRows, type ReferenceKind } from '#shared/domain/reference/reference-rows.ts'
import { columnWords, optionWords } from '#shared/i18n/reference-words.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { referenceFormat } from './reference-json.ts'
import { createWords } from './words.ts'

/** Rows as a file has them, not checked yet, and where each column of each row stands in it. */
interface ReadRows {
  readonly rows: readonly AnyRow[]
  readonly placeOf: (row: number, column: string | null) => string
}

/** Largest file that is read, and what it may come to when it is unpacked, in bytes. */
const largest = 1024 * 1024
const largestUnpacked = 32 * 1024 * 1024
/** As many faults as anybody mends at once. */
const mostFaults = 200

const bothWords = [createWords('ar'), createWords('en')] as const
const plain = (text: string): string => text.trim().toLowerCase()

/** What a cell says: the value of a formula, the words of rich text. */
function valueOf(value: CellValue): string | number | boolean | Date | null {
  if (value === null || value === undefined) return null
  if (typeof value !== 'object' || value instanceof Date) return value
  if ('richText' in value) return value.richText.map(({ text }) => text).join('')
  if ('result' in value) return valueOf((value.result ?? null) as CellValue)
  if ('text' in value) return valueOf(value.text as CellValue)
  return null
}

const textOf = (value: ReturnType<typeof valueOf>): string =>
  value instanceof Date ? value.toISOString().slice(0, 10) : String(value ?? '').trim()

/** The option of these words, in either language, or of this code; the words themselves where there is none. */
function optionOf(column: ReferenceColumn, said: string, ranks: RankNames): string {
  const names = (option: string) => {
    const own = nameOfOption(column, option, ranks)
    return own ? [option, own.ar, own.en] : [option, ...bothWords.map(({ t }) => optionWords(t, column.id, option))]
  }
  return optionsOf(column, ranks).find((option) => names(option).some((name) => plain(name) === plain(said))) ?? said
}

const isAll = (said: string): boolean =>
  said === '' || bothWords.some(({ t }) => plain(t('reference.all')) === plain(said))

function flagOf(said: string): unknown {
  const is = (key: 'reference.yes' | 'reference.no') => bothWords.some(({ t }) => plain(t(key)) === plain(said))
  if (is('reference.yes') || ['true', '1'].includes(plain(said))) return true
  return is('reference.no') || ['false', '0'].includes(plain(said)) ? false : said
}

/** A cell as the column has its values; what cannot be one stays as it is and is a fault. */
function readCell(column: ReferenceColumn, cell: CellValue, ranks: RankNames): unknown {
  const value = valueOf(cell)
  const said = textOf(value)
  switch (column.type) {
    case 'count': {
      const digits = normaliseDigits(said)
      return /^\d+$/.test(digits) ? Number(digits) : typeof value === 'number' ? value : said
    }
    case 'flag':
      return flagOf(said)
    case 'day':
      // A date whose cell is formatted as text comes as its number: days since 30 December 1899.
      if (typeof value === 'number' && value > 20_000)
        return new Date(Math.round((value - 25_569) * 86_400_000)).toISOString().slice(0, 10)
      return normaliseDigits(said).replaceAll('/', '-')
    case 'key':
      return optionOf(column, said, ranks)
    case 'choice':
      return column.empty === 'all' && isAll(said) ? null : optionOf(column, said, ranks)
    case 'choices':
      if (column.empty === 'all' && isAll(said)) return null
      return said
        .split(/[\n،,;]/)
        .map((part) => part.trim())
        .filter((part) => part !== '')
        .map((part) => optionOf(column, part, ranks))
    default:
      return said
  }
}

/** Where each column of the kind stands in a sheet, by its head in either language or its id; undefined where one lacks. */
function headOf(kind: ReferenceKind, sheet: Worksheet): ReadonlyMap<string, number> | undefined {
  const columns = referenceColumns[kind]
  const found = new Map<string, number>()
  const head = sheet.getRow(1)
  for (let at = 1; at <= head.cellCount; at += 1) {
    const said = plain(textOf(valueOf(head.getCell(at).value)))
    const column = columns.find(({ id, type }) => {
      const names = bothWords.map(({ t }) => columnWords(t, type === 'key' ? 'code' : id))
      return [id, ...names].some((name) => plain(name) === said)
    })
    if (column && !found.has(column.id)) found.set(column.id, at)
  }
  return columns.every(({ id }) => found.has(id)) ? found : undefined
}

/** What the zip says its files come to, by its central directory (APPNOTE 4.3.12). */
function unpackedSize(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let size = 0
  for (let at = 0; at + 46 <= bytes.byteLength; at += 1)
    if (view.getUint32(at, true) === 0x02014b50) size += view.getUint32(at + 24, true)
  return size
}

async function readWorkbook(kind: ReferenceKind, bytes: Uint8Array, ranks: RankNames): Promise<ReadRows> {
  if (unpackedSize(bytes) > largestUnpacked) throw new AppError('reference/unreadable', { reason: 'too-large' })
  const { default: excel } = await import('exceljs')
  const workbook = new excel.Workbook()
  try {
    await workbook.xlsx.load(Uint8Array.from(bytes).buffer)
  } catch (thrown) {
    throw new AppError('reference/unreadable', { reason: 'workbook' }, { cause: thrown })
  }
  for (const sheet of workbook.worksheets) {
    const head = headOf(kind, sheet)
    if (!head) continue
    const rows: AnyRow[] = []
    const numbers: number[] = []
    sheet.eachRow((row, number) => {
      const cells = referenceColumns[kind].map((column) => [column, row.getCell(head.get(column.id) ?? 1)] as const)
      if (number === 1 || cells.every(([, cell]) => textOf(valueOf(cell.value)) === '')) return
      rows.push(Object.fromEntries(cells.map(([column, cell]) => [column.id, readCell(column, cell.value, ranks)])))
      numbers.push(number)
    })
    const placeOf = (row: number, column: string | null) =>
      sheet.getRow(numbers[row] ?? 1).getCell(column === null ? 1 : (head.get(column) ?? 1)).address
    return { rows, placeOf }
  }
  throw new AppError('reference/unreadable', { reason: 'columns' })
}

function readJson(kind: ReferenceKind, bytes: Uint8Array): ReadRows {
  let said: unknown
  try {
    said = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (thrown) {
    throw new AppError('reference/unreadable', { reason: 'json' }, { cause: thrown })
  }
  const file = (typeof said === 'object' && said !== null ? said : {}) as Record<string, unknown>
  if (file['format'] !== referenceFormat || !Array.isArray(file['rows']))
    throw new AppError('reference/unreadable', { reason: 'format' })
  if (file['kind'] !== kind) throw new AppError('reference/unreadable', { reason: 'kind' })
  const rows = file['rows'].map((row): AnyRow => (typeof row === 'object' && row !== null ? { ...row } : {}))
  return { rows, placeOf: (row, column) => (column === null ? `rows[${row}]` : `rows[${row}].${column}`) }
}

/**
 * Reads rows of a kind from a file: a workbook as an export writes it, or JSON.
 *
 * @throws AppError `reference/unreadable` with the reason.
 */
async function readReferenceFile(kind: ReferenceKind, bytes: Uint8Array, ranks: RankNames): Promise<ReadRows> {
  if (bytes.byteLength > largest) throw new AppError('reference/unreadable', { reason: 'too-large' })
  return bytes[0] === 0x50 && bytes[1] === 0x4b ? readWorkbook(kind, bytes, ranks) : readJson(kind, bytes)
}

/**
 * What a file would make of a kind: its rows, and everything that is wrong with them.
 *
 * @param before rows of the newest version, whose codes must still be there.
 * @param ranks every rank that there is, by its code.
 * @throws AppError `reference/unreadable` with the reason.
 */
export async function readReference(
  { kind, bytes }: ParsedInput<'reference.read'>,
  before: readonly AnyRow[],
  ranks: RankNames,
): Promise<ChannelOutput<'reference.read'>> {
  const file = typeof bytes === 'string' ? new Uint8Array(Buffer.from(bytes, 'base64')) : bytes
  const { rows, placeOf } = await readReferenceFile(kind, file, ranks)
  if (rows.length === 0) throw new AppError('reference/unreadable', { reason: 'empty' })
  const faults = findFaults(kind, rows, before, Object.keys(ranks)).slice(0, mostFaults)
  return {
    rows: rows.slice(0, maxRows).map((row) => ({ ...row })),
    faults: faults.map((fault) => ({ ...fault, cell: fault.row === null ? null : placeOf(fault.row, fault.column) })),
  }
}
