import type { Store } from '#core/db/store.ts'
import { type LocalTable, localTables, type TableName } from '#core/db/table-kinds.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { Command } from '#shared/protocol/command.ts'
import { listCursors } from './cursors.ts'
import { findSetting } from './settings.ts'

/** Whether a question fails for a page that cannot be read; other errors are thrown on. */
function isDamaged(ask: () => unknown): boolean {
  try {
    ask()
    return false
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'store/damaged') return true
    throw thrown
  }
}

/** Rows of each table that the quick check reads at most; enough for a month of a busy desk's work. */
const quickRows = 2000

/** Without how far it has read a desk does nothing with the authority: a page or two, which are had again like all else. */
const needed: readonly TableName[] = [...localTables, 'cursors']

/**
 * Tables that this desk cannot work without, and that cannot be read: every page of them while they are small, else their
 * ends. Milliseconds, however many members there are.
 */
export function listUnreadableLocal(store: Store): TableName[] {
  return needed.filter((table) =>
    isDamaged(() => {
      const order = table === 'outbox' ? 'ORDER BY position DESC' : ''
      // Text is fetched, and not only counted, because long rows lie on pages of their own.
      store.allOf(`SELECT * FROM ${table} ${order} LIMIT ${quickRows}`)
      store.findOf(`SELECT count(*) FROM ${table}`)
    }),
  )
}

interface IndexName {
  readonly table: LocalTable
  readonly name: string
  readonly first: string
}

/** The indexes of what only this desk holds, by tables; an expression has no first column to be read by. */
function listLocalIndexes(store: Store): IndexName[] {
  const known = new Set<string>(localTables)
  return store
    .allOf<IndexName>(
      `SELECT tbl_name AS "table", name,
         (SELECT name FROM pragma_index_info(sqlite_schema.name) WHERE seqno = 0) AS first FROM sqlite_schema
       WHERE type = 'index' AND coalesce(sql, '') NOT LIKE '% WHERE %' ORDER BY tbl_name`,
    )
    .filter(({ table }) => known.has(table))
}

/**
 * Reads the indexes of what only this desk holds, one at a time: its table's name when it cannot be read, though the rows
 * can. By some of them a round finds what to send. A table with one that is bad is not looked at any further.
 */
export function* readLocalIndexes(store: Store): Generator<LocalTable | null, void> {
  const bad = new Set<LocalTable>()
  for (const { table, name, first } of listLocalIndexes(store)) {
    if (bad.has(table)) continue
    // Not counted: SQLite would count by the smallest of them, whichever is named.
    const ask = () => store.findOf(`SELECT sum(length("${first}")) FROM ${table} INDEXED BY "${name}"`)
    if (isDamaged(ask)) bad.add(table)
    yield bad.has(table) ? table : null
  }
}

/** How many places of each large table the quick check looks at. */
const samples = 24
/** Halvings after which a sample takes what it has come to; a million rows need about twenty. */
const mostHalvings = 60

/** The large tables of the authority's rows, and the column by which a row is found; two of them have no row ids. */
const sampled = { members: 'place', requests: 'id', certificates: 'rowid', appointments: 'id' } as const
type SampledTable = keyof typeof sampled
const sampledTables = Object.keys(sampled) as SampledTable[]

/** A key above the lower one and not above the upper one, about half way between them: numbers, or texts by letters. */
function halfWay(lower: string | number, upper: string | number): string | number {
  if (typeof lower === 'number' || typeof upper === 'number')
    return Number(lower) + Math.ceil((Number(upper) - Number(lower)) / 2)
  let shared = 0
  while (shared < lower.length && lower[shared] === upper[shared]) shared += 1
  const from = shared < lower.length ? lower.charCodeAt(shared) : 0
  return upper.slice(0, shared) + String.fromCharCode(from + Math.ceil((upper.charCodeAt(shared) - from) / 2))
}

/**
 * The key of a row somewhere in a table, whatever keys look like: between the first and the last it goes on in the lower
 * or the upper half by chance, until one row is left.
 */
