import type { Member } from '#shared/domain/members/member.ts'
import type { DecisionEffect } from '#shared/domain/requests/apply-decision.ts'
import type { Request } from '#shared/domain/requests/request.ts'
import type { DecideCommand } from '#shared/protocol/command.ts'
import type { ChangedRow } from '#shared/protocol/push.ts'
import type { Db } from '../../db/types.ts'
import { confirmApproval, openApproval, voidApproval } from '../../repositories/approvals.ts'
import { appendAudit } from '../../repositories/audit.ts'
import { type FeedEntry, publish, scopeOf } from '../../repositories/feed.ts'
import { insertMail } from '../../repositories/mail.ts'
import { updateMember } from '../../repositories/members.ts'
import { updateRequest } from '../../repositories/requests.ts'
import type { AuthorityContext } from '../context.ts'
import { writeLetter } from '../letters/write-letter.ts'
import { patchMember } from '../members/patch-member.ts'
import { proposedAddress } from './decide-request.ts'

export interface DecisionTaken {
  readonly command: DecideCommand
  /** Before the decision. */
  readonly request: Request
  readonly member: Member | undefined
  readonly effect: DecisionEffect
  /** The authority's time. */
  readonly at: string
}

/** Keeps the two names of a four-eyes decision where the database compares them. */
async function recordApproval(trx: Db, { command, request }: DecisionTaken): Promise<void> {
  const { decision, step } = command.args
  if (decision !== 'approve') await voidApproval(trx, request.id)
  else if (step === 'propose') await openApproval(trx, request.id, request.revisionHash, command.actor)
  else if (step === 'confirm') await confirmApproval(trx, request.id, command.actor)
}

/** Makes a decision true: request, member, letters, audit entry and feed, in the command's transaction. */
export async function carryOut(context: AuthorityContext, trx: Db, taken: DecisionTaken): Promise<ChangedRow[]> {
  const { command, member, effect, at } = taken
  const next: Request = { ...effect.request, updatedAt: at }
  const entries: FeedEntry[] = [
    { scope: scopeOf('requests', next), table: 'requests', id: next.id, version: next.version },
  ]
  await recordApproval(trx, taken)
  await updateRequest(trx, next)

  if (member && Object.keys(effect.memberFields).length > 0) {
    const patched = patchMember(member, effect.memberFields, at)
    await updateMember(trx, patched)
    entries.push({ scope: 'directory', table: 'members', id: patched.id, version: patched.version })
  }
  if (member) {
    const newAddress = proposedAddress(next)
    const letters = effect.notices.map(({ template, to }) => {
      const toAddress = to === 'new-address' ? (newAddress ?? member.email) : member.email
      return writeLetter(context.config, { template, toAddress, member, request: next, at })
    })
    await insertMail(trx, letters)
  }
  await appendAudit(trx, {
    at,
    actor: command.actor,
    device: command.device,
    action: `decision-${command.args.step}-${command.args.decision}`,
    subject: `request:${next.id}`,
    detail: { command: command.id, version: next.version, state: next.state },
  })
  await publish(trx, entries)
  return entries.map(({ table, id, version }) => ({ table, id, version }))
}
