import type { Store } from '#core/db/store.ts'
import { RowForms } from '#core/repositories/arrival-forms.ts'
import { Arrivals } from '#core/repositories/arrivals.ts'
import { dropCursor, listCursors, putCursor } from '#core/repositories/cursors.ts'
import { Departures } from '#core/repositories/departures.ts'
import { finishFill } from '#core/repositories/index-upkeep.ts'
import { countMissing } from '#core/repositories/row-counts.ts'
import { findSetting, getGeneration, putSetting } from '#core/repositories/settings.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { PullOutput } from '#shared/protocol/pull.ts'
import { beginEpoch, requireSameReading } from './epoch.ts'
import type { FillState } from './fill-state.ts'
import { fillDirectory, isFilledByStream } from './first-fill.ts'
import { refreshScopes, releaseScopes } from './scopes.ts'
import { concernsOneClerk, type Sessions } from './sessions.ts'
import { settleOverlays } from './settle.ts'
import { putAll, removeAll, takeAll } from './slices.ts'
import type { ChangedTable, SyncContext } from './sync-context.ts'
import { witnessedSize, witnessLog } from './witness-log.ts'

/** Rows asked for at once: little at a time once a scope is caught up. */
const steadyPage = 500
const fillPage = 2000

/**
 * Applies a page in one transaction with its cursor and the pending effects that it made true. It is written in slices,
 * and lets clerks' commands go first in between; a command that writes closes the transaction before its own. Rows that
 * were committed so without the cursor are applied again one day: they go by their version.
 */
async function applyPage(
  context: SyncContext,
  scope: string,
  page: PullOutput,
  { rows, filling }: { rows: number; filling: boolean },
): Promise<void> {
  const { store, clock } = context
  const generation = getGeneration(store, scope)
  const forms = new RowForms()
  await takeAll(context, page.changes, (change) => forms.take(change))
  const arrival = { scope, generation, at: isoInstant(clock.now()) }
  const arrivals = new Arrivals(arrival, forms.inOrder(), { fresh: false, many: filling })
  await putAll(context, arrivals)
  const departures = new Departures(scope, { before: generation })
  // Only a scope that was read from its beginning says by its silence that a row is gone. The cursor says that it was
  // read through when they all are: until then the page is asked for again.
  if (!page.more && filling && generation > 1) await removeAll(context, departures)
  const tables = store.inBulk(() => {
    const { epoch, cursor, totals } = page
    requireSameReading(store, scope, generation)
    const changed = new Set<ChangedTable>([...arrivals.changed, ...departures.changed])
    const at = isoInstant(clock.now())
    putCursor(store, { scope, epoch, cursor, totals, rows, caughtUp: !page.more, pulledAt: at })
    putSetting(store, 'last-pull-at', at)
    for (const table of settleOverlays(store)) changed.add(table)
    return changed
  })
  store.endBulk()
  if (tables.size > 0) context.onChanged([...tables])
  await context.breathe()
}

/** Rows that are still asked for on a line that is paid by what goes over it, without anybody's wish. */
const smallFill = 2000

/** Whether what is missing of a scope is so much that a metered line waits for a wish. */
function isLargeFill(store: Store, scope: string): boolean {
  const place = listCursors(store).find((known) => known.scope === scope)
  if (place?.caughtUp) return false
  return (countMissing(store, scope) ?? Number.POSITIVE_INFINITY) > smallFill
}

async function pullScope(
  context: SyncContext,
  sessions: Sessions,
  { fill, between }: { readonly fill: FillState; readonly between: () => Promise<void> },
  scope: string,
  clerkId: string,
): Promise<void> {
  const { store, client } = context
  for (;;) {
    const place = listCursors(store).find((known) => known.scope === scope)
    const filling = !place?.caughtUp
    if (fill.paused && filling) return
    if (isFilledByStream(context, scope, place)) {
      if (await fillDirectory(context, sessions, { fill, between }, place, clerkId)) continue
      return
    }
    // A fill that began by stream, at an authority that has none any more: rows go by their version.
    if (place?.filling) {
      dropCursor(context.store, scope)
      continue
    }
    const pageSize = filling ? fillPage : steadyPage
    const page = await sessions.with(clerkId, (token) =>
      client.pull(token, {
        scope,
        cursor: place?.cursor,
        limit: pageSize,
        // Everybody holds the directory, so every round brings a proof.
        ...(scope === 'directory' && { witness: witnessedSize(store) }),
      }),
    )
    context.seeServerTime(page.serverTime)
    const known = findSetting(store, 'authority')?.epoch
    if (known !== undefined && page.epoch !== known) throw new AppError('sync/cursor', { epoch: page.epoch })
    if (scope === 'directory') witnessLog(store, page, isoInstant(context.clock.now()))
    const rows = (place?.rows ?? 0) + page.changes.length
    await applyPage(context, scope, page, { rows, filling })
    fill.came(page.changes.length)
    if (page.more) {
      await between()
      continue
    }
    finishFill(context.store)
    return
  }
}

/** A directory that takes minutes comes last: a clerk's branch is there to be worked on within a second. */
function inOrder(context: SyncContext, holders: ReadonlyMap<string, string>): [scope: string, clerkId: string][] {
  const places = new Map(listCursors(context.store).map((cursor) => [cursor.scope, cursor]))
  const isLast = (scope: string): number => Number(isFilledByStream(context, scope, places.get(scope)))
  return [...holders].sort(([a], [b]) => isLast(a) - isLast(b))
}

/**
 * Pulls every scope that a clerk of this device may hold until caught up. While the fill is paused, only those that are;
 * without `mayFill`, those of which much is missing are left for later.
 *
 * @param between called between two pages of a long pull: decisions are sent there.
 * @returns the scopes that were left.
 * @throws AppError `sync/offline`, `session/required`, `authority/…`.
 */
export async function pullChanges(
  context: SyncContext,
  sessions: Sessions,
  fill: FillState,
  mayFill: boolean,
  between: () => Promise<void>,
): Promise<string[]> {
  for (let restarts = 0; ; restarts += 1) {
    try {
      const { holders, unheard } = await refreshScopes(context, sessions)
      const left: string[] = []
      for (const [scope, clerkId] of inOrder(context, holders)) {
        if (!mayFill && isLargeFill(context.store, scope)) left.push(scope)
        else await pullScope(context, sessions, { fill, between }, scope, clerkId)
      }
      // The directory that has just come may say that somebody was let go.
      if (unheard.length > 0) await releaseScopes(context, unheard)
      return left
    } catch (thrown) {
      const moved = thrown instanceof AppError && thrown.code === 'sync/cursor'
      // Somebody's session ended on the way: what they were asked for, another clerk may be entitled to as well.
      if (restarts >= 2 || !(moved || concernsOneClerk(thrown))) throw thrown
      if (moved) beginEpoch(context.store, await sessions.meet())
    }
  }
}
