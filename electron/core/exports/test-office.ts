import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { findProgram } from '#tools/setup/find-program.ts'

/** LibreOffice, or undefined where it is not installed: then what needs a stranger's eye is skipped. */
export const office = findProgram('soffice')
/** For the name of a test that is skipped without it. */
export const withOffice = office === undefined ? ' (skipped: LibreOffice is not installed)' : ''

/** Rows of a text with commas between and quotes around what needs them. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let field = ''
  let quoted = false
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at]
    if (quoted) {
      if (sign !== '"') field += sign
      else if (text[at + 1] === '"') {
        field += '"'
        at += 1
      } else quoted = false
    } else if (sign === '"') quoted = true
    else if (sign === ',') {
      row.push(field)
      field = ''
    } else if (sign === '\n') {
      rows.push([...row, field])
      row = []
      field = ''
    } else field += sign
  }
  return field === '' && row.length === 0 ? rows : [...rows, [...row, field]]
}

/** Sheets by name: rows of texts. */
export type Sheets = Record<string, string[][]>

/** The sheets of workbooks, as LibreOffice opens and shows them: one start, which takes seconds, for all. */
export async function readWithOffice<Files extends readonly string[]>(
  ...files: Files
): Promise<{ [At in keyof Files]: Sheets }> {
  const folder = await mkdtemp(join(tmpdir(), 'office-'))
  try {
    const words = [
      `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`,
      '--headless',
      '--convert-to',
      // Comma, quote, UTF-8, from the first line, as shown, every sheet.
      'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1',
      '--outdir',
      join(folder, 'out'),
      ...files,
    ]
    // The names of sheets become names of files: without a locale LibreOffice cannot write Arabic ones.
    await promisify(execFile)(office ?? 'soffice', words, { env: { ...process.env, LC_ALL: 'C.UTF-8' } })
    const written = readdirSync(join(folder, 'out'))
    const sheetsOf = (file: string): Sheets => {
      const begin = `${basename(file, '.xlsx')}-`
      const own = written.filter((name) => name.startsWith(begin))
      return Object.fromEntries(
        own.map((name) => [
          name.slice(begin.length, -'.csv'.length),
          parseCsv(readFileSync(join(folder, 'out', name), 'utf8')),
        ]),
      )
    }
    return files.map(sheetsOf) as { [At in keyof Files]: Sheets }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}
