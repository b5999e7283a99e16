import type { Store } from '#core/db/store.ts'
import {
  forEachLocal,
  type LocalImage,
  type LocalTable,
  localKeys,
  localTables,
  type PlainRow,
} from '#core/db/table-kinds.ts'
import { type FeedTable, feedTables } from '#shared/protocol/pull.ts'
import { RowForms } from './arrival-forms.ts'
import { Arrivals } from './arrivals.ts'
import { isContentOf, putDocument } from './documents.ts'
import { beginFill, endFill, finishFill, makeOrder } from './index-upkeep.ts'
import { putLocalRows } from './local-rows.ts'
import { applyChange } from './replica.ts'
import { type CommandSeqs, salvageOutbox } from './salvage-outbox.ts'
import { readAround, unlessUnreadable } from './salvage-reading.ts'
import { countRows } from './store-health.ts'

/** Hears of rows that were read of a table; what it throws ends the reading. */
type OnRead = (table: string, rows: number) => void

/** What a damaged store still gives of what only this desk holds. */
export interface Salvaged {
  readonly image: LocalImage
  /** Tables of which something is missing. */
  readonly incomplete: readonly LocalTable[]
  /** Numbers of commands that were given, where the outbox is not whole and an index of it tells them. */
  readonly known: CommandSeqs
}

/** Whether a table is not there by right: a store of an earlier version has not all of them. */
const isNotYetThere = (store: Store, table: LocalTable): boolean =>
  unlessUnreadable(() => store.findOf('SELECT 1 FROM sqlite_schema WHERE name = ?', table) === undefined) ?? false

/** Reads what can be read of the local tables; nothing of what is read is put right here. */
export function salvageLocalRows(store: Store, onRead: OnRead = () => undefined): Salvaged {
  const incomplete: LocalTable[] = []
  let known: CommandSeqs = new Map()
  const of = (table: LocalTable): PlainRow[] => {
    const found: PlainRow[] = []
    const take = (rows: PlainRow[]): void => {
      onRead(table, rows.length)
      found.push(...rows)
    }
    if (isNotYetThere(store, table)) return found
    let whole: boolean
    if (table === 'outbox') ({ whole, known } = salvageOutbox(store, take))
    // Those of drafts have row ids: their key is an index of its own, which can be damaged where they are not.
    else whole = readAround(store, { table, key: table === 'drafts' ? ['rowid'] : localKeys[table] }, take)
    if (!whole) incomplete.push(table)
    return found
  }
  const tables = forEachLocal(of)
  const version = Number(store.findOf<{ user_version: number }>('PRAGMA user_version')?.user_version)
  // Where the mark itself cannot be read the second copy is believed before this.
  const mark = Number(tables.settings.find(({ key }) => key === 'local-mark')?.['value'] ?? 0)
  return { image: { version, mark, tables }, incomplete, known }
}

/** Rows that a repair reads; 0 of tables that cannot be counted. */
export function countToCarry(store: Store): number {
  const counted = [...localTables, ...replicaOrder, 'documents']
  return counted.reduce((sum, table) => sum + (unlessUnreadable(() => countRows(store, table)) ?? 0), 0)
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
  makeOrder(to)
  let documents = 0
  readAround(from, { table: 'documents', key: ['rowid'] }, (rows) => {
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
