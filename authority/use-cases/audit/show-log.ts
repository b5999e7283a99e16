import { consistencyRanges } from '#shared/domain/audit/merkle.ts'
import type { PulledLog } from '#shared/protocol/pull.ts'
import type { Db } from '../../db/types.ts'
import { findSignedCheckpoint, getProof } from '../../repositories/audit-log.ts'

/**
 * The log as it stands, with the proof that it begins with its first `witness` entries. Undefined while it has none. A
 * witness of more entries than there are gets what there is: it knows what that means.
 */
export async function showLog(db: Db, witness: number): Promise<PulledLog | undefined> {
  const signed = await findSignedCheckpoint(db)
  if (!signed) return undefined
  const { size } = signed.checkpoint
  const consistency = witness > 0 && witness < size ? await getProof(db, consistencyRanges(witness, size)) : []
  return { ...signed, consistency }
}
