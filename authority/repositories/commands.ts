import { sql } from 'kysely'
import type { Receipt } from '#shared/protocol/push.ts'
import type { Db } from '../db/types.ts'
import { insertRows } from './rows.ts'

/** A command (or a deferral in its place) that the authority has settled. */
export interface StoredCommand {
  readonly id: string
  readonly device: string
  readonly actor: string
  readonly seq: number
  readonly kind: string
  readonly bodyHash: string
  readonly state: 'settled' | 'deferred'
  readonly receipt: Receipt
}

const columns = ['id', 'device', 'actor', 'seq', 'kind', 'bodyHash', 'state', 'receipt'] as const

/** Lets one transaction at a time work on the commands of these clerks on a device. */
export async function lockSequences(trx: Db, device: string, actors: readonly string[]): Promise<void> {
  // One order for everybody, so that two pushes of a device never wait for each other in a circle.
  const places = [...new Set(actors)].sort().map((actor) => `${device}\n${actor}`)
  await sql`
    select pg_advisory_xact_lock(hashtextextended(place, 0)) from unnest(${places}::text[]) with ordinality as p(place, n)
    order by n
  `.execute(trx)
}

/** Commands with one of these ids, and those that stand at one of these places; some may come twice. */
export async function listStored(
  db: Db,
  ids: readonly string[],
  places: readonly { device: string; actor: string; seq: number }[],
): Promise<StoredCommand[]> {
  const names = sql.join(columns.map((name) => sql.ref(`c.${name}`)))
  // Two questions, each with an index of its own: asked as one with `or`, the whole table is read.
  const { rows } = await sql<StoredCommand>`
    select ${names} from commands as c where c.id = any(${ids}::text[])
    union all
    select ${names} from json_to_recordset(${JSON.stringify(places)}::json) as w(device text, actor text, seq integer)
    join commands as c on c.device = w.device and c.actor = w.actor and c.seq = w.seq
  `.execute(db)
  return rows
}

/** The command with this id. */
export async function findStored(db: Db, id: string): Promise<StoredCommand | undefined> {
  return db.selectFrom('commands').select(columns).where('id', '=', id).executeTakeFirst()
}

/** The next seq of these clerks on a device; who has sent nothing begins at 1. */
export async function listNextSeq(db: Db, device: string, actors: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ actor: string; last: number | null }>`
    select a.actor, (select max(seq) from commands as c where c.device = ${device} and c.actor = a.actor) as last
    from unnest(${[...new Set(actors)]}::text[]) as a(actor)
  `.execute(db)
  return new Map(rows.map(({ actor, last }) => [actor, (last ?? 0) + 1]))
}

/** Keeps commands with their receipts; over a deferral of the same id when there is one. */
export async function saveStored(trx: Db, commands: readonly StoredCommand[]): Promise<void> {
  const rows = commands.map((command) => ({ ...command, receivedAt: command.receipt.at }))
  await insertRows(trx, 'commands', rows, {
    over: 'id',
    set: ['kind', 'bodyHash', 'state', 'receipt', 'receivedAt'],
  })
}
