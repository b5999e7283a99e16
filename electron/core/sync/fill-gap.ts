import { findEnrolled } from '#core/repositories/enrolled-clerks.ts'
import { changeEntry, getEntry, listUnreceipted } from '#core/repositories/outbox.ts'
import { hasSeq, reopenFrom } from '#core/repositories/outbox-lists.ts'
import { signBody } from '#core/repositories/signing-keys.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { SyncContext } from './sync-context.ts'

/**
 * The authority wants an earlier command of a clerk: it was restored to a state before it. Everything from there on is
 * sent again; what the clerk had put away goes as `withdrawn`, so that it cannot take effect after all. A number that
 * this desk does not have any more parks the clerk's commands: nobody can fill that gap but a person.
 *
 * @returns false when nothing was done, because only the clerk can sign what goes as `withdrawn` and has not unlocked.
 */
export function fillGap(
  { store, onChanged }: SyncContext,
  { device, actor, seq }: { readonly device: string; readonly actor: string; readonly seq: number },
): boolean {
  try {
    store.transaction(() => {
      // Of a device that is numbered no more nothing is kept in order of its numbers.
      if (findEnrolled(store, actor)?.device !== device || !hasSeq(store, actor, seq)) {
        for (const entry of listUnreceipted(store))
          if (entry.actor === actor && entry.decided.device === device)
            changeEntry(store, entry.id, { state: 'parked', cause: 'sync/gap', deferral: null })
        return
      }
      for (const id of reopenFrom(store, actor, seq).putAway) {
        const { madeAt, seq: place, kind } = getEntry(store, id).decided
        const body = signBody(store, {
          id,
          device,
          seq: place,
          actor,
          madeAt,
          kind: 'withdrawn',
          args: { replaced: kind },
        })
        changeEntry(store, id, { kind: 'withdrawn', body })
      }
    })
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'vault/locked') return false
    throw thrown
  }
  onChanged(['outbox'])
  return true
}
