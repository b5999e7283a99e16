import { findFeedBounds } from '../../repositories/feed.ts'
import type { AuthorityContext } from '../context.ts'

/** How far the feed is held back by a transaction that does not end. */
export interface FeedLag {
  /** For how long the same transaction has held something back, as far as this process has seen; 0 when none does. */
  readonly heldMilliseconds: number
  /** Transactions, ended or not, that nobody can pull yet. */
  readonly transactionsBehind: number
}

/** Looks at how far the feed is held back. */
export interface FeedWatch {
  /** Looks now. */
  look(): Promise<FeedLag>
  stop(): void
}

/** Desks expect a change within a second; a writer that takes ten times as long is stuck. */
const alarmMilliseconds = 10_000
const everyMilliseconds = 5_000

/**
 * Watches the oldest open transaction: nothing that was committed after it began can be pulled (docs/sync.md, "Pull").
 * `feed-held` is logged as a warning while one is older than ten seconds, `feed-moves-again` when it has ended.
 */
export function watchFeed({ db, clock, log }: Pick<AuthorityContext, 'db' | 'clock' | 'log'>): FeedWatch {
  let oldest: { readonly xmin: string; readonly since: number } | undefined
  let alarmed = false
  const look = async (): Promise<FeedLag> => {
    const { xmin, xmax } = await findFeedBounds(db)
    const transactionsBehind = Number(BigInt(xmax) - BigInt(xmin))
    const now = clock.now()
    if (transactionsBehind === 0) oldest = undefined
    else if (oldest?.xmin !== xmin) oldest = { xmin, since: now }
    const heldMilliseconds = oldest ? now - oldest.since : 0
    if (heldMilliseconds >= alarmMilliseconds) {
      alarmed = true
      log.warn('feed-held', { heldMilliseconds, transactionsBehind, xmin })
    } else if (alarmed) {
      alarmed = false
      log.info('feed-moves-again', { transactionsBehind })
    }
    return { heldMilliseconds, transactionsBehind }
  }
  // A database that is away is told of by everything else.
  const timer = setInterval(() => void look().catch(() => undefined), everyMilliseconds)
  timer.unref()
  return { look, stop: () => clearInterval(timer) }
}
