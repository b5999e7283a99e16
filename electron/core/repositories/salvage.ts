import type { SqlValue, Store } from '#core/db/store.ts'
import {
  forEachLocal,
  type LocalImage,
  type LocalTable,
  localKeys,
  localTables,
  type PlainRow,
} from '#core/db/table-kinds.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { type FeedTable, feedTables } from '#shared/protocol/pull.ts'
import { RowForms } from './arrival-forms.ts'
import { Arrivals } from './arrivals.ts'
import { isContentOf, putDocument } from './documents.ts'
import { beginFill, endFill, finishFill } from './index-upkeep.ts'
import { putLocalRows } from './local-rows.ts'
import { applyChange } from './replica.ts'
import { countRows } from './store-health.ts'

/** Rows read at once, as long as nothing is damaged. */
const pageSize = 500

type Direction = 'up' | 'down'

interface Reading {
  readonly table: string
  readonly key: readonly string[]
}

/** One page of rows beyond a key; undefined when a page of the file on the way cannot be read. */
function readPage(
  store: Store,
  { table, key }: Reading,
  direction: Direction,
  beyond: readonly SqlValue[] | undefined,
  limit: number,
): PlainRow[] | undefined {
  const columns = key.join(', ')
  const marks = key.map(() => (key[0] === 'place' ? 'CAST(? AS INTEGER)' : '?')).join(', ')
  const [sign, order] = direction === 'up' ? ['>', 'ASC'] : ['<', 'DESC']
  const where = beyond === undefined ? '' : `WHERE (${columns}) ${sign} (${marks})`
  const by = key.map((column) => `${column} ${order}`).join(', ')
  try {
    return store.allOf<PlainRow>(`SELECT * FROM ${table} ${where} ORDER BY ${by} LIMIT ${limit}`, ...(beyond ?? []))
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'store/damaged') return undefined
    throw thrown
  }
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
function readAround(store: Store, reading: Reading, onRows: (rows: PlainRow[]) => void): boolean {
  const up = readFrom(store, reading, 'up', undefined, onRows)
  if (up.whole) return true
  readFrom(store, reading, 'down', up.last, onRows)
  return false
}

/** Hears of rows that were read of a table; what it throws ends the reading. */
type OnRead = (table: string, rows: number) => void

/** What a damaged store still gives of what only this desk holds, and the tables of which something is missing. */
export function salvageLocalRows(
  store: Store,
  onRead: OnRead = () => undefined,
): { image: LocalImage; incomplete: LocalTable[] } {
  const incomplete: LocalTable[] = []
  const of = (table: LocalTable): PlainRow[] => {
    const found: PlainRow[] = []
    const take = (rows: PlainRow[]): void => {
      onRead(table, rows.length)
      found.push(...rows)
    }
    if (!readAround(store, { table, key: localKeys[table] }, take)) incomplete.push(table)
    return found
  }
  const tables = forEachLocal(of)
  const version = Number(store.findOf<{ user_version: number }>('PRAGMA user_version')?.user_version)
  // Where the mark itself cannot be read the second copy is believed before this.
  const mark = Number(tables.settings.find(({ key }) => key === 'local-mark')?.['value'] ?? 0)
  return { image: { version, mark, tables }, incomplete }
}

/** Rows that a repair reads; 0 of tables that cannot be counted. */
export function countToCarry(store: Store): number {
  return [...localTables, ...replicaOrder, 'documents'].reduce((sum, table) => {
    try {
      return sum + countRows(store, table)
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code === 'store/damaged') return sum
      throw thrown
    }
  }, 0)
}

/** Tables of the authority's rows in an order in which each finds what it refers to. */
const replicaOrder: readonly FeedTable[] = [
  'clerks',
  'evidence_lists',
  'reference_versions',
  'schedules',
  'members',
  'requests',
  'certificates',
  'appointments',
]

/** The JSON of a row; undefined for text that is none. */
function parseRow(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function carryTable(from: Store, to: Store, table: FeedTable, at: string, onRead: OnRead): number {
  let carried = 0
  readAround(from, { table, key: ['id'] }, (rows) => {
    onRead(table, rows.length)
    to.cheapTransaction(() => {
      for (const { row, generation, ...columns } of rows) {
        const scope = typeof columns['branch'] === 'string' ? `branch:${columns['branch']}` : 'directory'
        // Parsed by its schema like any row that comes over the wire: nothing enters unread.
        const read = feedTables[table].safeParse(parseRow(String(row)))
        if (!read.success) continue
        const change = { table, id: read.data.id, version: read.data.version, row: { ...read.data } }
        if (applyChange(to, change, { scope, generation: Number(generation), at })) carried += 1
      }
    })
  })
  return carried
}

/** Rows that are put in one transaction where there may be millions of them. */
const bulkRows = 4000

/** `carryTable` for the two that grow into millions: put into form, in order, many at once, as a fill does. */
function carryLargeTable(
  from: Store,
  to: Store,
  table: 'members' | 'certificates',
  at: string,
  onRead: OnRead,
): number {
  let carried = 0
  const waiting = new Map<number, { forms: RowForms; rows: number }>()
  const full = new Set<number>()
  const put = (generation: number, forms: RowForms): void => {
    // What does not parse is left behind: the authority is asked for it again.
    const rows = { ...forms.inOrder(), others: [] }
    const arrivals = new Arrivals({ scope: 'directory', generation, at }, rows, { fresh: true, full })
    to.cheapTransaction(() => arrivals.put(to, () => false))
    carried += rows.members.length + rows.certificates.length
    waiting.delete(generation)
  }
  readAround(from, { table, key: [table === 'members' ? 'place' : 'id'] }, (rows) => {
    onRead(table, rows.length)
    for (const { row, generation } of rows) {
      const group = waiting.get(Number(generation)) ?? { forms: new RowForms(), rows: 0 }
      group.forms.takeText(table, String(row))
      group.rows += 1
      waiting.set(Number(generation), group)
      if (group.rows >= bulkRows) put(Number(generation), group.forms)
    }
  })
  for (const [generation, { forms }] of waiting) put(generation, forms)
  return carried
}

/** Brings the authority's rows that can be read over into a new store, to be used until they are fetched again. */
export function carryReplica(
  from: Store,
  to: Store,
  at: string,
  onRead: OnRead = () => undefined,
): Record<string, number> {
  const carried: Record<string, number> = {}
  beginFill(to, Number.POSITIVE_INFINITY)
  for (const table of replicaOrder) {
    const isLarge = table === 'members' || table === 'certificates'
    carried[table] = isLarge ? carryLargeTable(from, to, table, at, onRead) : carryTable(from, to, table, at, onRead)
  }
  endFill(to)
  finishFill(to)
  let documents = 0
  readAround(from, { table: 'documents', key: ['hash'] }, (rows) => {
    onRead('documents', rows.length)
    for (const row of rows as unknown as { hash: string; bytes: Uint8Array; kept_at: string }[]) {
      if (!isContentOf(row.hash, row.bytes)) continue
      putDocument(to, row.hash, row.bytes, row.kept_at)
      documents += 1
    }
  })
  return { ...carried, documents }
}

/** Puts rows of an earlier schema into a store of that schema. */
export function putImage(store: Store, image: LocalImage): void {
  store.transaction(() => {
    for (const table of localTables) putLocalRows(store, table, image.tables[table])
  })
}
