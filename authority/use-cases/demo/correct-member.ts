import { type FieldValues, fieldValue, type Member, type MemberField } from '#shared/domain/members/member.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import { appendAudit } from '../../repositories/audit.ts'
import { publish } from '../../repositories/feed.ts'
import { findMemberForUpdate, updateMember } from '../../repositories/members.ts'
import { inTransaction } from '../../repositories/transaction.ts'
import type { AuthorityContext } from '../context.ts'
import { patchMember } from '../members/patch-member.ts'

/**
 * Changes fields of a member behind everybody's back, so that a conflict can be shown. Demo mode only.
 *
 * @throws {AppError} `session/demo-only`, `record/not-found`.
 */
export async function correctMember(context: AuthorityContext, id: string, fields: FieldValues): Promise<Member> {
  if (!context.config.demo) throw new AppError('session/demo-only')
  return inTransaction(context.db, async (trx) => {
    const member = await findMemberForUpdate(trx, id)
    if (!member) throw new AppError('record/not-found')
    const names = Object.keys(fields) as MemberField[]
    if (names.every((field) => fieldValue(member, field) === fields[field])) return member
    const at = isoInstant(context.clock.now())
    const next = patchMember(member, fields, at)
    await updateMember(trx, next)
    await appendAudit(trx, {
      at,
      actor: 'system',
      action: 'member-corrected',
      subject: `member:${id}`,
      detail: { fields: names.join(','), version: next.version },
    })
    await publish(trx, [{ scope: 'directory', table: 'members', id, version: next.version }])
    return next
  })
}
