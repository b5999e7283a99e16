import type { Store } from '#core/db/store.ts'
import type { FeedTable } from '#shared/protocol/pull.ts'
import { IndexChanges } from './index-changes.ts'
import { feedTableNames, isOfBranch, removeKept } from './replica.ts'

/** How many rows are looked at together, and after how many of them the clock is. */
const glance = 64
const stride = 8

interface Standing {
  readonly at: string | number
  readonly id: string
  readonly generation: number
  readonly branch: string | null
}

/**
 * Rows of a scope that are to go: all of them, where no clerk of this device may hold them any more, or with `before`
 * those of an earlier generation, which the authority did not mention again. They are gone through in the order in which
 * they lie, in as many slices as the caller likes; what was changed between two slices is looked at as it stands then.
 */
export class Departures {
  readonly #branch: string | null
  readonly #before: number
  readonly #tables: FeedTable[]
  readonly #changed = new Set<FeedTable>()
  /** The last row that was looked at, in the first of the tables that are left. */
  #at: string | number | undefined
  /** How many rows are gone. */
  gone = 0

  constructor(scope: string, { before = Number.POSITIVE_INFINITY }: { readonly before?: number } = {}) {
    this.#branch = scope.startsWith('branch:') ? scope.slice('branch:'.length) : null
    this.#before = before
    const isKnown = this.#branch !== null || scope === 'directory'
    this.#tables = feedTableNames.filter((table) => isKnown && isOfBranch(table) === (this.#branch !== null))
  }

  /** Tables whose rows look different now. */
  get changed(): ReadonlySet<FeedTable> {
    return this.#changed
  }

  /**
   * Takes rows away until `isEnough`, in the caller's transaction.
   *
   * @returns whether all are gone.
   */
  take(store: Store, isEnough: () => boolean): boolean {
    const index = new IndexChanges()
    const whole = this.#take(store, index, isEnough)
    index.write(store)
    return whole
  }

  #take(store: Store, index: IndexChanges, isEnough: () => boolean): boolean {
    let seen = 0
    for (let table = this.#tables[0]; table !== undefined; ) {
      const rows = this.#look(store, table)
      for (const { at, id, generation, branch } of rows) {
        this.#at = at
        if (generation < this.#before && branch === this.#branch && removeKept(store, table, id, index)) {
          this.#changed.add(table)
          this.gone += 1
        }
        seen += 1
        if (seen % stride === 0 && isEnough()) return false
      }
      if (rows.length > 0) continue
      this.#tables.shift()
      this.#at = undefined
      table = this.#tables[0]
    }
    return true
  }

  /** The next rows, whatever becomes of them: a condition might look through millions before it finds one. */
  #look(store: Store, table: FeedTable): Standing[] {
    const [key, past, start] = table === 'members' ? ['place', 'CAST(? AS INTEGER)', -1] : ['id', '?', '']
    return store.allOf<Standing>(
      `SELECT ${key} AS at, id, generation, ${isOfBranch(table) ? 'branch' : 'NULL AS branch'}
       FROM ${table} WHERE ${key} > ${past} ORDER BY ${key} LIMIT ${glance}`,
      this.#at ?? start,
    )
  }
}
