import { sql } from 'kysely'
import type { Receipt } from '#shared/protocol/push.ts'
import type { Db } from '../db/types.ts'

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

/** Lets one transaction at a time work on the commands of a clerk on a device. */
export async function lockSequence(trx: Db, device: string, actor: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${device}\n${actor}`}, 0))`.execute(trx)
}

/** Commands with one of these ids, or standing at one of these places. */
export async function listStored(
  db: Db,
  wanted: readonly { id: string; device: string; actor: string; seq: number }[],
): Promise<StoredCommand[]> {
  const places = JSON.stringify(wanted)
  return db
    .selectFrom('commands')
    .select(columns)
    .where((eb) =>
      eb.or([
        eb(
          'id',
          'in',
          wanted.map(({ id }) => id),
        ),
        sql<boolean>`(device, actor, seq) in (
          select w.device, w.actor, w.seq from json_to_recordset(${places}::json) as w(device text, actor text, seq integer)
        )`,
      ]),
    )
    .execute()
}

/** The command with this id. */
export async function findStored(db: Db, id: string): Promise<StoredCommand | undefined> {
  return db.selectFrom('commands').select(columns).where('id', '=', id).executeTakeFirst()
}

/** The next seq of every clerk of a device who has sent something; the others begin at 1. */
export async function listNextSeq(db: Db, device: string): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('commands')
    .select(['actor', (eb) => eb.fn.max('seq').as('last')])
    .where('device', '=', device)
    .groupBy('actor')
    .execute()
  return new Map(rows.map(({ actor, last }) => [actor, last + 1]))
}

/** Keeps a command with its receipt; over a deferral of the same id when there is one. */
export async function saveStored(trx: Db, command: StoredCommand): Promise<void> {
  const receivedAt = command.receipt.at
  const receipt = JSON.stringify(command.receipt)
  const { kind, bodyHash, state } = command
  await trx
    .insertInto('commands')
    .values({ ...command, receipt, receivedAt })
    .onConflict((oc) => oc.column('id').doUpdateSet({ kind, bodyHash, state, receipt, receivedAt }))
    .execute()
}
