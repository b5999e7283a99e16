import type { Db } from '../db/types.ts'

/** Notes a proof for as long as it would be taken. False where it was seen before, by whatever process. */
export async function takeProof(db: Db, id: string, expiresAt: string): Promise<boolean> {
  const { numInsertedOrUpdatedRows = 0n } = await db
    .insertInto('usedProofs')
    .values({ id, expiresAt })
    .onConflict((oc) => oc.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows > 0n
}

/** Forgets proofs that are too old to be taken anyway. */
export async function sweepProofs(db: Db, now: string): Promise<void> {
  await db.deleteFrom('usedProofs').where('expiresAt', '<', now).execute()
}
