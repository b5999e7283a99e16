import { isoInstant } from '#shared/kernel/ports.ts'
import { appendAudit, erasePersonal } from '../../repositories/audit.ts'
import { inTransaction } from '../../repositories/transaction.ts'
import type { AuthorityContext } from '../context.ts'

/**
 * Erases what lies behind the commitments of a record's audit entries (`member:…`, `clerk:…`), and writes down that it was
 * erased. The entries stay, and stay provable. How many values there were.
 */
export function eraseRecord({ db, clock }: Pick<AuthorityContext, 'db' | 'clock'>, subject: string): Promise<number> {
  return inTransaction(db, async (trx) => {
    const values = await erasePersonal(trx, subject)
    const at = isoInstant(clock.now())
    await appendAudit(trx, { at, actor: 'system', action: 'personal-erased', subject, detail: { values } })
    return values
  })
}
