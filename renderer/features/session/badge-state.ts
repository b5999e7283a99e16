import type { SyncStatus } from '#shared/contracts/sync.ts'

/**
 * What the header's badge says. `synced` is the only green one: the line is up, nothing waits, nothing asks for care and
 * the pull is caught up and as many rows are here as at the authority; it stands on receipts, never on hope.
 */
export type BadgeState =
  | { readonly kind: 'synced' }
  | { readonly kind: 'attention'; readonly count: number; readonly away: 'offline' | 'disconnected' | null }
  | { readonly kind: 'disconnected' | 'offline'; readonly since: string | null; readonly waiting: number }
  | {
      readonly kind: 'filling'
      readonly done: number
      readonly total: number
      readonly secondsLeft: number | null
      readonly paused: boolean
    }
  | { readonly kind: 'outdated'; readonly waiting: number }
  | { readonly kind: 'altered' }
  | { readonly kind: 'damaged' }
  | { readonly kind: 'waiting'; readonly count: number }
  | { readonly kind: 'postponed' }
  | { readonly kind: 'differs' }
  | { readonly kind: 'catching-up' }

/** The badge of a status. What needs the clerk comes first, then the line, then what is under way. */
export function badgeState(status: SyncStatus): BadgeState {
  const { line, counts, progress } = status
  const away = line === 'online' ? null : line
  // Whoever changed the audit log may have changed anything: nothing is said before that.
  if (status.fault === 'audit/altered') return { kind: 'altered' }
  // Met by the check after a start: a repair is to be asked for, line or no line.
  if (status.fault === 'store/damaged') return { kind: 'damaged' }
  if (counts.attention > 0) return { kind: 'attention', count: counts.attention, away }
  if (away !== null) return { kind: away, since: status.since, waiting: counts.waiting }
  // The authority answers, but not this version: nothing is on its way until the application is another one.
  if (status.fault === 'sync/protocol') return { kind: 'outdated', waiting: counts.waiting }
  if (progress !== null) {
    const { done, total, secondsLeft, paused } = progress
    return { kind: 'filling', done, total, secondsLeft, paused }
  }
  if (counts.waiting > 0) return { kind: 'waiting', count: counts.waiting }
  if (status.postponed.fill) return { kind: 'postponed' }
  if (!status.caughtUp || status.reconciled === null) return { kind: 'catching-up' }
  return status.reconciled ? { kind: 'synced' } : { kind: 'differs' }
}
