import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import excel from 'exceljs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Language } from '#shared/i18n/language.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { Column } from './columns.ts'
import { office, readWithOffice, withOffice } from './test-office.ts'
import { createWords } from './words.ts'
import { maxRows, type WorkbookPlan, writeWorkbook } from './workbook.ts'

interface Row {
  readonly id: string
  readonly text: string
  readonly day: string | null
  readonly at: string | null
  readonly n: number
}

const columns: readonly Column<Row>[] = [
  { label: 'id', width: 14, kind: 'id', value: (row) => row.id },
  { label: 'text', width: 30, kind: 'text', value: (row) => row.text },
  { label: 'day', width: 12, kind: 'day', value: (row) => row.day },
  { label: 'at', width: 17, kind: 'moment', value: (row) => row.at },
  { label: 'n', width: 8, kind: 'count', value: (row) => row.n },
]
const row: Row = { id: '0012345', text: 'نص', day: '2024-12-02', at: '2026-11-21T21:30:20.000Z', n: 7 }

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'workbook-'))
  file = join(folder, 'report.xlsx')
})
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

function plan(rows: readonly Row[], over: { file?: string; language?: Language } = {}): WorkbookPlan<Row> {
  const words = createWords(over.language ?? 'ar')
  const facts = [
    { label: 'filter', value: '=none' },
    { label: 'rows', value: rows.length },
  ]
  return {
    file: over.file ?? file,
    words,
    at: Date.parse('2026-11-22T07:42:00Z'),
    title: 'report',
    facts,
    columns,
    total: rows.length,
    rows,
  }
}
const never = new AbortController().signal
const many = (count: number): Row[] => Array.from({ length: count }, (_, n) => ({ ...row, id: String(n), n }))
const codeOf = (thrown: unknown) => (thrown instanceof AppError ? thrown.code : thrown)

async function sheetOf(path: string, index: number): Promise<excel.Worksheet> {
  const workbook = new excel.Workbook()
  await workbook.xlsx.readFile(path)
  const sheet = workbook.worksheets[index]
  if (!sheet) throw new Error('No such sheet')
  return sheet
}

describe('the sheet of rows', () => {
  test('is right to left in Arabic, with its head frozen, a filter and widths', async () => {
    await writeWorkbook(plan([row]), never)
    const sheet = await sheetOf(file, 1)
    expect(sheet.views[0]).toMatchObject({ rightToLeft: true, state: 'frozen', ySplit: 1 })
    expect(sheet.autoFilter).toBe('A1:G2')
    expect(sheet.getColumn(2).width).toBe(30)
    await writeWorkbook(plan([row], { language: 'en' }), never)
    expect((await sheetOf(file, 1)).views[0]?.rightToLeft).toBeFalsy()
  })

  test('holds ids as text, dates as dates with the Hijri day beside them, counts as numbers', async () => {
    await writeWorkbook(plan([row]), never)
    const cells = (await sheetOf(file, 1)).getRow(2)
    expect(cells.getCell(1)).toMatchObject({ value: '0012345', numFmt: '@' })
    expect(cells.getCell(3).value).toEqual(new Date('2024-12-02T00:00:00Z'))
    expect(cells.getCell(4)).toMatchObject({ value: '1446/06/01', numFmt: '@' })
    // On the wall in Riyadh, where it is already the next day.
    expect(cells.getCell(5).value).toEqual(new Date('2026-11-22T00:30:00Z'))
    expect(cells.getCell(6).value).toBe('1448/06/12')
    expect(cells.getCell(7).value).toBe(7)
  })

  test('leaves the cells of absent dates empty, and writes one that is none as text', async () => {
    await writeWorkbook(
      plan([
        { ...row, day: null, at: null },
        { ...row, day: '1880-13-40' },
      ]),
      never,
    )
    const sheet = await sheetOf(file, 1)
    expect([3, 4, 5, 6].map((at) => sheet.getRow(2).getCell(at).value)).toEqual([null, null, null, null])
    expect(sheet.getRow(3).getCell(3).value).toBe('1880-13-40')
  })

  test('has no formula, whatever the words begin with', async () => {
    const texts = ['=1+1', '+1+1', '-1+1', '@SUM(1)', '\t=1+1', '\r=1+1', '=cmd|"/c calc"!A1']
    await writeWorkbook(plan(texts.map((text) => ({ ...row, text }))), never)
    const sheet = await sheetOf(file, 1)
    for (const index of texts.keys()) {
      const cell = sheet.getRow(index + 2).getCell(2)
      expect(cell.formula).toBeUndefined()
      expect(cell.type).toBe(excel.ValueType.String)
    }
  })

  test.skipIf(office === undefined)(`reads in LibreOffice as it was written${withOffice}`, async () => {
    const texts = ['=1+1', '+1+1', '-1+1', '@SUM(1)', '=cmd|"/c calc"!A1', 'a\nb', 'ا'.repeat(32_800)]
    await writeWorkbook(plan(texts.map((text) => ({ ...row, text }))), never)
    const [sheets] = await readWithOffice(file)
    expect(sheets['عن التقرير']).toEqual([
      ['report', ''],
      ['filter', '=none'],
      ['rows', String(texts.length)],
    ])
    const [head, ...rows] = sheets['الصفوف'] ?? []
    expect(head).toEqual(['id', 'text', 'day', 'day (هجري)', 'at', 'at (هجري)', 'n'])
    expect(rows.map((cells) => cells[1])).toEqual([...texts.slice(0, -1), `${'ا'.repeat(32_766)}…`])
    expect(rows[0]).toEqual(['0012345', '=1+1', '2024/12/02', '1446/06/01', '2026/11/22 00:30', '1448/06/12', '7'])
  })
})

