import type { Store } from '#core/db/store.ts'
import { countAside } from '#core/repositories/aside.ts'
import { listClockJumps } from '#core/repositories/clock-jumps.ts'
import { type Cursor, listCursors } from '#core/repositories/cursors.ts'
import { countMembers } from '#core/repositories/members.ts'
import { findSetting } from '#core/repositories/settings.ts'
import type { Line } from '#core/sync/sync-machine.ts'
import type { ReadContext } from '#core/use-cases/desk-context.ts'
import { countToday } from '#core/use-cases/outbox/outbox-actions.ts'
import type { SyncStatus } from '#shared/contracts/sync.ts'
import { PROTOCOL_VERSION } from '#shared/protocol/protocol-version.ts'

/** How far the scopes that are not caught up have come; null when all are, or nothing is under way. */
function progressOf(cursors: readonly Cursor[], { busy, fill }: Pick<Line, 'busy' | 'fill'>): SyncStatus['progress'] {
  const { paused, cause } = fill
  // Paused before the first answer: nothing is known of the rows, and the pause must be seen all the same.
  const behind = cursors.some(({ caughtUp }) => !caughtUp) || (paused && cursors.length === 0)
  if (cause === null && !(behind && (busy || paused))) return null
  const totalOf = ({ totals }: Cursor): number => Object.values(totals).reduce((sum, count) => sum + count, 0)
  const total = cursors.reduce((sum, cursor) => sum + totalOf(cursor), 0)
  const done = cursors.reduce((sum, cursor) => {
    const most = totalOf(cursor)
    return sum + (cursor.caughtUp ? most : Math.min(most, cursor.rows))
  }, 0)
  const rowsPerSecond = paused ? null : fill.rowsPerSecond()
  const secondsLeft = rowsPerSecond ? Math.ceil((total - done) / rowsPerSecond) : null
  return { done, total, rowsPerSecond, secondsLeft, paused, cause }
}

/** What is known of this machine's clock. */
function describeClock(store: Store): SyncStatus['clock'] {
  const difference = findSetting(store, 'clock')?.difference ?? null
  return {
    aheadSeconds: difference === null ? null : Math.round(difference / 1000),
    jumps: listClockJumps(store, 5).map(({ at, jump, noticed }) => ({ at, seconds: Math.round(jump / 1000), noticed })),
  }
}

/** What this desk has seen of the authority's audit log. */
function describeLog(store: Store): SyncStatus['auditLog'] {
  const held = findSetting(store, 'audit-witness')
  const breaks = (findSetting(store, 'audit-breaks') ?? [])
    .map(({ at, kind, reason }) => ({ at, kind, reason }))
    .reverse()
  if (!held) return null
  return { size: held.checkpoint.size, at: held.checkpoint.at, breaks }
}

/** The badge and what stands behind it, for the clerk at the screen. */
export function describeSync(
  context: ReadContext,
  { busy, fill, ...line }: Line,
  clerkId: string | null,
  demo: boolean,
): SyncStatus {
  const { store } = context
  const cursors = listCursors(store)
  const here = countMembers(store)
  const authority = findSetting(store, 'authority')
  return {
    ...line,
    progress: progressOf(cursors, { busy, fill }),
    counts: countToday(context, clerkId),
    lastPullAt: findSetting(store, 'last-pull-at') ?? null,
    lastReceiptAt: findSetting(store, 'last-receipt-at') ?? null,
    members: {
      here,
      authority: cursors.find(({ scope }) => scope === 'directory')?.totals['members'] ?? null,
    },
    clock: describeClock(store),
    aside: countAside(store),
    protocol: { here: PROTOCOL_VERSION, there: authority?.protocol ?? null },
    auditLog: describeLog(store),
    demo: authority?.demo ?? demo,
  }
}
