import type { ColumnType } from 'kysely'

/** Read as a value, written as JSON text. */
export type Json<T> = ColumnType<T, string, string>

/** Instants are ISO texts in UTC with milliseconds on both sides: the drivers' parsers see to it. */
export type InstantText = string
