import { findEnrolled } from '#core/repositories/enrolled-clerks.ts'
import { changeEntry, getEntry } from '#core/repositories/outbox.ts'
import { hasSeq, reopenFrom } from '#core/repositories/outbox-lists.ts'
import { signBody } from '#core/repositories/signing-keys.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { numberAgain } from './number-again.ts'
import type { SyncContext } from './sync-context.ts'

/** What came of a gap: filled, filled under other numbers, or nothing because only the clerk could sign. */
export type GapOutcome = 'filled' | 'numbered-again' | 'locked'

/**
 * The authority wants an earlier command of a clerk: it was restored to a state before it. Everything from there on is
 * sent again; what the clerk had put away goes as `withdrawn`, so that it cannot take effect after all. Where this desk
 * does not have the wanted number any more, everything from it on goes under numbers of its own.
 */
export function fillGap(
  context: SyncContext,
  { device, actor, seq }: { readonly device: string; readonly actor: string; readonly seq: number },
): GapOutcome {
  const { store, onChanged } = context
  try {
    const outcome = store.transaction((): GapOutcome => {
      const isCurrent = findEnrolled(store, actor)?.device === device
      const isHere = isCurrent && hasSeq(store, actor, seq)
      // Of a device that is numbered no more nothing is kept in order of its numbers, and what has a receipt is not known.
      for (const id of isCurrent ? reopenFrom(store, actor, seq).putAway : []) {
        const { madeAt, seq: place, kind } = getEntry(store, id).decided
        const args = { replaced: kind }
        const body = signBody(store, { id, device, seq: place, actor, madeAt, kind: 'withdrawn', args })
        changeEntry(store, id, { kind: 'withdrawn', body })
      }
      if (!isHere) numberAgain(context, { device, actor, from: seq })
      return isHere ? 'filled' : 'numbered-again'
    })
    onChanged(['outbox'])
    return outcome
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'vault/locked') return 'locked'
    throw thrown
  }
}
