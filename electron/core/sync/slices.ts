import type { Arrivals } from '#core/repositories/arrivals.ts'
import type { SyncContext } from './sync-context.ts'

/** How long sync works at a stretch before clerks' commands may go first, in milliseconds. */
const sliceTime = 8
/** Rows are written in half of it: their words follow in the other half. */
const writeTime = sliceTime / 2

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
