import type { Store } from '#core/db/store.ts'
import type { Clock, NewId } from '#shared/kernel/ports.ts'

/** What a question needs: the store, and the moment (of trusted time). */
export interface ReadContext {
  readonly store: Store
  readonly clock: Clock
}

/** What a change needs besides. */
export interface WriteContext extends ReadContext {
  readonly newId: NewId
  /** Whether the last answer of the authority still proves the line: then a decision is held for a moment. */
  readonly lineIsUp: () => boolean
}
