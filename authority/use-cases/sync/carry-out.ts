import { type FieldValues, fieldValue, type Member, type MemberField } from '#shared/domain/members/member.ts'
import type { DecisionEffect } from '#shared/domain/requests/apply-decision.ts'
import { fieldsThatAre, isByField } from '#shared/domain/requests/field-decisions.ts'
import type { FieldDecisions, Request } from '#shared/domain/requests/request.ts'
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
async function recordApproval(trx: Db, { command, request, effect }: DecisionTaken): Promise<void> {
  const { decision, step } = command.args
  const { id: requestId, revisionHash } = request
  if (isByField(request)) {
    const before = fieldsThatAre(request, 'awaiting-second')
    const waiting = fieldsThatAre(effect.request, 'awaiting-second')
    const confirmed = fieldsThatAre(effect.request, 'applied').filter((field) => before.includes(field))
    if (confirmed.length > 0) await confirmApproval(trx, requestId, command.actor, confirmed)
    else if (before.length > 0) await voidApproval(trx, requestId)
    // What still waits, or waits from now on, is the first person's approval alone.
    const proposer = effect.request.proposal?.by
    if (waiting.length > 0 && proposer !== undefined) {
      await openApproval(trx, { requestId, revisionHash, proposer, fields: waiting })
    }
    return
  }
  if (decision !== 'approve') await voidApproval(trx, requestId)
  else if (step === 'propose')
    await openApproval(trx, { requestId, revisionHash, proposer: command.actor, fields: null })
  else if (step === 'confirm') await confirmApproval(trx, requestId, command.actor, null)
}

/** `city:approve,mobile:return`: what an audit entry keeps of decisions by field. */
function auditedFields(fields: FieldDecisions): string {
  return Object.entries(fields)
    .map(([field, { decision }]) => `${field}:${decision}`)
    .join(',')
}

/** The fields that a decision gives the member and that the register does not have already. */
function newFields(member: Member, fields: FieldValues): FieldValues {
  const entries = Object.entries(fields) as [MemberField, string | null][]
  return Object.fromEntries(entries.filter(([field, value]) => fieldValue(member, field) !== value))
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

  const fields = member ? newFields(member, effect.memberFields) : {}
  if (member && Object.keys(fields).length > 0) {
    const patched = patchMember(member, fields, at)
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
    detail: {
      command: command.id,
      version: next.version,
      state: next.state,
      ...(command.args.fields && { fields: auditedFields(command.args.fields) }),
    },
  })
  await publish(trx, entries)
  return entries.map(({ table, id, version }) => ({ table, id, version }))
}
