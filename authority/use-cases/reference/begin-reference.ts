import { ReferenceKind } from '#shared/domain/reference/reference-rows.ts'
import { shippedVersions } from '#shared/domain/reference/shipped.ts'
import type { Db } from '../../db/types.ts'
import { entryOf, publish } from '../../repositories/feed.ts'
import { insertVersions, listVersions, lockReference } from '../../repositories/reference.ts'
import { inTransaction } from '../../repositories/transaction.ts'

/**
 * Gives a register the first version of every kind of reference data that it has none of: what the program came with.
 * From then on they are the register's own, whatever a later program comes with.
 */
export function beginReference(db: Db): Promise<void> {
  return inTransaction(db, async (trx) => {
    await lockReference(trx)
    const there = new Set((await listVersions(trx)).map(({ kind }) => kind))
    const missing = ReferenceKind.options.filter((kind) => !there.has(kind)).map((kind) => shippedVersions[kind])
    await insertVersions(trx, missing)
    await publish(
      trx,
      missing.map((version) => entryOf('reference_versions', version)),
    )
  })
}
