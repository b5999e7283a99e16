import type { Store } from '#core/db/store.ts'
import { dropAsideOf } from '#core/repositories/aside.ts'
import { dropCursor, listCursors } from '#core/repositories/cursors.ts'
import { findSetting, getNewestGeneration, putSetting } from '#core/repositories/settings.ts'
import { AppError } from '#shared/kernel/errors.ts'

/** How far a scope was read is forgotten, in the caller's transaction: its rows that come from now on have a new number. */
export function forgetReading(store: Store, scope: string): void {
  dropCursor(store, scope)
  dropAsideOf(store, scope)
  const generations = findSetting(store, 'scope-generations') ?? {}
  putSetting(store, 'scope-generations', { ...generations, [scope]: getNewestGeneration(store) + 1 })
}

/**
 * Lets a scope be read again from its beginning. Its rows stay and are shown; each is replaced when it comes, whatever
 * its version, and those that do not come go when the scope has been read through. What was set aside comes again too.
 *
 * @throws AppError `record/not-found` for a scope that is not held here.
 */
export function rereadScope(store: Store, scope: string): void {
  store.transaction(() => {
    if (!listCursors(store).some((cursor) => cursor.scope === scope)) throw new AppError('record/not-found', { scope })
    forgetReading(store, scope)
  })
}
