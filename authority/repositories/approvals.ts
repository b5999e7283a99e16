import type { Db } from '../db/types.ts'

/** The first of two approvals of a revision. */
export async function openApproval(db: Db, requestId: string, revisionHash: string, proposer: string): Promise<void> {
  await db.insertInto('approvals').values({ requestId, revisionHash, proposer }).execute()
}

/** The second approval. The database refuses it from the person who gave the first. */
export async function confirmApproval(db: Db, requestId: string, confirmer: string): Promise<void> {
  await db
    .updateTable('approvals')
    .set({ confirmer })
    .where('requestId', '=', requestId)
    .where('confirmer', 'is', null)
    .where('voided', '=', false)
    .execute()
}

/** A first approval that came to nothing: the request was returned or rejected, or its content changed. */
export async function voidApproval(db: Db, requestId: string): Promise<void> {
  await db
    .updateTable('approvals')
    .set({ voided: true })
    .where('requestId', '=', requestId)
    .where('confirmer', 'is', null)
    .execute()
}
