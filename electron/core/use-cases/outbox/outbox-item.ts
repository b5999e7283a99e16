import type { Store } from '#core/db/store.ts'
import { findMember } from '#core/repositories/members.ts'
import { findReceipt, hasDependent, type OutboxEntry } from '#core/repositories/outbox.ts'
import { findRequest } from '#core/repositories/requests.ts'
import type { OutboxItem } from '#shared/contracts/sync.ts'
import { baseSnapshot } from '#shared/domain/members/member.ts'
import { conflictTable } from '#shared/domain/requests/conflict.ts'
import type { Request } from '#shared/domain/requests/request.ts'
import type { Receipt } from '#shared/protocol/push.ts'
import { summarise } from '../requests/request-row.ts'
import { mayHaveArrived } from '../requests/undo-decision.ts'

/** Base, theirs and mine of a decision that was refused because the record had changed. */
function conflictOf(
  entry: OutboxEntry,
  receipt: Receipt | undefined,
  request: Request | undefined,
): OutboxItem['conflict'] {
  if (!receipt || receipt.code !== 'sync/conflict') return null
  const { member } = receipt.current ?? {}
  const theirs = receipt.current?.request ?? request
  if (!member || !theirs) return null
  const { seen } = entry.decided.args
  return {
    fields: conflictTable(theirs, { seen: seen.fields, current: baseSnapshot(member) }),
    baseVersion: seen.memberVersion,
    theirsVersion: member.version,
    theirsAt: member.updatedAt,
  }
}

/** What the clerk of a command may do with it now. */
function possibilities(store: Store, entry: OutboxEntry): OutboxItem['can'] {
  const open = entry.receiptedAt === null
  const mine = entry.kind === 'request.decide'
  const free = open && mine && !mayHaveArrived(entry) && !hasDependent(store, entry.id)
  const refused = entry.state === 'refused'
  return {
    undo: free && entry.state !== 'parked',
    retry: entry.state === 'parked',
    redo: refused && entry.cause !== 'requests/revision-changed',
    discard: free || refused,
  }
}

/** What its clerk took back is withdrawn from then on; whether the authority has been told is what `receiptedAt` says. */
function shownState({ kind, state }: OutboxEntry): OutboxItem['state'] {
  const onItsWay = state === 'waiting' || state === 'sending' || state === 'retrying'
  return kind === 'withdrawn' && onItsWay ? 'withdrawn' : state
}

/** A command as its clerk sees it in the outbox. */
export function toOutboxItem(store: Store, entry: OutboxEntry): OutboxItem {
  const { args, base } = entry.decided
  const request = findRequest(store, entry.requestId)
  const member = findMember(store, entry.memberId)?.member
  const line = request && summarise(request, false, member)
  return {
    commandId: entry.id,
    state: shownState(entry),
    decision: args.decision,
    step: args.step,
    requestId: entry.requestId,
    requestNumber: request?.number ?? '',
    requestKind: request?.kind ?? 'email-change',
    memberId: entry.memberId,
    memberNameAr: line?.memberNameAr ?? '',
    memberNameEn: line?.memberNameEn ?? '',
    reasons: args.reasons,
    remarks: args.remarks,
    madeAt: entry.madeAt,
    tries: entry.tries,
    lastTriedAt: entry.lastTriedAt,
    cause: entry.cause,
    receiptedAt: entry.receiptedAt,
    rebased: entry.rebased,
    after: 'after' in base ? base.after : null,
    redoneAs: entry.redoneAs,
    conflict: conflictOf(entry, findReceipt(store, entry.id), request),
    can: possibilities(store, entry),
  }
}
