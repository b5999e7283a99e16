import type { Store } from '#core/db/store.ts'
import { changeEntry, findEntry, findLastAct, hasDependent, type OutboxEntry } from '#core/repositories/outbox.ts'
import { removeOverlay } from '#core/repositories/overlay.ts'
import { signBody } from '#core/repositories/signing-keys.ts'
import type { ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import type { ActKind } from '#shared/domain/act-kind.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { may } from '#shared/domain/policy/policy.ts'
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
  const { id, device, seq, actor, madeAt, kind } = entry.decided
  const body = signBody(store, {
    id,
    device,
    seq,
    actor,
    madeAt,
    kind: 'withdrawn',
    args: { replaced: kind },
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

/** Takes back a command that was never sent: the named one, or the clerk's last (of one kind when `kind` is given). */
function takeBack({ store }: WriteContext, clerk: Clerk, commandId: string | undefined, kind?: ActKind): OutboxEntry {
  return store.transaction(() => {
    const entry = commandId === undefined ? findLastAct(store, clerk.id, kind) : findEntry(store, commandId)
    if (!entry || entry.kind === 'withdrawn' || !may(clerk, 'outbox.change', { owner: entry.actor }))
      throw new AppError('requests/nothing-to-undo')
    if (kind !== undefined && entry.kind !== kind) throw new AppError('requests/nothing-to-undo')
    if (entry.receiptedAt !== null || mayHaveArrived(entry)) throw new AppError('requests/already-sent')
    if (hasDependent(store, entry.id)) throw new AppError('requests/has-dependent')
    withdrawCommand(store, entry)
    return entry
  })
}

/** Takes back a decision on a request. */
export function undoDecision(
  context: WriteContext,
  clerk: Clerk,
  { commandId }: ParsedInput<'requests.undo'>,
): ChannelOutput<'requests.undo'> {
  const entry = takeBack(context, clerk, commandId, 'request.decide')
  return { commandId: entry.id, requestId: entry.subject.id }
}

/** Takes back a command of any kind. */
export function undoCommand(
  context: WriteContext,
  clerk: Clerk,
  { commandId }: ParsedInput<'sync.undo'>,
): ChannelOutput<'sync.undo'> {
  const entry = takeBack(context, clerk, commandId)
  return { commandId: entry.id, kind: entry.decided.kind, subjectId: entry.subject.id }
}
