import { listCursors } from '#core/repositories/cursors.ts'
import { isReconciled, listRowCounts } from '#core/repositories/row-counts.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { FillState } from './fill-state.ts'
import { pullChanges } from './pull-changes.ts'
import type { Sessions } from './sessions.ts'
import type { SyncContext } from './sync-context.ts'

/** What a pull is told of the round that it belongs to. */
export interface PullTerms {
  /** Whether large downloads may come now. */
  readonly mayLoad: boolean
  /** Whether answers still come. */
  readonly isOnline: () => boolean
  /** Between two parcels of a first fill. */
  readonly between: () => Promise<void>
}

/** How far the rows of this desk are: whether all have come, and whether they are as many as there. */
export class CatchUp {
  readonly #context: SyncContext
  readonly #sessions: Sessions
  readonly #fill: FillState
  caughtUp = false
  /** Whether rows here and there are as many; null when that is not known. */
  reconciled: boolean | null = null
  /** Scopes that wait for a clerk's wish on a metered line. */
  leftScopes = 0

  constructor(context: SyncContext, sessions: Sessions, fill: FillState) {
    this.#context = context
    this.#sessions = sessions
    this.#fill = fill
  }

  /** Pulls everything, and once more when the counts differ. */
  async pull(terms: PullTerms): Promise<void> {
    const same = (): boolean => isReconciled(listRowCounts(this.#context.store))
    await this.#pullOnce(terms)
    // What was committed there while an older transaction was open is counted before it can be pulled: a difference
    // is believed when it is found twice.
    if (this.caughtUp && this.reconciled !== false && !same()) await this.#pullOnce(terms)
    this.reconciled = this.caughtUp ? same() : null
  }

  async #pullOnce({ mayLoad, isOnline, between }: PullTerms): Promise<void> {
    try {
      const left = await pullChanges(this.#context, this.#sessions, this.#fill, mayLoad, between)
      this.leftScopes = left.length
      this.#fill.cause = null
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code.startsWith('store/')) this.#fill.cause = thrown.code
      throw thrown
    } finally {
      // A pull that broke off in the middle may leave a scope behind where it was.
      const cursors = listCursors(this.#context.store)
      const whole = cursors.length > 0 && cursors.every((cursor) => cursor.caughtUp)
      this.caughtUp = isOnline() && this.leftScopes === 0 && whole
    }
  }
}
