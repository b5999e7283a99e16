import { AppError } from '#shared/kernel/errors.ts'

function codeOf(thrown: unknown): string | undefined {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : undefined
}

/** Codes by which the disk, and not the content, says no: the file cannot be opened, or not written, or the device errs. */
const ofTheDisk = /^SQLITE_(IOERR|CANTOPEN|READONLY)/

/** Codes of a content that is not what was written. */
const ofTheContent = /^SQLITE_(NOTADB|CORRUPT|IOERR_DATA|IOERR_CORRUPTFS)/

/**
 * What SQLite threw, as an error of the table: a full disk, a damaged file (or a wrong key: an encrypted page that does
 * not authenticate looks the same), a disk that errs, a file in use. Everything else comes back as it was.
 */
export function fromSqlite(thrown: unknown): unknown {
  const code = codeOf(thrown)
  if (code === undefined) return thrown
  const options = { cause: thrown }
  if (code === 'SQLITE_FULL') return new AppError('store/full', {}, options)
  if (ofTheContent.test(code)) return new AppError('store/damaged', {}, options)
  if (ofTheDisk.test(code)) return new AppError('store/io', { reason: code }, options)
  if (/^SQLITE_(BUSY|LOCKED|PROTOCOL)/.test(code)) return new AppError('store/busy', {}, options)
  return thrown
}
