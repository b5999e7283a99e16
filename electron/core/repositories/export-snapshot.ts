import type { Store } from '#core/db/store.ts'

/**
 * Holds one unchanging state of the database on this connection until the answered function is called, for work that lets
 * other work of its thread in between. Only for a connection of one's own: every read of it sees this state.
 */
export function holdSnapshot(store: Store): () => void {
  store.runOf('BEGIN')
  // A deferred transaction begins with its first read.
  store.findOf('SELECT 1 FROM settings LIMIT 1')
  return () => void store.runOf('COMMIT')
}
