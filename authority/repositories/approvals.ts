import type { MemberField } from '#shared/domain/members/member.ts'
import type { Db } from '../db/types.ts'

/** The first of two approvals of a revision; `fields`: of these alone, null for the whole. */
export async function openApproval(
  db: Db,
  approval: {
    readonly requestId: string
    readonly revisionHash: string
    readonly proposer: string
    readonly fields: readonly MemberField[] | null
  },
): Promise<void> {
  const fields = approval.fields && JSON.stringify(approval.fields)
  await db
    .insertInto('approvals')
    .values({ ...approval, fields })
    .execute()
}

/** The second approval, of the whole or of these fields. The database refuses it from the person who gave the first. */
export async function confirmApproval(
  db: Db,
  requestId: string,
  confirmer: string,
  fields: readonly MemberField[] | null,
): Promise<void> {
  await db
    .updateTable('approvals')
    .set({ confirmer, fields: fields && JSON.stringify(fields) })
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
