import { sql } from 'kysely'
import type { Db } from '../db/types.ts'

/** Tables that stay behind: sign-ins end with their server; the counts and the audit's queue are made again by triggers. */
const left = [
  'sessions',
  'oidc_payloads',
  'used_proofs',
  'sign_in_failures',
  'feed_deltas',
  'audit_queue',
  'kysely_migration',
  'kysely_migration_lock',
]
/** Numbers of transactions mean something on one server only: on another the feed begins again, in the same order. */
const placeColumns = ['xid', 'id']

/** A table as it moves: the columns that are written, and what they are ordered by where order matters. */
export interface MovingTable {
  readonly name: string
  readonly columns: readonly string[]
}

/** Every table of the register, those that others refer to first. */
export async function listMovingTables(db: Db): Promise<MovingTable[]> {
  const { rows: columns } = await sql<{ name: string; column: string }>`
    select c.table_name as name, c.column_name as "column" from information_schema.columns as c
    join information_schema.tables as t on t.table_schema = c.table_schema and t.table_name = c.table_name
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER'
    order by c.table_name, c.ordinal_position
  `.execute(db)
  const { rows: references } = await sql<{ name: string; to: string }>`
    select conrelid::regclass::text as name, confrelid::regclass::text as "to"
    from pg_constraint where contype = 'f' and conrelid <> confrelid
  `.execute(db)
  const names = [...new Set(columns.map(({ name }) => name))].filter((name) => !left.includes(name))
  const ordered: string[] = []
  const visit = (name: string): void => {
    if (ordered.includes(name)) return
    for (const { to } of references.filter((reference) => reference.name === name)) visit(to)
    ordered.push(name)
  }
  for (const name of names) visit(name)
  return ordered.map((name) => ({
    name,
    columns: columns
      .filter((row) => row.name === name && !(name === 'feed' && placeColumns.includes(row.column)))
      .map(({ column }) => column),
  }))
}

/** The rows of a table as JSON arrays of at most `size` rows, in the caller's transaction. */
export async function* readRows(trx: Db, { name, columns }: MovingTable, size: number): AsyncGenerator<string, void> {
  const list = sql.join(columns.map((column) => sql.ref(column)))
  const order = name === 'feed' ? sql`order by feed.xid, feed.id` : sql``
  await sql`declare moving no scroll cursor for select to_json(r)::text as row
    from (select ${list} from ${sql.table(name)} ${order}) as r`.execute(trx)
  for (;;) {
    const { rows } = await sql<{ row: string }>`fetch ${sql.lit(size)} from moving`.execute(trx)
    if (rows.length === 0) break
    yield `[${rows.map(({ row }) => row).join(',')}]`
  }
  await sql`close moving`.execute(trx)
}

/** Writes rows that `readRows` gave, and answers how many they were. */
export async function writeRows(trx: Db, { name, columns }: MovingTable, rows: string): Promise<number> {
  const list = sql.join(columns.map((column) => sql.ref(column)))
  const { numAffectedRows } = await sql`
    insert into ${sql.table(name)} (${list}) overriding system value
    select ${list} from json_populate_recordset(null::${sql.table(name)}, ${rows}::json)
  `.execute(trx)
  return Number(numAffectedRows ?? 0)
}

/** Where the running numbers stand, by the name of their sequence. */
export async function readSequences(db: Db): Promise<Record<string, number>> {
  const { rows } = await sql<{ name: string; last: number | null }>`
    select sequencename as name, last_value as last from pg_sequences where schemaname = 'public'
  `.execute(db)
  return Object.fromEntries(rows.flatMap(({ name, last }) => (last === null ? [] : [[name, last]])))
}

/** Lets the running numbers go on from there; the feed's own has gone on already. */
export async function writeSequences(trx: Db, sequences: Readonly<Record<string, number>>): Promise<void> {
  for (const [name, last] of Object.entries(sequences)) {
    if (name !== 'feed_position') await sql`select setval(${name}::regclass, ${last})`.execute(trx)
  }
}

/** Names of the migrations that made the schema, in order. */
export async function listMigrations(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  return rows.map(({ name }) => name)
}
