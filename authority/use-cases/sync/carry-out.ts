import { riyadhDateOf } from '#shared/domain/calendar.ts'
import { type FieldValues, fieldValue, type Member, type MemberField } from '#shared/domain/members/member.ts'
import type { ReferenceBook } from '#shared/domain/reference/reference-book.ts'
import type { DecisionEffect } from '#shared/domain/requests/apply-decision.ts'
import { fieldsThatAre, isByField } from '#shared/domain/requests/field-decisions.ts'
import type { FieldDecisions, Request } from '#shared/domain/requests/request.ts'
import type { DecideCommand } from '#shared/protocol/command.ts'
import type { ChangedRow } from '#shared/protocol/push.ts'
import { entryOf } from '../../repositories/feed.ts'
import { recordHash } from '../audit/record-hash.ts'
import type { AuthorityContext } from '../context.ts'
import { writeLetter } from '../letters/write-letter.ts'
import { patchMember } from '../members/patch-member.ts'
import { proposedAddress } from './decide-request.ts'
import type { PendingWrites } from './pending-writes.ts'

export interface DecisionTaken {
  readonly command: DecideCommand
  /** Before the decision. */
  readonly request: Request
  readonly member: Member | undefined
  readonly effect: DecisionEffect
  /** The reference data in force. */
  readonly book: ReferenceBook
  /** The authority's time. */
  readonly at: string
}

/** Keeps the two names of a four-eyes decision where the database compares them. */
function recordApproval(writes: PendingWrites, { command, request, effect }: DecisionTaken): void {
  const { decision, step } = command.args
  const { id: requestId, revisionHash } = request
  if (isByField(request)) {
    const before = fieldsThatAre(request, 'awaiting-second')
    const waiting = fieldsThatAre(effect.request, 'awaiting-second')
    const confirmed = fieldsThatAre(effect.request, 'applied').filter((field) => before.includes(field))
    if (confirmed.length > 0) writes.confirmed.push({ requestId, confirmer: command.actor, fields: confirmed })
    else if (before.length > 0) writes.voided.push(requestId)
    // What still waits, or waits from now on, is the first person's approval alone.
    const proposer = effect.request.proposal?.by
    if (waiting.length > 0 && proposer !== undefined) {
      writes.opened.push({ requestId, revisionHash, proposer, fields: waiting })
    }
    return
  }
  if (decision !== 'approve') writes.voided.push(requestId)
  else if (step === 'propose') writes.opened.push({ requestId, revisionHash, proposer: command.actor, fields: null })
  else if (step === 'confirm') writes.confirmed.push({ requestId, confirmer: command.actor, fields: null })
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

/** Makes a decision true: request, member, letters, audit entry and feed. Answers the rows as they are then. */
export function carryOut(
  context: Pick<AuthorityContext, 'config'>,
  writes: PendingWrites,
  taken: DecisionTaken,
): { changed: ChangedRow[]; request: Request; member: Member | undefined } {
  const { command, member, effect, book, at } = taken
  const next: Request = { ...effect.request, updatedAt: at }
  const entries = [entryOf('requests', next)]
  recordApproval(writes, taken)
  writes.putRequest(next)

  const fields = member ? newFields(member, effect.memberFields) : {}
  const patched = member && Object.keys(fields).length > 0 ? patchMember(member, fields, at) : undefined
  if (patched) {
    writes.putMember(patched)
    entries.push(entryOf('members', patched))
  }
  if (member) {
    const reasons = book.inForce('reasons', riyadhDateOf(at))
    const newAddress = proposedAddress(next)
    for (const { template, to } of effect.notices) {
      const toAddress = to === 'new-address' ? (newAddress ?? member.email) : member.email
      writes.letters.push(writeLetter(context.config, { template, toAddress, member, request: next, reasons, at }))
    }
  }
  writes.audits.push({
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
      ...(command.args.attachments && { attachments: command.args.attachments.map(({ hash }) => hash).join(',') }),
    },
    personal: {
      before: recordHash(taken.request),
      after: recordHash(next),
      ...(patched && member && { memberBefore: recordHash(member), memberAfter: recordHash(patched) }),
    },
  })
  writes.publish(entries)
  const changed = entries.map(({ table, id, version }) => ({ table, id, version }))
  return { changed, request: next, member: patched ?? member }
}
