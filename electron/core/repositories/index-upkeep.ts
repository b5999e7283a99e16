import { mostLogPages } from '#core/db/open-store.ts'
import type { Store } from '#core/db/store.ts'

/** Leaf pages that one step of merging writes: some milliseconds of work. */
const mergePages = 24

/**
 * The index that a first fill leaves out: keeping two million keys of it in order costs more than all the rows. It is made
 * behind the fill (`makeOrder`).
 */
const orderOfCertificates = {
  name: 'certificates_by_sort',
  sql: `CREATE INDEX IF NOT EXISTS certificates_by_sort
    ON certificates (sort_key, state, kind, expires_on, awaiting_second, member_id, number_key, id)`,
} as const

/**
 * Memory for pages while a fill runs and otherwise, in KiB; pages of the log at which a commit writes it back itself
 * (64 and 32 MB). While a first fill runs nobody else does. Otherwise the counter does it long before (Checkpointer);
 * where there is none, or it does not come to it, this is the bound.
 */
const pace = { filling: { cache: 131_072, log: 16_384 }, steady: { cache: 32_768, log: mostLogPages } } as const

/** Memory for words that are not written yet, in bytes; 1 MiB is FTS5's own. */
const wordMemory = { filling: 32 * 1024 * 1024, steady: 1024 * 1024 } as const

function setPace(store: Store, { cache, log }: { readonly cache: number; readonly log: number }): void {
  store.runOf(`PRAGMA cache_size = -${cache}`)
  store.findOf(`PRAGMA wal_autocheckpoint = ${log}`)
}

/** From so many certificates on, their order is made behind the fill; below, it costs little. */
const manyCertificates = 200_000

/**
 * Prepares the store for millions of rows: more memory, fewer merges, and no order of certificates where there are none
 * and many are to come.
 */
export function beginFill(store: Store, certificates: number): void {
  setPace(store, pace.filling)
  // A commit's words become one segment, not one for every megabyte.
  store.runOf(`INSERT INTO member_index (member_index, rank) VALUES ('hashsize', ${wordMemory.filling})`)
  store.runOf("INSERT INTO member_index (member_index, rank) VALUES ('usermerge', 16)")
  store.runOf("INSERT INTO member_index (member_index, rank) VALUES ('crisismerge', 64)")
  if (certificates >= manyCertificates && store.findOf('SELECT 1 FROM certificates LIMIT 1') === undefined)
    store.runOf(`DROP INDEX IF EXISTS ${orderOfCertificates.name}`)
}

/** Gives the memory back. What the fill left undone is done by `finishFill` and `makeOrder`. */
export function endFill(store: Store): void {
  setPace(store, pace.steady)
  store.runOf('PRAGMA shrink_memory')
}

/** Whether certificates are in the order of their list; until then it goes by their numbers (certificate-list.ts). */
export const isInOrder = (store: Store): boolean =>
  store.findOf('SELECT 1 FROM sqlite_schema WHERE name = ?', orderOfCertificates.name) !== undefined

/**
 * Makes the order of certificates where a first fill left it out. Two million take a quarter of a minute in one piece, in
 * which the writer answers nobody: the caller sees to it that nobody is at work.
 *
 * @returns whether it had to be made.
 */
export function makeOrder(store: Store): boolean {
  if (isInOrder(store)) return false
  store.cheapTransaction(() => store.runOf(orderOfCertificates.sql))
  return true
}

/** Lets the index of words be merged again as usual behind a first fill. Cheap where there was none. */
export function finishFill(store: Store): void {
  if (settingOf(store, 'usermerge') === 4) return
  store.cheapTransaction(() => {
    store.runOf("INSERT INTO member_index (member_index, rank) VALUES ('usermerge', 4)")
    store.runOf("INSERT INTO member_index (member_index, rank) VALUES ('crisismerge', 16)")
    store.runOf(`INSERT INTO member_index (member_index, rank) VALUES ('hashsize', ${wordMemory.steady})`)
    // Puts all segments under one merge, which the steps of `mergeIndex` carry to its end.
    store.runOf(`INSERT INTO member_index (member_index, rank) VALUES ('merge', -${mergePages})`)
  })
}

function settingOf(store: Store, name: string): number | undefined {
  return (
    store.findOf<{ v: number }>('SELECT v FROM member_index_config WHERE k = ?', name)?.v ??
    (name === 'usermerge' ? 4 : undefined)
  )
}

/** One step of merging the index of members, in its own transaction. Answers whether there was anything to merge. */
export function mergeIndex(store: Store): boolean {
  return store.cheapTransaction(() => {
    const before = totalChanges(store)
    store.runOf(`INSERT INTO member_index (member_index, rank) VALUES ('merge', ${mergePages})`)
    // The statement itself counts as one (SQLite, "FTS5 merge command").
    return totalChanges(store) - before >= 2
  })
}

function totalChanges(store: Store): number {
  return store.findOf<{ n: number }>('SELECT total_changes() AS n')?.n ?? 0
}
