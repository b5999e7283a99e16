import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { AppError } from '#shared/kernel/errors.ts'
import { fromSqlite } from './sqlite-errors.ts'

const codeFor = (code: string) => {
  const thrown = fromSqlite(new Database.SqliteError('x', code))
  return thrown instanceof AppError ? thrown.code : thrown instanceof Error && 'code' in thrown ? thrown.code : thrown
}

test.each([
  ['SQLITE_FULL', 'store/full'],
  ['SQLITE_NOTADB', 'store/damaged'],
  ['SQLITE_CORRUPT', 'store/damaged'],
  ['SQLITE_CORRUPT_VTAB', 'store/damaged'],
  ['SQLITE_CORRUPT_INDEX', 'store/damaged'],
  ['SQLITE_IOERR_DATA', 'store/damaged'],
  ['SQLITE_IOERR_CORRUPTFS', 'store/damaged'],
  ['SQLITE_IOERR', 'store/io'],
  ['SQLITE_IOERR_WRITE', 'store/io'],
  ['SQLITE_IOERR_FSYNC', 'store/io'],
  ['SQLITE_CANTOPEN', 'store/io'],
  ['SQLITE_READONLY', 'store/io'],
  ['SQLITE_READONLY_DBMOVED', 'store/io'],
  ['SQLITE_BUSY_SNAPSHOT', 'store/busy'],
  ['SQLITE_LOCKED', 'store/busy'],
  ['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_UNIQUE'],
])('%s is %s', (code, expected) => {
  expect(codeFor(code)).toBe(expected)
})

test('what is not SQLite’s comes back as it was', () => {
  const other = new Error('other')
  expect(fromSqlite(other)).toBe(other)
  expect(fromSqlite('text')).toBe('text')
})
