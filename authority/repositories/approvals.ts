import { sql } from 'kysely'
import type { MemberField } from '#shared/domain/members/member.ts'
import type { Db } from '../db/types.ts'
import { insertRows, rowsText } from './rows.ts'

/** The first of two approvals of a revision; `fields`: of these alone, null for the whole. */
export interface FirstApproval {
  readonly requestId: string
  readonly revisionHash: string
  readonly proposer: string
  readonly fields: readonly MemberField[] | null
}

/** The second approval, of the whole or of these fields. */
export interface SecondApproval {
  readonly requestId: string
  readonly confirmer: string
  readonly fields: readonly MemberField[] | null
}

/** Keeps first approvals. */
export function openApprovals(db: Db, approvals: readonly FirstApproval[]): Promise<void> {
  return insertRows(db, 'approvals', approvals)
}

/** Keeps second approvals. The database refuses one from the person who gave the first. */
export async function confirmApprovals(db: Db, approvals: readonly SecondApproval[]): Promise<void> {
  if (approvals.length === 0) return
  const ids = approvals.map(({ requestId }) => requestId)
  // The ids again by themselves: of the JSON the planner only guesses how many they are, and reads the table.
  await sql`
    update approvals as a set confirmer = s.confirmer, fields = s.fields
    from json_to_recordset(${rowsText(approvals)}::json) as s(request_id text, confirmer text, fields jsonb)
    where a.request_id = s.request_id and a.request_id = any(${ids}::text[]) and a.confirmer is null and not a.voided
  `.execute(db)
}

/** First approvals that came to nothing: the request was returned or rejected, or its content changed. */
export async function voidApprovals(db: Db, requestIds: readonly string[]): Promise<void> {
  if (requestIds.length === 0) return
  await sql`
    update approvals set voided = true
    where request_id = any(${requestIds}::text[]) and confirmer is null and not voided
  `.execute(db)
}
