import type { Store } from '#core/db/store.ts'
import type { Arrivals } from '#core/repositories/arrivals.ts'
import type { SyncContext } from './sync-context.ts'

/** How long sync works at a stretch before clerks' commands may go first, in milliseconds. */
const sliceTime = 8
/** Rows are written in half of it: their words follow in the other half. */
const writeTime = sliceTime / 2
/** Rows that go in one commit: as many as a page of a fill brings. */
const mostGoing = 2000

type Context = Pick<SyncContext, 'store' | 'breathe' | 'elapsed'>

/** Does something to every item, a slice at a time. */
export async function takeAll<T>(
  { breathe, elapsed }: Pick<Context, 'breathe' | 'elapsed'>,
  items: readonly T[],
  take: (item: T) => void,
): Promise<void> {
  let until = elapsed() + sliceTime
  let sinceLook = 0
  for (const item of items) {
    take(item)
    sinceLook += 1
    if (sinceLook < 16) continue
    sinceLook = 0
    if (elapsed() < until) continue
    await breathe()
    until = elapsed() + sliceTime
  }
}

/** Puts everything that arrived into the open bulk, a slice at a time. The caller ends the bulk. */
export async function putAll({ store, breathe, elapsed }: Context, arrivals: Arrivals): Promise<void> {
  for (;;) {
    const until = elapsed() + writeTime
    if (store.inBulk(() => arrivals.put(store, () => elapsed() >= until))) return
    await breathe()
  }
}

/** What is to go, by as many slices as it takes. */
interface Going {
  /** Takes away until `isEnough`, in the caller's transaction. Answers whether all is gone. */
  readonly take: (store: Store, isEnough: () => boolean) => boolean
  /** How much is gone, in rows. */
  readonly gone: number
}

/**
 * Takes away what is to go, a slice at a time and in commits of a bounded size. What is gone is committed before the rest,
 * so the caller sees to it that the rest is found again; the last commit is the caller's, who ends the bulk.
 */
export async function removeAll({ store, breathe, elapsed }: Context, going: Going): Promise<void> {
  for (let committed = 0; ; ) {
    const until = elapsed() + writeTime
    if (store.inBulk(() => going.take(store, () => elapsed() >= until))) return
    if (going.gone - committed >= mostGoing) {
      store.endBulk()
      committed = going.gone
    }
    await breathe()
  }
}
