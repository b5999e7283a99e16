import { sql } from 'kysely'
import type { Db } from '../db/types.ts'

async function findValue(db: Db, name: string): Promise<string | undefined> {
  const row = await db.selectFrom('meta').select('value').where('name', '=', name).executeTakeFirst()
  return row?.value
}

async function setValue(db: Db, name: string, value: string): Promise<void> {
  await db
    .insertInto('meta')
    .values({ name, value })
    .onConflict((oc) => oc.column('name').doUpdateSet({ value }))
    .execute()
}

/** The epoch of the feed. Throws when the register was never begun. */
export async function getEpoch(db: Db): Promise<string> {
  const epoch = await findValue(db, 'epoch')
  if (epoch === undefined) throw new Error('The register has no epoch: begin it first.')
  return epoch
}

/** Begins another epoch: every desk reads everything again (docs/adr/0027). After a restore or an import. */
export function setEpoch(db: Db, epoch: string): Promise<void> {
  return setValue(db, 'epoch', epoch)
}

/** Whether the register holds demo data or real ones; undefined when it was never begun. */
export async function findRegisterKind(db: Db): Promise<'demo' | 'real' | undefined> {
  const kind = await findValue(db, 'kind')
  return kind === 'demo' || kind === 'real' ? kind : undefined
}

/** Says for ever what the register holds. */
export function setRegisterKind(db: Db, kind: 'demo' | 'real'): Promise<void> {
  return setValue(db, 'kind', kind)
}

/** Whether the database answers. */
export async function ping(db: Db): Promise<void> {
  await sql`select 1`.execute(db)
}