test('the same rows at the same time make the same bytes, in every time zone and however long it takes', async () => {
  const zone = process.env['TZ']
  const written: Buffer[] = []
  try {
    for (const name of ['UTC', 'Asia/Riyadh', 'America/Los_Angeles']) {
      process.env['TZ'] = name
      await writeWorkbook(plan(many(450)), never)
      written.push(readFileSync(file))
      // The archive's clock counts in steps of two seconds.
      await new Promise((resolve) => setTimeout(resolve, 1100))
    }
  } finally {
    if (zone === undefined) delete process.env['TZ']
    else process.env['TZ'] = zone
  }
  expect(written[1]?.equals(written[0] ?? Buffer.of())).toBe(true)
  expect(written[2]?.equals(written[0] ?? Buffer.of())).toBe(true)
})

describe('what stops it', () => {
  test('a cancel leaves no file, and the one that was there as it was', async () => {
    writeFileSync(file, 'before')
    const stop = new AbortController()
    const work = writeWorkbook(plan(many(5000)), stop.signal, (done) => {
      if (done >= 1000) stop.abort()
    })
    expect(await work.catch(codeOf)).toBe('reports/cancelled')
    expect(readdirSync(folder)).toEqual(['report.xlsx'])
    expect(readFileSync(file, 'utf8')).toBe('before')
  })

  test('a cancel before the first row, too', async () => {
    expect(await writeWorkbook(plan(many(10)), AbortSignal.abort()).catch(codeOf)).toBe('reports/cancelled')
    expect(readdirSync(folder)).toEqual([])
  })

  test('a place that cannot be written says so', async () => {
    const nowhere = plan([row], { file: join(folder, 'no', 'such', 'report.xlsx') })
    expect(await writeWorkbook(nowhere, never).catch(codeOf)).toBe('reports/cannot-write')
    expect(existsSync(join(folder, 'no'))).toBe(false)
  })

  test.skipIf(!existsSync('/dev/full'))('a full disk says so, and nothing stays', async () => {
    // Every write to this device fails as on a full disk.
    symlinkSync('/dev/full', `${file}.part`)
    expect(await writeWorkbook(plan(many(5000)), never).catch(codeOf)).toBe('reports/cannot-write')
    expect(readdirSync(folder)).toEqual([])
  })

  test('a mistake in the rows is no mistake of the disk', async () => {
    function* broken(): Generator<Row> {
      yield row
      throw new AppError('store/damaged')
    }
    expect(await writeWorkbook({ ...plan([row]), rows: broken() }, never).catch(codeOf)).toBe('store/damaged')
    expect(readdirSync(folder)).toEqual([])
  })

  test('more rows than a sheet holds are refused before anything is written', async () => {
    expect(await writeWorkbook({ ...plan([]), total: maxRows + 1 }, never).catch(codeOf)).toBe('reports/too-many-rows')
    expect(readdirSync(folder)).toEqual([])
  })
})
