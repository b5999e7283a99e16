import { createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { setImmediate as breathe } from 'node:timers/promises'
import type { Style, Worksheet } from 'exceljs'
import { AppError } from '#shared/kernel/errors.ts'
import { cellText } from './cell-text.ts'
import { type CellKind, type Column, type SheetColumn, sheetColumns } from './columns.ts'
import { SteadyWriter } from './steady-writer.ts'
import type { Words } from './words.ts'

/** Most rows of data in a sheet: Excel's limit less the head. */
export const maxRows = 1_048_575
/** Rows between two breaths: other work of the thread comes in between, a cancel above all. */
const rowsPerBreath = 200

/** A line of the first sheet. */
export interface Fact {
  readonly label: string
  readonly value: string | number
}

/** What a report writes. */
export interface WorkbookPlan<Row> {
  /** Path of the file; what stands there is replaced when the new one is whole, and not before. */
  readonly file: string
  readonly words: Words
  /** Time of the report, in milliseconds: the same rows at the same time make the same bytes. */
  readonly at: number
  readonly title: string
  readonly facts: readonly Fact[]
  readonly columns: readonly Column<Row>[]
  /** Exact number of the rows. */
  readonly total: number
  readonly rows: Iterable<Row>
}

/** The file as it lies there. */
export interface Written {
  readonly rows: number
  readonly bytes: number
}

const ink = 'FF142329'
const hairline = { style: 'thin', color: { argb: 'FFD8D6CF' } } as const
const leftToRight = { readingOrder: 'ltr', horizontal: 'left', vertical: 'top' } as const

/** One style object per kind, shared by all cells: exceljs finds a style again by its identity. */
const cellStyles: Readonly<Record<CellKind, Partial<Style>>> = {
  text: { numFmt: '@', alignment: { vertical: 'top' } },
  id: { numFmt: '@', alignment: leftToRight },
  count: { numFmt: '0', alignment: { vertical: 'top' } },
  day: { numFmt: 'yyyy\\/mm\\/dd', alignment: leftToRight },
  moment: { numFmt: 'yyyy\\/mm\\/dd hh:mm', alignment: leftToRight },
  hijri: { numFmt: '@', alignment: leftToRight },
}

const headStyle: Partial<Style> = {
  font: { bold: true, color: { argb: ink } },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFF1F0EC' } },
  border: { bottom: hairline },
  alignment: { vertical: 'middle', wrapText: true },
}

function writeAbout(sheet: Worksheet, plan: Pick<WorkbookPlan<never>, 'title' | 'facts' | 'words'>): void {
  sheet.columns = [{ width: 26 }, { width: 72 }]
  const title = sheet.addRow([cellText(plan.title)])
  title.getCell(1).style = { font: { bold: true, size: 16, color: { argb: ink } } }
  title.height = 28
  title.commit()
  for (const { label, value } of plan.facts) {
    const row = sheet.addRow([cellText(label), typeof value === 'string' ? cellText(value) : value])
    row.getCell(1).style = { font: { color: { argb: 'FF5F6A6B' } }, alignment: { vertical: 'top' } }
    row.getCell(2).style = {
      numFmt: typeof value === 'string' ? '@' : '#,##0',
      alignment: { vertical: 'top', wrapText: true, horizontal: plan.words.language === 'ar' ? 'right' : 'left' },
    }
    row.commit()
  }
  sheet.commit()
}

function writeHead(sheet: Worksheet, columns: readonly SheetColumn<never>[]): void {
  const head = sheet.addRow(columns.map(({ label }) => cellText(label)))
  for (let index = 1; index <= columns.length; index += 1) head.getCell(index).style = headStyle
  head.height = 32
  head.commit()
}

async function writeRows<Row>(
  sheet: Worksheet,
  plan: WorkbookPlan<Row>,
  columns: readonly SheetColumn<Row>[],
  breath: (done: number) => Promise<void>,
): Promise<number> {
  let done = 0
  for (const row of plan.rows) {
    const cells = sheet.addRow(columns.map(({ value }) => value(row)))
    for (const [index, { kind }] of columns.entries()) cells.getCell(index + 1).style = cellStyles[kind]
    cells.commit()
    done += 1
    if (done % rowsPerBreath === 0) await breath(done)
  }
  await breath(done)
  return done
}

async function writeSheets<Row>(
  workbook: SteadyWriter,
  plan: WorkbookPlan<Row>,
  breath: (done: number) => Promise<void>,
): Promise<number> {
  const { words } = plan
  const rightToLeft = words.language === 'ar'
  writeAbout(
    workbook.addWorksheet(words.t('reports.sheetAbout'), { views: [{ rightToLeft, showGridLines: false }] }),
    plan,
  )
  const columns = sheetColumns(plan.columns, words)
  const sheet = workbook.addWorksheet(words.t('reports.sheetRows'), {
    views: [{ rightToLeft, state: 'frozen', ySplit: 1 }],
    pageSetup: { orientation: 'landscape', fitToPage: true, fitToHeight: 0, paperSize: 9 },
  })
  sheet.columns = columns.map(({ width }) => ({ width }))
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: plan.total + 1, column: columns.length } }
  writeHead(sheet, columns)
  const done = await writeRows(sheet, plan, columns, breath)
  sheet.commit()
  await workbook.commit()
  return done
}