export function pickKey(store: Store, table: SampledTable, random: () => number): string | number | undefined {
  const column = sampled[table]
  const bound = column === 'id' ? '?' : 'CAST(? AS INTEGER)'
  const find = (rest: string, ...values: (string | number)[]): string | number | undefined =>
    store.findOf<{ key: string | number }>(`SELECT ${column} AS key FROM ${table} ${rest} LIMIT 1`, ...values)?.key
  let lower = find(`ORDER BY ${column}`)
  let upper = find(`ORDER BY ${column} DESC`)
  for (let left = mostHalvings; left > 0; left -= 1) {
    if (lower === undefined || upper === undefined || lower === upper) return lower
    const middle = halfWay(lower, upper)
    if (random() < 0.5) upper = find(`WHERE ${column} < ${bound} ORDER BY ${column} DESC`, middle)
    else lower = find(`WHERE ${column} >= ${bound} ORDER BY ${column}`, middle)
  }
  return lower
}

/**
 * Reads rows here and there in the large tables of the authority's rows. After each it says which table it could not
 * read, or null: other work may go in between.
 *
 * @param random 0 to 1.
 */
export function* readSamples(store: Store, random: () => number): Generator<SampledTable | null, void> {
  for (const table of sampledTables) {
    const read = (): unknown => {
      const key = pickKey(store, table, random)
      const bound = typeof key === 'number' ? 'CAST(? AS INTEGER)' : '?'
      return key === undefined || store.findOf(`SELECT * FROM ${table} WHERE ${sampled[table]} = ${bound}`, key)
    }
    for (let left = samples; left > 0; left -= 1) {
      const damaged = isDamaged(read)
      yield damaged ? table : null
      if (damaged) break
    }
  }
}

/** What SQLite says of one table and its indexes (every page of them is read): `damaged`, or its complaints. */
export function checkTable(store: Store, table: string): 'damaged' | string[] {
  let said: string[] = []
  const damaged = isDamaged(() => {
    said = store
      .allOf<{ integrity_check: string }>(`PRAGMA integrity_check("${table.replaceAll('"', '""')}")`)
      .map((row) => row.integrity_check)
  })
  return damaged ? 'damaged' : said.filter((line) => line !== 'ok')
}

