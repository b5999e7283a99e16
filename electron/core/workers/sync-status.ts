import type { Store } from '#core/db/store.ts'
import { listCursors } from '#core/repositories/cursors.ts'
import { countMembers } from '#core/repositories/members.ts'
import { findSetting } from '#core/repositories/settings.ts'
import type { Line } from '#core/sync/sync-machine.ts'
import type { ReadContext } from '#core/use-cases/desk-context.ts'
import { countToday } from '#core/use-cases/outbox/outbox-actions.ts'
import type { SyncStatus } from '#shared/contracts/sync.ts'

function countRows(store: Store): number {
  const row = store.findOf<{ count: number }>(
    'SELECT (SELECT count(*) FROM requests) + (SELECT count(*) FROM clerks) AS count',
  )
  return row?.count ?? 0
}

/** The badge and what stands behind it, for the clerk at the screen. */
export function describeSync(
  context: ReadContext,
  { line, since, caughtUp, busy }: Line,
  clerkId: string | null,
  demo: boolean,
): SyncStatus {
  const { store } = context
  const cursors = listCursors(store)
  const here = countMembers(store)
  const filling = busy && cursors.some((cursor) => !cursor.caughtUp)
  const total = cursors.flatMap(({ totals }) => Object.values(totals)).reduce((sum, count) => sum + count, 0)
  return {
    line,
    since,
    caughtUp,
    progress: filling ? { done: Math.min(total, here + countRows(store)), total } : null,
    counts: countToday(context, clerkId),
    lastPullAt: findSetting(store, 'last-pull-at') ?? null,
    lastReceiptAt: findSetting(store, 'last-receipt-at') ?? null,
    members: {
      here,
      authority: cursors.find(({ scope }) => scope === 'directory')?.totals['members'] ?? null,
    },
    demo: findSetting(store, 'authority')?.demo ?? demo,
  }
}
