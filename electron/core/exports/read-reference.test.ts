import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import excel from 'exceljs'
import { afterAll, describe, expect, it } from 'vitest'
import { shippedBook } from '#shared/domain/reference/reference-book.ts'
import { type AnyRow, ReferenceKind } from '#shared/domain/reference/reference-rows.ts'
import { shippedVersions } from '#shared/domain/reference/shipped.ts'
import { readReference as readFile } from './read-reference.ts'
import { writeReferenceJson } from './reference-json.ts'
import { referenceSheetColumns } from './reference-report.ts'
import { createWords } from './words.ts'
import { writeWorkbook } from './workbook.ts'

const knownRanks = shippedBook.knownRanks()
const readReference = (input: Parameters<typeof readFile>[0], before: readonly AnyRow[]) =>
  readFile(input, before, knownRanks)
const home = mkdtempSync(join(tmpdir(), 'reference-files-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

async function workbookOf(
  kind: ReferenceKind,
  language: 'ar' | 'en',
  rows: readonly AnyRow[],
): Promise<Uint8Array<ArrayBuffer>> {
  const file = join(home, `${kind}-${language}.xlsx`)
  const words = createWords(language)
  const plan = {
    file,
    words,
    at: Date.UTC(2026, 10, 22, 7),
    title: kind,
    facts: [],
    columns: referenceSheetColumns(kind, words, knownRanks),
    total: rows.length,
    rows,
  }
  await writeWorkbook(plan, new AbortController().signal)
  return Uint8Array.from(readFileSync(file))
}

/** The same workbook after somebody changed cells of its second sheet. */
async function changed(
  bytes: Uint8Array,
  cells: Readonly<Record<string, excel.CellValue>>,
): Promise<Uint8Array<ArrayBuffer>> {
  const workbook = new excel.Workbook()
  await workbook.xlsx.load(Uint8Array.from(bytes).buffer)
  const [, sheet] = workbook.worksheets
  for (const [address, value] of Object.entries(cells)) {
    const cell = sheet?.getCell(address)
    if (!cell) continue
    cell.value = value
    if (value instanceof Date) cell.numFmt = 'yyyy-mm-dd'
  }
  return Uint8Array.from(new Uint8Array(await workbook.xlsx.writeBuffer()))
}

const { holidays, ranks, reasons, sla } = shippedVersions

describe('files of reference data', () => {
  it.each(
    ReferenceKind.options.flatMap((kind) => (['ar', 'en'] as const).map((language) => [kind, language] as const)),
  )('%s comes back from a workbook as it was, in %s', async (kind, language) => {
    const { rows } = shippedVersions[kind]
    const read = await readReference({ kind, bytes: await workbookOf(kind, language, rows) }, rows)
    expect(read).toEqual({ rows, faults: [] })
  })

  it('name ranks as they are, with those that a version added, and say which are none', async () => {
    const fellow = { code: 'fellow', ar: 'زميل', en: 'Fellow', active: true }
    const names = { ...knownRanks, fellow }
    const bytes = await changed(await workbookOf('cpd', 'en', shippedVersions.cpd.rows), {
      B2: 'زميل',
      B3: 'Nobody',
      A4: 'pharmacy',
    })
    const read = await readFile({ kind: 'cpd', bytes }, [], names)
    expect(read.rows.slice(0, 3).map(({ family, rank }) => [family, rank])).toEqual([
      ['medicine', 'fellow'],
      ['dentistry', 'Nobody'],
      ['pharmacy', 'consultant'],
    ])
    expect(read.faults.map(({ cell, fault }) => [cell, fault])).toContainEqual(['B3', 'choice'])
  })

  it('come back from JSON', async () => {
    const file = join(home, 'reasons.json')
    await writeReferenceJson(reasons, file)
    const bytes = Uint8Array.from(readFileSync(file))
    expect(await readReference({ kind: 'reasons', bytes }, reasons.rows)).toEqual({ rows: reasons.rows, faults: [] })
    await expect(readReference({ kind: 'ranks', bytes }, [])).rejects.toMatchObject({
      code: 'reference/unreadable',
      detail: { reason: 'kind' },
    })
  })

  it('are read as people write: digits, formulas, rich text, real dates, words of the other language', async () => {
    const times = await changed(await workbookOf('sla', 'ar', sla.rows), {
      C2: '٣',
      C3: { formula: '2+2', result: 4 },
      C4: { richText: [{ text: '1' }, { text: '5' }] },
    })
    const { rows, faults } = await readReference({ kind: 'sla', bytes: times }, sla.rows)
    expect([faults, rows.slice(0, 3).map((row) => row['days'])]).toEqual([[], [3, 4, 15]])
    const days = await changed(await workbookOf('holidays', 'ar', holidays.rows), {
      D2: 'Announced days',
      E2: new Date(Date.UTC(2027, 2, 8)),
      F2: 'no',
      // A date in a cell that is formatted as text: the number of its day.
      G2: 46458,
    })
    const read = await readReference({ kind: 'holidays', bytes: days }, holidays.rows)
    expect(read.faults).toEqual([])
    expect(read.rows[0]).toMatchObject({ calendar: 'announced', from: '2027-03-08', nextDay: false, to: '2027-03-12' })
  })

  it('say every fault with its cell', async () => {
    const bytes = await changed(await workbookOf('ranks', 'en', ranks.rows), {
      B3: 'Consultant',
      C4: '',
      D5: 'maybe',
      A6: '',
    })
    const { faults } = await readReference({ kind: 'ranks', bytes }, ranks.rows)
    expect(faults.map(({ cell, fault, what }) => [cell, fault, what])).toEqual([
      ['B3', 'not-arabic', null],
      ['C4', 'empty', null],
      ['D5', 'choice', null],
      ['A6', 'empty', null],
      [null, 'gone', 'registrar'],
    ])
  })

  it.each([
    ['workbook', Buffer.from('PK nothing of a zip')],
    ['json', Buffer.from('nothing at all')],
    ['format', Buffer.from('{"rows":[]}')],
    ['too-large', Buffer.alloc(1024 * 1024 + 1)],
    ['empty', Buffer.from('{"format":"mumaris-reference","kind":"ranks","rows":[]}')],
  ])('are refused: %s', async (reason, bytes) => {
    await expect(readReference({ kind: 'ranks', bytes: Uint8Array.from(bytes) }, [])).rejects.toMatchObject({
      code: 'reference/unreadable',
      detail: { reason },
    })
  })

  it('of another kind have not its columns', async () => {
    const bytes = await workbookOf('sla', 'en', sla.rows)
    await expect(readReference({ kind: 'ranks', bytes }, [])).rejects.toMatchObject({ detail: { reason: 'columns' } })
  })
})
