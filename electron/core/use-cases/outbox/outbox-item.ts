import type { Store } from '#core/db/store.ts'
import { findAppointment } from '#core/repositories/appointments.ts'
import { listAttachmentsOf } from '#core/repositories/attachments.ts'
import { findCertificate } from '#core/repositories/certificates.ts'
import { findMember } from '#core/repositories/members.ts'
import { findReceipt, hasDependent, type OutboxEntry } from '#core/repositories/outbox.ts'
import { findRequest } from '#core/repositories/requests.ts'
import { listSchedules } from '#core/repositories/schedules.ts'
import type { OutboxItem } from '#shared/contracts/outbox.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { baseSnapshot, fullName } from '#shared/domain/members/member.ts'
import { conflictTable, fieldsAtStake } from '#shared/domain/requests/conflict.ts'
import type { Request } from '#shared/domain/requests/request.ts'
import type { Receipt } from '#shared/protocol/push.ts'
import type { ReadContext } from '../desk-context.ts'
import { canRedo } from './can-redo.ts'
import { newest, overtakenBy } from './overtaken.ts'
import { mayHaveArrived } from './take-back.ts'

/**
 * Base, theirs and mine of an approval that was refused because the member had changed. A request that somebody else
 * decided is none, nor is a decision that sets nothing: there are no values to weigh then (`overtaken`).
 */
function conflictOf(
  store: Store,
  { decided }: OutboxEntry,
  receipt: Receipt | undefined,
  pulled: Request | undefined,
): OutboxItem['conflict'] {
  if (receipt?.code !== 'sync/conflict' || receipt.detail['reason'] === 'already-decided') return null
  if (decided.kind !== 'request.decide' || decided.args.decision !== 'approve') return null
  const { memberId, seen, fields } = decided.args
  // Only where the authority let its clerk see the rows; what was pulled since may be later.
  const member = receipt.current?.member && newest(receipt.current.member, findMember(store, memberId)?.member)
  const request = newest(receipt.current?.request, pulled)
  if (!member || !request) return null
  const ground = { seen: seen.fields, current: baseSnapshot(member) }
  return {
    fields: conflictTable(request, ground, fieldsAtStake(request, fields)),
    baseVersion: seen.memberVersion,
    theirsVersion: member.version,
    theirsAt: member.updatedAt,
  }
}

/** What the clerk of a command may do with it now. */
function possibilities(context: ReadContext, clerk: Clerk, entry: OutboxEntry): OutboxItem['can'] {
  const { store } = context
  const open = entry.receiptedAt === null
  const mine = entry.kind !== 'withdrawn'
  const free = open && mine && !mayHaveArrived(entry) && !hasDependent(store, entry.id)
  const refused = entry.state === 'refused'
  return {
    undo: free && entry.state !== 'parked',
    retry: entry.state === 'parked',
    redo: canRedo(context, clerk, entry),
    discard: free || refused,
  }
}

/** What its clerk took back is withdrawn from then on; whether the authority has been told is what `receiptedAt` says. */
function shownState({ kind, state }: OutboxEntry): OutboxItem['state'] {
  const onItsWay = state === 'waiting' || state === 'sending' || state === 'retrying'
  return kind === 'withdrawn' && onItsWay ? 'withdrawn' : state
}

/** What a command does, in the words of its noun. */
function actOf(store: Store, { decided }: OutboxEntry): OutboxItem['act'] {
  switch (decided.kind) {
    case 'request.decide': {
      const { decision, step, requestId, reasons, fields = {} } = decided.args
      const request = findRequest(store, requestId)
      const [requestNumber, requestKind] = [request?.number ?? '', request?.kind ?? 'email-change']
      return { kind: decided.kind, decision, step, requestId, requestNumber, requestKind, reasons, fields }
    }
    case 'certificate.revoke': {
      const { step, certificateId, reason } = decided.args
      const certificateNumber = findCertificate(store, certificateId)?.number ?? ''
      return { kind: decided.kind, step, certificateId, certificateNumber, reason }
    }
    default: {
      const { appointmentId } = decided.args
      const known = findAppointment(store, appointmentId)
      const slot =
        decided.kind === 'appointment.book'
          ? decided.args.slot
          : decided.kind === 'appointment.move'
            ? decided.args.to
            : decided.args.seen.slot
      const schedule = listSchedules(store, decided.args.branch).find(({ id }) => id === slot.scheduleId)
      return {
        kind: decided.kind,
        appointmentId,
        slot,
        service: schedule?.service ?? known?.service ?? null,
        visitor: decided.kind === 'appointment.book' ? decided.args.visitor : (known?.visitor ?? null),
        status: decided.kind === 'appointment.setStatus' ? decided.args.status : null,
      }
    }
  }
}

/** The name of the person whom a command concerns, in both languages where both are known. */
function namesOf(store: Store, entry: OutboxEntry, act: OutboxItem['act']): Pick<OutboxItem, 'nameAr' | 'nameEn'> {
  const member = entry.memberId === null ? undefined : findMember(store, entry.memberId)?.member
  if (member) return { nameAr: fullName(member.nameAr), nameEn: fullName(member.nameEn) }
  if (act.kind === 'request.decide') {
    const base = findRequest(store, act.requestId)?.base
    return { nameAr: base?.nameAr ?? '', nameEn: base?.nameEn ?? '' }
  }
  const name = act.kind === 'certificate.revoke' ? '' : (act.visitor?.name ?? '')
  return { nameAr: name, nameEn: name }
}

/** The documents that a command rests on, under the names that its clerk gave them. */
function attachmentsOf(store: Store, { id, decided }: OutboxEntry): OutboxItem['attachments'] {
  const named = decided.kind === 'request.decide' ? (decided.args.attachments ?? []) : []
  if (named.length === 0) return []
  const kept = new Map(listAttachmentsOf(store, id).map((attachment) => [attachment.hash, attachment]))
  return named.map(({ hash, name, size }) => ({
    hash,
    name,
    size,
    sent: kept.get(hash)?.sent ?? size,
    acknowledged: kept.get(hash)?.acknowledged ?? true,
  }))
}

/** A command as its clerk sees it in the outbox. */
export function toOutboxItem(context: ReadContext, clerk: Clerk, entry: OutboxEntry): OutboxItem {
  const { store } = context
  const { decided } = entry
  const receipt = findReceipt(store, entry.id)
  const act = actOf(store, entry)
  const request = act.kind === 'request.decide' ? findRequest(store, act.requestId) : undefined
  return {
    commandId: entry.id,
    state: shownState(entry),
    act,
    memberId: entry.memberId,
    ...namesOf(store, entry, act),
    remarks: 'remarks' in decided.args ? decided.args.remarks : '',
    madeAt: entry.madeAt,
    tries: entry.tries,
    lastTriedAt: entry.lastTriedAt,
    cause: entry.cause,
    receiptedAt: entry.receiptedAt,
    rebased: entry.rebased,
    after: entry.after,
    redoneAs: entry.redoneAs,
    attachments: attachmentsOf(store, entry),
    conflict: conflictOf(store, entry, receipt, request),
    overtaken: overtakenBy(store, clerk, entry, receipt),
    can: possibilities(context, clerk, entry),
  }
}
