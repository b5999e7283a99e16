import { errorTable } from './error-table.ts'

/** One row of the error table: what happened, what is safe, and what to do, in both languages. */
export interface ErrorRow {
  /** HTTP status with which the authority answers this error. */
  readonly status: number
  readonly ar: string
  readonly en: string
  readonly safeAr: string
  readonly safeEn: string
  readonly doAr: string
  readonly doEn: string
}

export type ErrorCode = keyof typeof errorTable

/** What more is known of an error, for the screen and the log. Never personal data. */
export type ErrorDetail = Readonly<Record<string, string | number | boolean | null>>

/** The one error that use-cases throw. Its sentences stand in the error table; only the edges translate it. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly detail: ErrorDetail
  constructor(code: ErrorCode, detail: ErrorDetail = {}, options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(detail)}`, options)
    this.name = 'AppError'
    this.code = code
    this.detail = detail
  }
}

/** Whether a word is a code of the table, for errors that came over a wire. */
export function isErrorCode(word: string): word is ErrorCode {
  return Object.hasOwn(errorTable, word)
}

/** The row of a code. */
export function getErrorRow(code: ErrorCode): ErrorRow {
  return errorTable[code]
}

/** Any thrown thing as an AppError: unknown ones become `internal`, with the first as their cause. */
export function toAppError(thrown: unknown): AppError {
  return thrown instanceof AppError ? thrown : new AppError('internal', {}, { cause: thrown })
}
