import type { Store } from '#core/db/store.ts'
import { changeEntry, getEntry, listUnreceipted, type OutboxEntry } from '#core/repositories/outbox.ts'
import type { SyncContext } from './sync-context.ts'

/** Faults of the same command after which it is parked. */
export const maxTries = 6

/** Parks a command, with the later ones that hang on it or are on the same request; in the caller's transaction. */
function parkEntry(store: Store, entry: OutboxEntry, cause: string, tries: number): void {
  changeEntry(store, entry.id, { state: 'parked', tries, cause, deferral: 'due', notBefore: null })
  const parked = new Set([entry.id])
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
}

/** What a park changes on the screens. */
const touched = ['outbox', 'requests', 'certificates', 'appointments'] as const

/** Parks a command at once: it cannot go for now, whatever is tried. */
export function parkNow({ store, onChanged }: SyncContext, { id }: OutboxEntry, cause: string): void {
  store.transaction(() => {
    const entry = getEntry(store, id)
    parkEntry(store, entry, cause, entry.tries)
  })
  onChanged(touched)
}

/** Lets commands go that were parked for a cause that is no more, with those that waited for them. */
export function unpark({ store, onChanged }: SyncContext, cause: string): void {
  const all = listUnreceipted(store).filter(({ state }) => state === 'parked')
  const own = all.filter((entry) => entry.cause === cause)
  if (own.length === 0) return
  const subjects = new Set(own.map(({ subject }) => subject.id))
  const waiting = all.filter(
    ({ cause: other, subject }) => other === 'sync/dependency-pending' && subjects.has(subject.id),
  )
  store.transaction(() => {
    for (const { id } of [...own, ...waiting])
      changeEntry(store, id, { state: 'waiting', tries: 0, cause: null, deferral: null })
  })
  onChanged(touched)
}

/** Counts a fault of a command; too many of them park it, with the later ones that hang on it or are on the same request. */
export function countFault({ store, onChanged }: SyncContext, { id }: OutboxEntry, cause: string): void {
  store.transaction(() => {
    const entry = getEntry(store, id)
    const tries = entry.tries + 1
    if (entry.state === 'parked') changeEntry(store, id, { tries })
    else if (tries < maxTries) changeEntry(store, id, { state: 'retrying', tries, cause })
    else parkEntry(store, entry, cause, tries)
  })
  onChanged(touched)
}
