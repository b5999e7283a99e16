import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { demand } from '#shared/domain/policy/policy.ts'
import type { Action } from '#shared/domain/policy/policy-table.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { Db } from '../../db/types.ts'
import { appendAudit } from '../../repositories/audit.ts'
import { findClerk } from '../../repositories/clerks.ts'
import type { Session } from '../../repositories/sessions.ts'
import { inTransaction, takeTurn } from '../../repositories/transaction.ts'
import { recordHash } from '../audit/record-hash.ts'
import type { AuthorityContext } from '../context.ts'

/** One change of administration: its transaction, its time, and how it is written down. */
export interface Change {
  readonly trx: Db
  readonly at: string
  /** Whoever makes it, as they are now. */
  readonly clerk: Clerk
  /** Writes down what was done to a record: hashes of it before and after, and what of it is nobody's secret. */
  readonly note: (entry: {
    action: string
    subject: string
    before?: object | undefined
    after?: object | undefined
    detail?: Readonly<Record<string, string | number | boolean>>
    /** Words of a person: they lie beside the entry and can be erased. */
    reason?: string
  }) => Promise<void>
}

/**
 * Changes something as an administrator, in one transaction. Changes wait for each other, and whoever makes one is
 * looked at again when their turn comes: of two administrators who let each other go, one stays.
 *
 * @throws {AppError} `permission/denied`, and what `work` throws.
 */
export async function administer<T>(
  { db, clock }: Pick<AuthorityContext, 'db' | 'clock'>,
  session: Session,
  action: Action & `administer.${string}`,
  work: (change: Change) => Promise<T>,
): Promise<T> {
  demand(session.clerk, action)
  const at = isoInstant(clock.now())
  return inTransaction(db, async (trx) => {
    await takeTurn(trx, 'administration')
    const clerk = await findClerk(trx, session.clerk.id)
    if (!clerk) throw new AppError('permission/denied')
    demand(clerk, action)
    const note: Change['note'] = ({ action, subject, before, after, detail, reason }) =>
      appendAudit(trx, {
        at,
        actor: clerk.id,
        device: session.device,
        action,
        subject,
        detail: {
          ...detail,
          ...(before && { before: recordHash(before) }),
          ...(after && { after: recordHash(after) }),
        },
        ...(reason !== undefined && { personal: { reason } }),
      })
    return work({ trx, at, clerk, note })
  })
}
