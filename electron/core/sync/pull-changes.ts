import { listCursors, putCursor } from '#core/repositories/cursors.ts'
import { applyChange, removeUnmentioned } from '#core/repositories/replica.ts'
import { findSetting, getGeneration, putSetting } from '#core/repositories/settings.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { PullOutput } from '#shared/protocol/pull.ts'
import { beginEpoch } from './epoch.ts'
import type { FillState } from './fill-state.ts'
import { refreshScopes } from './scopes.ts'
import type { Sessions } from './sessions.ts'
import { settleOverlays } from './settle.ts'
import type { ChangedTable, SyncContext } from './sync-context.ts'

/**
 * Rows asked for at once, and how long one transaction of sync may keep a clerk's command waiting, in milliseconds: once
 * a scope is caught up, little at a time. A first fill takes larger steps, because each commit writes a piece of the
 * search index that must be merged later; a clerk's command waits a tenth of a second then, searching never.
 */
const steadyPace = { pageSize: 500, sliceTime: 8 }
const fillPace = { pageSize: 2000, sliceTime: 100 }

/**
 * Applies a page in slices, each a transaction that also takes away the pending effects that it made true; the last one
 * writes the cursor. A slice that was applied and not the cursor is applied again one day: rows go by their version.
 */
async function applyPage(
  context: SyncContext,
  scope: string,
  page: PullOutput,
  sliceTime: number,
  rows: number,
): Promise<void> {
  const { store, clock } = context
  const generation = getGeneration(store)
  const { changes } = page
  let next = 0
  do {
    const tables = store.cheapTransaction(() => {
      const changed = new Set<ChangedTable>()
      const at = isoInstant(clock.now())
      const until = context.elapsed() + sliceTime
      while (next < changes.length) {
        const change = changes[next]
        if (!change) break
        const table = applyChange(store, change, { scope, generation, at })
        if (table) changed.add(table)
        next += 1
        if (context.elapsed() >= until) break
      }
      if (next >= changes.length) {
        if (!page.more && generation > 1)
          for (const table of removeUnmentioned(store, scope, generation)) changed.add(table)
        const { epoch, cursor, totals } = page
        putCursor(store, { scope, epoch, cursor, totals, rows, caughtUp: !page.more, pulledAt: at })
        putSetting(store, 'last-pull-at', at)
      }
      for (const table of settleOverlays(store)) changed.add(table)
      return changed
    })
    if (tables.size > 0) context.onChanged([...tables])
    await context.breathe()
  } while (next < changes.length)
}

async function pullScope(
  context: SyncContext,
  sessions: Sessions,
  fill: FillState,
  scope: string,
  clerkId: string,
): Promise<void> {
  const { store, client } = context
  for (;;) {
    const place = listCursors(store).find((known) => known.scope === scope)
    if (fill.paused && !place?.caughtUp) return
    const { pageSize, sliceTime } = place?.caughtUp ? steadyPace : fillPace
    const page = await sessions.with(clerkId, (token) =>
      client.pull(token, { scope, cursor: place?.cursor, limit: pageSize }),
    )
    context.seeServerTime(page.serverTime)
    const known = findSetting(store, 'authority')?.epoch
    if (known !== undefined && page.epoch !== known) throw new AppError('sync/cursor', { epoch: page.epoch })
    await applyPage(context, scope, page, sliceTime, (place?.rows ?? 0) + page.changes.length)
    fill.came(page.changes.length)
    if (!page.more) return
  }
}

/**
 * Pulls every scope that a clerk of this device may hold until caught up. While the fill is paused, only those that are.
 *
 * @throws AppError `sync/offline`, `session/required`, `authority/…`.
 */
export async function pullChanges(context: SyncContext, sessions: Sessions, fill: FillState): Promise<void> {
  for (let restarts = 0; ; restarts += 1) {
    try {
      const holders = await refreshScopes(context, sessions)
      for (const [scope, clerkId] of holders) await pullScope(context, sessions, fill, scope, clerkId)
      return
    } catch (thrown) {
      const moved = thrown instanceof AppError && thrown.code === 'sync/cursor'
      if (!moved || restarts >= 2) throw thrown
      beginEpoch(context.store, await sessions.meet())
    }
  }
}