/** Tables of the file that have pages of their own, the schema itself (with the free pages) first. */
export function listTables(store: Store): string[] {
  const rows = store.allOf<{ name: string }>(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'sqlite_sequence'
       AND sql NOT LIKE 'CREATE VIRTUAL TABLE % USING fts5vocab%' ORDER BY name`,
  )
  return ['sqlite_schema', ...rows.map(({ name }) => name)]
}

export function countRows(store: Store, table: string): number {
  return store.findOf<{ count: number }>(`SELECT count(*) AS count FROM "${table}"`)?.count ?? 0
}

/** Rows by table that refer to something that is not there. */
export function countBrokenReferences(store: Store): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { table } of store.allOf<{ table: string }>('PRAGMA foreign_key_check'))
    counts.set(table, (counts.get(table) ?? 0) + 1)
  return counts
}

/** Members without an entry in the search index, and entries without a member. */
export function countIndexDifferences(store: Store): number {
  const row = store.findOf<{ count: number }>(
    `SELECT (SELECT count(*) FROM members WHERE place NOT IN (SELECT id FROM member_index_docsize))
          + (SELECT count(*) FROM member_index_docsize WHERE id NOT IN (SELECT place FROM members)) AS count`,
  )
  return row?.count ?? 0
}

/** Members and certificates by which the numbers that are kept up with the rows differ from the rows. */
export function countTallyDifferences(store: Store): number {
  const row = store.findOf<{ count: number }>(
    `SELECT abs(coalesce((SELECT count FROM member_tally), -1) - (SELECT count(*) FROM members)) + (
       SELECT coalesce(sum(abs(difference)), 0) FROM (
         SELECT sum(count) AS difference FROM (
           SELECT state, kind, awaiting_second, expires_on, count FROM certificates_counted
           UNION ALL
           SELECT state, kind, awaiting_second, expires_on, -1 FROM certificates)
         GROUP BY state, kind, awaiting_second, expires_on)) AS count`,
  )
  return row?.count ?? 0
}

/** Effects whose command is not in the outbox, or was refused, taken back or put away: they go with it. */
export function countEffectsWithoutCommand(store: Store): number {
  const row = store.findOf<{ count: number }>(
    `SELECT count(*) AS count FROM overlay LEFT JOIN outbox ON outbox.id = overlay.command_id
     WHERE outbox.id IS NULL OR outbox.state IN ('refused', 'withdrawn', 'settled') OR outbox.kind = 'withdrawn'`,
  )
  return row?.count ?? 0
}

/** The numbers of a clerk's commands on this desk. */
export interface CommandNumbers {
  readonly clerkId: string
  /** The number that the next command gets. */
  readonly next: number
  /** The highest number in the outbox; 0 for none. */
  readonly last: number
  /** Numbers between the lowest and the highest here that no command has. Receipted ones go from below after a time. */
  readonly missing: readonly number[]
}

/** Numbers by clerk: they have no gaps (docs/sync.md). At most 1,000 missing ones are named. */
export function listCommandNumbers(store: Store): CommandNumbers[] {
  const clerks = store.allOf<{ actor: string; next: number | null }>(
    `SELECT actor, (SELECT next_seq FROM enrolled WHERE clerk_id = actor) AS next FROM outbox GROUP BY actor
     UNION SELECT clerk_id, next_seq FROM enrolled ORDER BY 1`,
  )
  return clerks.map(({ actor, next }) => {
    const seqs = store
      .allOf<{ seq: number }>('SELECT seq FROM outbox WHERE actor = ? AND seq > 0 ORDER BY seq', actor)
      .map(({ seq }) => seq)
    const missing: number[] = []
    for (const [index, seq] of seqs.entries()) {
      for (let wanted = (seqs[index - 1] ?? seq - 1) + 1; wanted < seq && missing.length < 1000; wanted += 1)
        missing.push(wanted)
    }
    return { clerkId: actor, next: next ?? 0, last: seqs.at(-1) ?? 0, missing }
  })
}

/** Numbers of commands without a receipt whose body is not a command, by clerk. */
export function listUnreadableCommands(store: Store): Map<string, number[]> {
  const found = new Map<string, number[]>()
  const rows = store.allOf<{ actor: string; seq: number; body: string }>(
    `SELECT actor, seq, body FROM outbox WHERE state IN ('held', 'waiting', 'sending', 'retrying', 'parked')
     ORDER BY position`,
  )
  for (const { actor, seq, body } of rows) {
    if (isCommand(body)) continue
    found.set(actor, [...(found.get(actor) ?? []), seq])
  }
  return found
}

function isCommand(body: string): boolean {
  try {
    return Command.safeParse(JSON.parse(body)).success
  } catch {
    return false
  }
}

/** Scopes whose cursor is of another epoch than the one that the authority last named, or cannot be read. */
export function listStrangeCursors(store: Store): string[] {
  const epoch = findSetting(store, 'authority')?.epoch
  try {
    return listCursors(store)
      .filter((cursor) => cursor.cursor === '' || (epoch !== undefined && cursor.epoch !== epoch))
      .map(({ scope }) => scope)
  } catch {
    return ['']
  }
}

export function countAside(store: Store): number {
  return countRows(store, 'aside')
}

/** The oldest command without a receipt, and how many there are. */
export function findOldestUnsent(store: Store): { madeAt: string; state: string; count: number } | null {
  const where = "state IN ('held', 'waiting', 'sending', 'retrying', 'parked')"
  const oldest = store.findOf<{ made_at: string; state: string }>(
    `SELECT made_at, state FROM outbox WHERE ${where} ORDER BY position LIMIT 1`,
  )
  if (!oldest) return null
  const count = store.findOf<{ count: number }>(`SELECT count(*) AS count FROM outbox WHERE ${where}`)?.count ?? 0
  return { madeAt: oldest.made_at, state: oldest.state, count }
}

/** Pages of the file, their size, those that hold nothing, and the version of the schema. */
export function describePages(store: Store): { pages: number; pageBytes: number; freePages: number; schema: number } {
  const read = (name: string): number =>
    Number(Object.values(store.findOf<Record<string, number>>(`PRAGMA ${name}`) ?? {})[0] ?? 0)
  return {
    pages: read('page_count'),
    pageBytes: read('page_size'),
    freePages: read('freelist_count'),
    schema: read('user_version'),
  }
}
