import { changeEntry, getEntry, listUnreceipted, type OutboxEntry } from '#core/repositories/outbox.ts'
import type { SyncContext } from './sync-context.ts'

/** Faults of the same command after which it is parked. */
export const maxTries = 6

/** Counts a fault of a command; too many of them park it, with the later ones that hang on it or are on the same request. */
export function countFault({ store, onChanged }: SyncContext, { id }: OutboxEntry, cause: string): void {
  store.transaction(() => {
    const entry = getEntry(store, id)
    const tries = entry.tries + 1
    if (entry.state === 'parked') return changeEntry(store, id, { tries })
    if (tries < maxTries) return changeEntry(store, id, { state: 'retrying', tries, cause })
    changeEntry(store, id, { state: 'parked', tries, cause, deferral: 'due' })
    const parked = new Set([id])
    for (const later of listUnreceipted(store)) {
      if (later.position <= entry.position || later.state === 'parked' || later.kind === 'withdrawn') continue
      if (!(later.after !== null && parked.has(later.after)) && later.subject.id !== entry.subject.id) continue
      changeEntry(store, later.id, {
        state: 'parked',
        cause: 'sync/dependency-pending',
        deferral: 'due',
        notBefore: null,
      })
      parked.add(later.id)
    }
  })
  onChanged(['outbox', 'requests', 'certificates', 'appointments'])
}
