import type { Sessions } from './sessions.ts'
import type { SyncContext } from './sync-context.ts'

/** What administration needs: it is asked of the authority live, in the session of whoever administers. */
export interface Administering {
  readonly context: SyncContext
  readonly sessions: Sessions
  readonly clerkId: string
}
