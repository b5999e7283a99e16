import type { Store } from '#core/db/store.ts'
import { allBranches, type Branch } from '#shared/domain/reference/branch.ts'
import { findSetting } from './settings.ts'

/** Every branch in the authority's order, as it last told of them. */
export function listBranches(store: Store): Branch[] {
  return allBranches(findSetting(store, 'branches') ?? [])
}
