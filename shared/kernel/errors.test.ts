import { expect, test } from 'vitest'
import { deskErrors } from './error-rows/desk.ts'
import { lineErrors } from './error-rows/line.ts'
import { peopleErrors } from './error-rows/people.ts'
import { storeErrors } from './error-rows/store.ts'
import { workErrors } from './error-rows/work.ts'
import { errorTable } from './error-table.ts'
import { AppError, getErrorRow, isErrorCode, toAppError } from './errors.ts'

test('every row is whole: an Arabic and an English sentence for what, what is safe, what to do', () => {
  for (const [code, row] of Object.entries(errorTable)) {
    for (const part of ['ar', 'safeAr', 'doAr'] as const) expect(row[part], code).toMatch(/[؀-ۿ].*\.$/u)
    for (const part of ['en', 'safeEn', 'doEn'] as const) expect(row[part], code).toMatch(/^[A-Z'].*\.$/)
    expect(row.status, code).toBeGreaterThanOrEqual(400)
  }
})

test('no code stands in two parts of the table', () => {
  const parts = [deskErrors, peopleErrors, lineErrors, storeErrors, workErrors]
  const codes = parts.flatMap((part) => Object.keys(part))
  expect(new Set(codes).size).toBe(codes.length)
  expect(Object.keys(errorTable).sort()).toEqual(codes.sort())
})

test('words of Object.prototype are no codes', () => {
  expect(isErrorCode('toString')).toBe(false)
  expect(isErrorCode('sync/conflict')).toBe(true)
  expect(getErrorRow('sync/conflict').status).toBe(409)
})

test('an unknown thrown thing becomes internal and keeps its cause', () => {
  const cause = new Error('x')
  expect(toAppError(cause)).toMatchObject({ code: 'internal', cause })
  const known = new AppError('record/not-found', { table: 'members' })
  expect(toAppError(known)).toBe(known)
})
