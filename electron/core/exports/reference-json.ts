import { rename, rm, writeFile } from 'node:fs/promises'
import type { ReferenceVersion } from '#shared/domain/reference/reference-version.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { Written } from './workbook.ts'

/** The name of the JSON format, which an export writes and an import reads. */
export const referenceFormat = 'mumaris-reference'

/**
 * Writes a version as JSON; the file appears when it is whole.
 *
 * @throws AppError `reports/cannot-write`.
 */
export async function writeReferenceJson(version: ReferenceVersion, file: string): Promise<Written> {
  const { kind, effectiveFrom, note, rows } = version
  const text = `${JSON.stringify({ format: referenceFormat, version: 1, kind, effectiveFrom, note, rows }, null, 2)}\n`
  const part = `${file}.part`
  try {
    await writeFile(part, text, { mode: 0o600 })
    await rename(part, file)
  } catch (thrown) {
    await rm(part, { force: true }).catch(() => undefined)
    throw new AppError('reports/cannot-write', {}, { cause: thrown })
  }
  return { rows: rows.length, bytes: Buffer.byteLength(text) }
}