/**
 * Writes a report as a workbook of two sheets: what it is, and its rows. It is written beside its place and put there
 * when it is whole; whatever stops it leaves nothing behind.
 *
 * @param onRows hears how many rows are written, every two hundred.
 * @throws AppError `reports/too-many-rows`, `reports/cancelled` when the signal ends it, `reports/cannot-write`.
 */
export async function writeWorkbook<Row>(
  plan: WorkbookPlan<Row>,
  signal: AbortSignal,
  onRows: (done: number) => void = () => undefined,
): Promise<Written> {
  if (plan.total > maxRows) throw new AppError('reports/too-many-rows', { rows: plan.total, most: maxRows })
  const part = `${plan.file}.part`
  // Names and numbers of people: nobody else of this machine needs to read them.
  const out = createWriteStream(part, { mode: 0o600 })
  const closed = new Promise<void>((resolve) => out.once('close', () => resolve()))
  let workbook: SteadyWriter | undefined
  // What goes wrong with the file, or a cancel, ends the work wherever it stands.
  const stop = new AbortController()
  let fault: Error | undefined
  const fail = (error: Error) => {
    fault ??= error
    stop.abort()
  }
  out.on('error', fail)
  const cancel = () => stop.abort()
  signal.addEventListener('abort', cancel)
  if (signal.aborted) stop.abort()
  const why = (thrown: unknown): AppError => {
    if (signal.aborted) return new AppError('reports/cancelled')
    if (fault !== undefined) return new AppError('reports/cannot-write', {}, { cause: fault })
    return thrown instanceof AppError ? thrown : new AppError('internal', {}, { cause: thrown })
  }
  try {
    const stopped = new Promise<never>((_resolve, reject) => {
      const end = () => reject(stop.signal.reason as Error)
      if (stop.signal.aborted) end()
      else stop.signal.addEventListener('abort', end)
    })
    workbook = new SteadyWriter(out, new Date(plan.at), plan.words.t('frame.appName'))
    workbook.onFault(fail)
    const writing = writeSheets(workbook, plan, async (done) => {
      onRows(done)
      await breathe()
      await workbook?.room(stop.signal)
      stop.signal.throwIfAborted()
    })
    const rows = await Promise.race([writing, stopped])
    await Promise.race([closed, stopped])
    await rename(part, plan.file).catch((error: Error) => {
      fail(error)
      throw error
    })
    return { rows, bytes: (await stat(plan.file)).size }
  } catch (thrown) {
    const error = why(thrown)
    workbook?.abort()
    out.destroy()
    await closed
    await rm(part, { force: true }).catch(() => undefined)
    throw error
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}
