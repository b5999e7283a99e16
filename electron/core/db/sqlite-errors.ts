import { AppError } from '#shared/kernel/errors.ts'

function codeOf(thrown: unknown): string | undefined {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : undefined
}

/**
 * What SQLite threw, as an error of the table: a full disk, a damaged file (or a wrong key: an encrypted page that does
 * not authenticate looks the same), a file in use. Everything else comes back as it was.
 */
export function fromSqlite(thrown: unknown): unknown {
  const code = codeOf(thrown)
  if (code === undefined) return thrown
  const options = { cause: thrown }
  if (code === 'SQLITE_FULL') return new AppError('store/full', {}, options)
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) return new AppError('store/damaged', {}, options)
  if (code.startsWith('SQLITE_BUSY')) return new AppError('store/busy', {}, options)
  return thrown
}
