import type { Store } from '#core/db/store.ts'
import { signBody } from '#core/repositories/enrolled-clerks.ts'
import { changeEntry, findEntry, findLastDecision, hasDependent, type OutboxEntry } from '#core/repositories/outbox.ts'
import { removeOverlay } from '#core/repositories/overlay.ts'
import type { ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { WriteContext } from '../desk-context.ts'

/**
 * Whether the authority may have a command's body already: then it cannot be taken back. A parked one whose deferral
 * was acknowledged is safe, because it will not be applied unless it is sent again.
 */
export function mayHaveArrived(entry: OutboxEntry): boolean {
  return entry.attemptedAt !== null && !(entry.state === 'parked' && entry.deferral === 'acknowledged')
}

/**
 * Puts `withdrawn` in the place of a command, under the same id and number, and takes its pending effect away. The
 * caller has checked that it may be taken back; runs in the caller's transaction.
 */
export function withdrawCommand(store: Store, entry: OutboxEntry): void {
  const { id, device, seq, actor, madeAt } = entry.decided
  const body = signBody(store, {
    id,
    device,
    seq,
    actor,
    madeAt,
    kind: 'withdrawn',
    args: { replaced: 'request.decide' },
  })
  changeEntry(store, id, {
    kind: 'withdrawn',
    body,
    state: 'waiting',
    notBefore: null,
    tries: 0,
    cause: null,
    deferral: null,
  })
  removeOverlay(store, id)
}

/** Takes back a decision that was never sent: the named one, or the clerk's last. */
export function undoDecision(
  { store }: WriteContext,
  clerk: Clerk,
  { commandId }: ParsedInput<'requests.undo'>,
): ChannelOutput<'requests.undo'> {
  return store.transaction(() => {
    const entry = commandId === undefined ? findLastDecision(store, clerk.id) : findEntry(store, commandId)
    if (!entry || entry.actor !== clerk.id || entry.kind === 'withdrawn') throw new AppError('requests/nothing-to-undo')
    if (entry.receiptedAt !== null || mayHaveArrived(entry)) throw new AppError('requests/already-sent')
    if (hasDependent(store, entry.id)) throw new AppError('requests/has-dependent')
    withdrawCommand(store, entry)
    return { commandId: entry.id, requestId: entry.requestId }
  })
}
