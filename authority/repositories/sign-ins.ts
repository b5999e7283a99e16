import type { Db } from '../db/types.ts'

/** Notes that a clerk has signed in. */
export async function noteSignIn(db: Db, clerkId: string, at: string): Promise<void> {
  await db
    .insertInto('signIns')
    .values({ clerkId, at })
    .onConflict((oc) => oc.column('clerkId').doUpdateSet({ at }))
    .execute()
}
