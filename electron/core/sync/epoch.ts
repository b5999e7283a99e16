import type { Store } from '#core/db/store.ts'
import { dropAllCursors, listCursors } from '#core/repositories/cursors.ts'
import { sendNotesAgain } from '#core/repositories/desk-audit.ts'
import { forgetTokens } from '#core/repositories/enrolled-clerks.ts'
import { askForLastReceipts } from '#core/repositories/outbox-lists.ts'
import { findSetting, getGeneration, getNewestGeneration, putSetting } from '#core/repositories/settings.ts'
import { AppError } from '#shared/kernel/errors.ts'

/**
 * The authority was restored or imported: every scope is read again from its beginning. Rows stay and are reconciled by
 * version; those that are not mentioned again go when the scope has been read through. It may have forgotten commands
 * too, and clerks' keys: it is told the keys again and asked for each clerk's last receipt. Nothing to do in the epoch in which this desk stands already: a setting of its own
 * says which that is, because a second restore may come before any cursor was written since the first.
 */
export function beginEpoch(store: Store, epoch: string): void {
  store.transaction(() => {
    const cursors = listCursors(store)
    const known = findSetting(store, 'epoch') ?? cursors[0]?.epoch ?? epoch
    putSetting(store, 'epoch', epoch)
    if (known === epoch && cursors.every((cursor) => cursor.epoch === epoch)) return
    dropAllCursors(store)
    askForLastReceipts(store)
    sendNotesAgain(store)
    forgetTokens(store)
    putSetting(store, 'generation', getNewestGeneration(store) + 1)
    putSetting(store, 'scope-generations', {})
  })
}

/**
 * Makes sure that a scope was not to be read again since a reading of it began: rows of this one would be taken for gone
 * by the next.
 *
 * @throws AppError `sync/cursor`, after which the pull begins anew.
 */
export function requireSameReading(store: Store, scope: string, generation: number): void {
  if (getGeneration(store, scope) !== generation) throw new AppError('sync/cursor')
}
