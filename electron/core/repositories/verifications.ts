import { query } from '#core/db/compile.ts'
import type { Store } from '#core/db/store.ts'
import type { Verification } from '#shared/contracts/certificates.ts'

/** Which verifications: those of a member, or of a certificate; all when neither is named. */
interface Which {
  readonly memberId?: string | undefined
  readonly certificateId?: string | undefined
}

/** Writes a verification into this desk's log. */
export function addVerification(store: Store, verification: Verification): void {
  const { id, at, clerkId, verdict, certificate } = verification
  store.run(
    query.insertInto('verifications').values({
      id,
      at,
      clerk_id: clerkId,
      verdict,
      certificate_id: certificate?.id ?? null,
      member_id: certificate?.memberId ?? null,
      row: JSON.stringify(verification),
    }),
  )
}

/** A verification as it was found. */
export function findVerification(store: Store, id: string): Verification | undefined {
  const row = store.find(query.selectFrom('verifications').select('row').where('id', '=', id))
  return row && (JSON.parse(row.row) as Verification)
}

function whichOf({ memberId, certificateId }: Which): { sql: string; values: string[] } {
  if (certificateId !== undefined) return { sql: 'certificate_id = ?', values: [certificateId] }
  if (memberId !== undefined) return { sql: 'member_id = ?', values: [memberId] }
  return { sql: '1 = 1', values: [] }
}

/** The last verifications, newest first. */
export function listVerifications(store: Store, which: Which, limit: number): Verification[] {
  const { sql, values } = whichOf(which)
  return store
    .allOf<{ row: string }>(
      `SELECT row FROM verifications WHERE ${sql} ORDER BY at DESC, id DESC LIMIT ?`,
      ...values,
      limit,
    )
    .map(({ row }) => JSON.parse(row) as Verification)
}

/** How many verifications are in the log. */
export function countVerifications(store: Store, which: Which): number {
  const { sql, values } = whichOf(which)
  return (
    store.findOf<{ count: number }>(`SELECT count(*) AS count FROM verifications WHERE ${sql}`, ...values)?.count ?? 0
  )
}
