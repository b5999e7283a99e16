import type { SqlValue, Store } from '#core/db/store.ts'
import type { PlainRow } from '#core/db/table-kinds.ts'
import { AppError } from '#shared/kernel/errors.ts'

/** Rows read at once, as long as nothing is damaged. */
const pageSize = 500

type Direction = 'up' | 'down'

/** In which order a table of a damaged store is read. */
export interface Reading {
  readonly table: string
  /** What a row is found by, in the table itself (`rowid`, where it has one) or in an index that needs no other page. */
  readonly key: readonly string[]
  /** What is read of a row besides its key; all of it when absent. */
  readonly columns?: readonly string[]
  /** The index that is read in place of the table. */
  readonly index?: string
}

/** What SQLite says of a table or an index that is not in the part of the schema that it could read. */
const isUnknown = (thrown: unknown): boolean => thrown instanceof Error && /^no such (table|index)/.test(thrown.message)

/** Asks a damaged store; undefined when a page on the way cannot be read. Other errors are thrown on. */
export function unlessUnreadable<T>(ask: () => T): T | undefined {
  try {
    return ask()
  } catch (thrown) {
    if (isUnknown(thrown) || (thrown instanceof AppError && thrown.code === 'store/damaged')) return undefined
    throw thrown
  }
}

/** One page of rows beyond a key; undefined when a page of the file on the way cannot be read. */
function readPage(
  store: Store,
  { table, key, columns, index }: Reading,
  direction: Direction,
  beyond: readonly SqlValue[] | undefined,
  limit: number,
): PlainRow[] | undefined {
  const shown = columns ? [...key, ...columns].join(', ') : key[0] === 'rowid' ? 'rowid AS rowid, *' : '*'
  const from = index === undefined ? table : `${table} INDEXED BY "${index}"`
  const marks = key.map(() => (key[0] === 'place' ? 'CAST(? AS INTEGER)' : '?')).join(', ')
  const [sign, order] = direction === 'up' ? ['>', 'ASC'] : ['<', 'DESC']
  const where = beyond === undefined ? '' : `WHERE (${key.join(', ')}) ${sign} (${marks})`
  const by = key.map((column) => `${column} ${order}`).join(', ')
  return unlessUnreadable(() =>
    store.allOf<PlainRow>(`SELECT ${shown} FROM ${from} ${where} ORDER BY ${by} LIMIT ${limit}`, ...(beyond ?? [])),
  )
}

/** Reads a table from one end until its other end, or until a page that cannot be read. Answers whether it was whole. */
function readFrom(
  store: Store,
  reading: Reading,
  direction: Direction,
  until: string | undefined,
  onRows: (rows: PlainRow[]) => void,
): { whole: boolean; last: string | undefined } {
  const keyOf = (row: PlainRow): SqlValue[] => reading.key.map((column) => row[column] ?? null)
  let beyond: SqlValue[] | undefined
  let limit = pageSize
  for (;;) {
    const rows = readPage(store, reading, direction, beyond, limit)
    const last = beyond && JSON.stringify(beyond)
    if (rows === undefined) {
      if (limit === 1) return { whole: false, last }
      // Row by row up to the damage.
      limit = 1
      continue
    }
    const met = until === undefined ? -1 : rows.findIndex((row) => JSON.stringify(keyOf(row)) === until)
    onRows(met < 0 ? rows : rows.slice(0, met))
    const end = rows.at(-1)
    if (met >= 0 || end === undefined) return { whole: true, last }
    beyond = keyOf(end)
  }
}

/**
 * Reads what can be read of a table: from its beginning up to the first page that is damaged, and from its end down to
 * the last one. Answers whether that was all of it.
 */
export function readAround(store: Store, reading: Reading, onRows: (rows: PlainRow[]) => void): boolean {
  const up = readFrom(store, reading, 'up', undefined, onRows)
  if (up.whole) return true
  readFrom(store, reading, 'down', up.last, onRows)
  return false
}
