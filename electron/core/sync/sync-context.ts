import type { Store } from '#core/db/store.ts'
import type { Clock } from '#shared/kernel/ports.ts'
import type { FeedTable } from '#shared/protocol/pull.ts'
import type { DemoSessionInput, SessionOutput } from '#shared/protocol/session.ts'
import type { AuthorityClient } from './authority-client.ts'
import type { readFill } from './fill-lines.ts'

export type ChangedTable = FeedTable | 'outbox' | 'verifications' | 'branches'

/** What the sync engine works with; all of it is handed in, so that it can be simulated. */
export interface SyncContext {
  readonly store: Store
  readonly client: AuthorityClient
  /** Asks for a session of an enrolled clerk. @throws AppError `session/sign-in-again` and what the authority says. */
  readonly openSession: (clerk: DemoSessionInput) => Promise<SessionOutput>
  /** Trusted time. */
  readonly clock: Clock
  /** Hears the authority's time with every answer that brings it. */
  readonly seeServerTime: (instant: string) => void
  /** Tells the screens which tables look different now. */
  readonly onChanged: (tables: readonly ChangedTable[]) => void
  /** Lets clerks' commands go first, between two slices of work. */
  readonly breathe: () => Promise<void>
  /** Milliseconds that only grow, by which a slice of work knows how long it has taken. */
  readonly elapsed: () => number
  /** Reads the bytes of a first fill. */
  readonly readFill: typeof readFill
  /** The id of a device that nobody was ever numbered under. */
  readonly newDevice: () => string
  /** Makes sure that the disk holds so many more bytes. @throws AppError `store/full`. */
  readonly requireRoom: (bytes: number) => void
}
