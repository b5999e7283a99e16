import {
  changeEntry,
  findEntry,
  getEntry,
  hasDependent,
  listRefusedDependents,
  type OutboxEntry,
} from '#core/repositories/outbox.ts'
import { countCommands, listCommandIds } from '#core/repositories/outbox-lists.ts'
import type { ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import { riyadhDateOf } from '#shared/domain/calendar.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { may } from '#shared/domain/policy/policy.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { ReadContext, WriteContext } from '../desk-context.ts'
import { decideRequest } from '../requests/decide-request.ts'
import { redoOf } from './can-redo.ts'
import { toOutboxItem } from './outbox-item.ts'
import { mayHaveArrived, withdrawCommand } from './take-back.ts'

type Item = ChannelOutput<'sync.retry'>

/** The start of today in Riyadh, as an instant. */
function startOfToday(now: number): string {
  return new Date(`${riyadhDateOf(now)}T00:00:00.000+03:00`).toISOString()
}

/** The sum behind the badge for the clerk at the screen; all zero when nobody is. */
export function countToday(
  { store, clock }: ReadContext,
  actor: string | null,
): ChannelOutput<'sync.outbox'>['counts'] {
  if (actor === null) return { today: 0, receipted: 0, waiting: 0, attention: 0 }
  return countCommands(store, actor, startOfToday(clock.now()))
}

/** The clerk's own commands; nobody sees another's. */
export function listOutbox(
  context: ReadContext,
  clerk: Clerk,
  { show, limit }: ParsedInput<'sync.outbox'>,
): ChannelOutput<'sync.outbox'> {
  const { store } = context
  return store.snapshot(() => ({
    items: listCommandIds(store, clerk.id, show, limit).map((id) => toOutboxItem(context, clerk, getEntry(store, id))),
    counts: countToday(context, clerk.id),
  }))
}

function getOwn({ store }: ReadContext, clerk: Clerk, commandId: string): OutboxEntry {
  const entry = findEntry(store, commandId)
  if (!entry || !may(clerk, 'outbox.change', { owner: entry.actor })) throw new AppError('record/not-found')
  return entry
}

/** Lets a parked command be sent again. */
export function retryCommand(context: WriteContext, clerk: Clerk, { commandId }: ParsedInput<'sync.retry'>): Item {
  const { store } = context
  return store.transaction(() => {
    const entry = getOwn(context, clerk, commandId)
    if (entry.state !== 'parked') throw new AppError('sync/not-in-that-state', { state: entry.state })
    changeEntry(store, entry.id, { state: 'waiting', tries: 0, cause: null, deferral: null, notBefore: null })
    return toOutboxItem(context, clerk, getEntry(store, entry.id))
  })
}

/**
 * Makes a refused decision again on the request as it stands now. It stays bound to the revision that its clerk saw: a
 * later one is `requests/revision-changed` and needs a look, not a redo. Answers the old command, which names the new one.
 */
export function redoCommand(context: WriteContext, clerk: Clerk, { commandId }: ParsedInput<'sync.redo'>): Item {
  const { store } = context
  return store.transaction(() => {
    const entry = getOwn(context, clerk, commandId)
    if (entry.state !== 'refused' || entry.decided.kind !== 'request.decide')
      throw new AppError('sync/not-in-that-state', { state: entry.state })
    const made = decideRequest(context, clerk, ...redoOf(entry.decided))
    changeEntry(store, entry.id, { state: 'settled', redoneAs: made.commandId })
    return toOutboxItem(context, clerk, getEntry(store, entry.id))
  })
}

/**
 * Gives a command up: one that never arrived becomes `withdrawn`; a refused one is put away, with those of the same clerk
 * that were refused because it was.
 */
export function discardCommand(context: WriteContext, clerk: Clerk, { commandId }: ParsedInput<'sync.discard'>): Item {
  const { store } = context
  return store.transaction(() => {
    const entry = getOwn(context, clerk, commandId)
    if (entry.state === 'refused') {
      for (const id of [entry.id, ...listRefusedDependents(store, entry)]) changeEntry(store, id, { state: 'settled' })
    } else {
      if (entry.kind === 'withdrawn' || entry.receiptedAt !== null)
        throw new AppError('sync/not-in-that-state', { state: entry.state })
      if (mayHaveArrived(entry)) throw new AppError('requests/already-sent')
      if (hasDependent(store, entry.id)) throw new AppError('requests/has-dependent')
      withdrawCommand(store, entry)
    }
    return toOutboxItem(context, clerk, getEntry(store, entry.id))
  })
}
