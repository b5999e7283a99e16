import type { Store } from '#core/db/store.ts'

/** Tables with millions of rows: counting them takes longer than a decision. */
export type KeptTable = 'members' | 'certificates'

interface Kept {
  readonly rollbacks: number
  readonly dataVersion: number
  readonly counts: Map<KeptTable, number>
}

const kept = new WeakMap<Store, Kept>()

/** What is known of a connection's counts; forgotten with a rollback, or when another connection has committed. */
function keptOf(store: Store): Map<KeptTable, number> {
  const known = kept.get(store)
  const { rollbacks } = store
  const dataVersion = store.dataVersion()
  if (known && known.rollbacks === rollbacks && known.dataVersion === dataVersion) return known.counts
  const counts = new Map<KeptTable, number>()
  kept.set(store, { rollbacks, dataVersion, counts })
  return counts
}

/** Rows of a table: counted once, then kept up by what this connection writes. */
export function keptCount(store: Store, table: KeptTable): number {
  const counts = keptOf(store)
  const known = counts.get(table)
  if (known !== undefined) return known
  const count = store.findOf<{ count: number }>(`SELECT count(*) AS count FROM ${table}`)?.count ?? 0
  counts.set(table, count)
  return count
}

/** Rows of a table were added or, below 0, taken away by this connection. */
export function noteCount(store: Store, table: string, difference: number): void {
  if (table !== 'members' && table !== 'certificates') return
  const counts = kept.get(store)?.counts
  const known = counts?.get(table)
  if (counts && known !== undefined) counts.set(table, known + difference)
}
