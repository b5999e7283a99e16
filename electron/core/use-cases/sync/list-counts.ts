import { listAside } from '#core/repositories/aside.ts'
import { listRowCounts } from '#core/repositories/row-counts.ts'
import { findSetting } from '#core/repositories/settings.ts'
import type { ChannelOutput } from '#shared/contracts/contract-map.ts'
import type { ReadContext } from '../desk-context.ts'

/** What is here against what the authority says, of one state of the store. */
export function listCounts({ store }: ReadContext): ChannelOutput<'sync.counts'> {
  return store.snapshot(() => ({
    rows: listRowCounts(store),
    aside: listAside(store),
    asOf: findSetting(store, 'last-pull-at') ?? null,
  }))
}
