import { sql } from 'kysely'
import type { Db } from '../db/types.ts'

/** The epoch of the feed, or undefined in a register that was never begun. */
export async function findEpoch(db: Db): Promise<string | undefined> {
  const row = await db.selectFrom('meta').select('value').where('name', '=', 'epoch').executeTakeFirst()
  return row?.value
}

/** The epoch of the feed. Throws when the register was never begun. */
export async function getEpoch(db: Db): Promise<string> {
  const epoch = await findEpoch(db)
  if (epoch === undefined) throw new Error('The register has no epoch: begin it first.')
  return epoch
}

/** Begins another epoch: every desk pulls from the start and reconciles. After a restore or an import. */
export async function setEpoch(db: Db, epoch: string): Promise<void> {
  await db
    .insertInto('meta')
    .values({ name: 'epoch', value: epoch })
    .onConflict((oc) => oc.column('name').doUpdateSet({ value: epoch }))
    .execute()
}

/** Whether the database answers. */
export async function ping(db: Db): Promise<void> {
  await sql`select 1`.execute(db)
}
