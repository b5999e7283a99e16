import { sql } from 'kysely'
import type { FeedTable } from '#shared/protocol/pull.ts'
import type { Db } from '../db/types.ts'
import { type FeedPosition, feedStart } from './feed.ts'
import { rowText } from './row-texts.ts'

/** Tables of the directory in the order in which a fill brings them: people can be found before their papers come. */
export const fillTables = [
  'clerks',
  'reference_versions',
  'evidence_lists',
  'members',
  'certificates',
] as const satisfies FeedTable[]
export type FillTable = (typeof fillTables)[number]

/** Where a table has been read to: the columns of its order. */
export type FillKey = readonly string[]

export interface FillPage {
  /** The rows as JSON objects, a line each, without an end of line after the last. */
  readonly lines: string
  readonly rows: number
  /** Key of the last row. */
  readonly last: FillKey
}

/** Expressions of the order of each table; each ends with the id, so that no two rows are alike. */
const orders: Record<FillTable, readonly string[]> = {
  clerks: ['id'],
  evidence_lists: ['id'],
  reference_versions: ['id'],
  // As in the index of migration 0014.
  members: [
    `state collate "C"`,
    `left(coalesce(name_ar ->> 'first', '') || ' ' || coalesce(name_ar ->> 'father', '') || ' ' || coalesce(name_ar ->> 'grandfather', ''), 12) collate "C"`,
    `id collate "C"`,
  ],
  certificates: ['id'],
}

interface Statement {
  readonly line: string
  readonly order: string
  readonly keys: string
  readonly named: readonly string[]
}

/** What a page selects, by table: fixed texts, made once. */
const statements: ReadonlyMap<FillTable, Statement> = new Map(
  fillTables.map((table) => {
    const order = orders[table].join(', ')
    const keys = orders[table].map((expression, at) => `${expression} as k${at}`).join(', ')
    return [table, { line: rowText(table), order, keys, named: orders[table].map((_, at) => `k${at}`) }]
  }),
)

/**
 * The next rows of a table behind a key, in the table's order, at most `limit`; undefined when there are no more.
 */
export async function readFillPage(
  db: Db,
  table: FillTable,
  after: FillKey | null,
  limit: number,
): Promise<FillPage | undefined> {
  const statement = statements.get(table)
  if (!statement) throw new Error(`A fill has no table ${table}`)
  const { line, order, keys, named } = statement
  const where =
    after === null ? sql`` : sql`where (${sql.raw(order)}) > (${sql.join(after.map((part) => sql`${part}::text`))})`
  const last = sql.raw(`json_build_array(${named.join(', ')})::text`)
  const backwards = sql.raw(named.map((name) => `${name} desc`).join(', '))
  const { rows } = await sql<{ lines: string | null; rows: number; last: string | null }>`
    with page as materialized (
      select ${sql.raw(keys)}, ${sql.raw(line)} as line
      from ${sql.table(table)}
      ${where}
      order by ${sql.raw(order)}
      limit ${limit}
    )
    select string_agg(line, E'\n') as lines, count(*)::int as rows,
      (select ${last} from page order by ${backwards} limit 1) as last
    from page
  `.execute(db)
  const [page] = rows
  if (!page?.lines || !page.last) return undefined
  return { lines: page.lines, rows: page.rows, last: JSON.parse(page.last) as FillKey }
}

/** The newest place of a scope's feed behind which nothing can still appear. */
export async function findSettledHead(db: Db, scope: string): Promise<FeedPosition> {
  const { rows } = await sql<FeedPosition>`
    select xid::text as xid, id::text as id
    from feed
    where scope = ${scope} and xid < pg_snapshot_xmin(pg_current_snapshot())
    order by feed.xid desc, feed.id desc
    limit 1
  `.execute(db)
  return rows[0] ?? feedStart
}
