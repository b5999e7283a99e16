import { isCalendarDate } from '#shared/domain/calendar.ts'
import { normaliseEmail } from '#shared/domain/email-address.ts'
import { type FieldValues, fieldValue, Member, type MemberField } from '#shared/domain/members/member.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import { appendAudit } from '../../repositories/audit.ts'
import { publish } from '../../repositories/feed.ts'
import { findAddressHolder, findMemberForUpdate, updateMember } from '../../repositories/members.ts'
import { inTransaction } from '../../repositories/transaction.ts'
import { recordHash } from '../audit/record-hash.ts'
import type { AuthorityContext } from '../context.ts'
import { patchMember } from '../members/patch-member.ts'

/**
 * Changes fields of a member behind everybody's back, so that a conflict can be shown. Demo mode only.
 *
 * @throws {AppError} `session/demo-only`, `record/not-found`, `input/invalid` (no such name, day or country),
 *   `portal/address-in-use`.
 */
export async function correctMember(context: AuthorityContext, id: string, fields: FieldValues): Promise<Member> {
  if (!context.config.demo) throw new AppError('session/demo-only')
  return inTransaction(context.db, async (trx) => {
    const member = await findMemberForUpdate(trx, id)
    if (!member) throw new AppError('record/not-found')
    const names = Object.keys(fields) as MemberField[]
    if (names.every((field) => fieldValue(member, field) === fields[field])) return member
    const holder = fields.email ? await findAddressHolder(trx, normaliseEmail(fields.email)) : undefined
    if (holder !== undefined && holder !== id) throw new AppError('portal/address-in-use')
    const at = isoInstant(context.clock.now())
    const next = patchMember(member, fields, at)
    // A row that desks cannot read would be set aside by every one of them.
    const read = Member.safeParse(next)
    const dateExists = isCalendarDate(next.birthDate)
    if (!read.success || !dateExists) throw new AppError('input/invalid', { field: names.join(',') })
    await updateMember(trx, next)
    await appendAudit(trx, {
      at,
      actor: 'system',
      action: 'member-corrected',
      subject: `member:${id}`,
      detail: { fields: names.join(','), version: next.version },
      personal: { before: recordHash(member), after: recordHash(next) },
    })
    await publish(trx, [{ scope: 'directory', table: 'members', id, version: next.version }])
    return next
  })
}
