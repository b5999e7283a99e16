import type { Store } from '#core/db/store.ts'
import { countAside } from '#core/repositories/aside.ts'
import { listClockJumps } from '#core/repositories/clock-jumps.ts'
import { type Cursor, listCursors } from '#core/repositories/cursors.ts'
import { findSettings } from '#core/repositories/settings.ts'
import { countMembers } from '#core/repositories/tallies.ts'
import type { Line } from '#core/sync/sync-machine.ts'
import type { ReadContext } from '#core/use-cases/desk-context.ts'
import { countToday } from '#core/use-cases/outbox/outbox-actions.ts'
import type { SyncStatus } from '#shared/contracts/sync.ts'
import { toAppError } from '#shared/kernel/errors.ts'
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

/** The single facts that the badge is made of, read at once: it is made anew after whatever happens. */
const facts = ['authority', 'last-pull-at', 'last-receipt-at', 'clock', 'audit-witness', 'audit-breaks'] as const
type Facts = ReturnType<typeof findSettings<(typeof facts)[number]>>

/** What is known of this machine's clock. */
function describeClock(store: Store, clock: Facts['clock']): SyncStatus['clock'] {
  const difference = clock?.difference ?? null
  return {
    aheadSeconds: difference === null ? null : Math.round(difference / 1000),
    jumps: listClockJumps(store, 5).map(({ at, jump, noticed }) => ({ at, seconds: Math.round(jump / 1000), noticed })),
  }
}

/** What this desk has seen of the authority's audit log. */
function describeLog({ 'audit-witness': held, 'audit-breaks': known = [] }: Facts): SyncStatus['auditLog'] {
  const breaks = known.map(({ at, kind, reason }) => ({ at, kind, reason })).reverse()
  if (!held) return null
  return { size: held.checkpoint.size, at: held.checkpoint.at, breaks }
}

/**
 * The line as it is told of a store that is damaged: at fault, and its rows are not all those of the authority. That there
 * is no line is told by the line itself; every other fault stays.
 */
export function tellDamage<Told extends Pick<SyncStatus, 'fault' | 'reconciled'>>(line: Told): Told {
  const fault = line.fault === null || line.fault === 'sync/offline' ? 'store/damaged' : line.fault
  return { ...line, fault, reconciled: false }
}

const countNothing = { today: 0, receipted: 0, waiting: 0, attention: 0 }

/** The badge and what stands behind it, for the clerk at the screen. */
export function describeSync(
  context: ReadContext,
  { busy, fill, ...line }: Line,
  clerkId: string | null,
  demo: boolean,
): SyncStatus {
  const { store } = context
  const met = { damage: false }
  // A status that cannot be told would end the writer's thread, and nobody would hear why.
  const readable = <T>(ask: () => T, otherwise: T): T => {
    try {
      return ask()
    } catch (thrown) {
      if (toAppError(thrown).code !== 'store/damaged') throw thrown
      met.damage = true
      return otherwise
    }
  }
  const cursors = readable(() => listCursors(store), [])
  const here = readable(() => countMembers(store), 0)
  const aside = readable(() => countAside(store), 0)
  const counts = readable(() => countToday(context, clerkId), countNothing)
  const known = findSettings(store, facts)
  const { authority } = known
  return {
    ...(met.damage ? tellDamage(line) : line),
    progress: progressOf(cursors, { busy, fill }),
    counts,
    lastPullAt: known['last-pull-at'] ?? null,
    lastReceiptAt: known['last-receipt-at'] ?? null,
    members: {
      here,
      authority: cursors.find(({ scope }) => scope === 'directory')?.totals['members'] ?? null,
    },
    clock: describeClock(store, known.clock),
    aside,
    protocol: { here: PROTOCOL_VERSION, there: authority?.protocol ?? null },
    auditLog: describeLog(known),
    demo: authority?.demo ?? demo,
  }
}
