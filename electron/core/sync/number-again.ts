import { renumberFrom } from '#core/repositories/lost-numbers.ts'
import { noteHistory } from '#core/repositories/settings.ts'
import { finding } from '#shared/domain/store/finding-table.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { SyncContext } from './sync-context.ts'

/**
 * The numbers of a clerk on a device mean something else at the authority: it was restored to so long ago that this desk
 * does not keep what came then, or this desk was put back to an earlier copy of itself and gave numbers twice. What the
 * authority cannot have, from `from` on, goes under a device that nobody was numbered under; ids stay, so nothing takes
 * effect twice. It is noted in the history of the store.
 */
export function numberAgain(
  { store, clock, newDevice }: SyncContext,
  { device, actor, from }: { readonly device: string; readonly actor: string; readonly from: number },
): void {
  store.transaction(() => {
    const count = renumberFrom(store, { clerkId: actor, device, from, newDevice: newDevice() })
    const detail = { clerkId: actor, at: isoInstant(clock.now()) }
    noteHistory(store, [finding('numbered-again', { table: 'outbox', count, detail })])
  })
}
