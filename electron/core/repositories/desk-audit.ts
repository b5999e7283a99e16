import { nodeWitnessPorts } from '#core/crypto/node-witness-ports.ts'
import { query } from '#core/db/compile.ts'
import type { Store } from '#core/db/store.ts'
import type { VaultNote } from '#shared/domain/audit/desk-chain.ts'
import {
  type ChainEntry,
  type ChainHead,
  chainHash,
  chainStart,
  type DeskNote,
} from '#shared/domain/audit/desk-chain.ts'
import { findSetting, putSetting } from './settings.ts'

/** So many entries that the authority has are kept, so that a restored one can be told again. */
const keepSent = 500

function findHead(store: Store): ChainHead | undefined {
  return store.find(query.selectFrom('desk_audit').select(['number', 'hash']).orderBy('number', 'desc').limit(1))
}

/** Adds to this desk's chain, in the caller's transaction or one of its own. `at`: trusted time, ISO instant. */
export function appendNotes(store: Store, notes: readonly DeskNote[], at: string): void {
  store.transaction(() => {
    let head = findHead(store) ?? { number: 0, hash: chainStart }
    for (const { actor, action, subject, detail = {} } of notes) {
      const link = { number: head.number + 1, at, actor, action, subject, detail, previous: head.hash }
      const hash = chainHash(nodeWitnessPorts.sha256, link)
      const entry: ChainEntry = { ...link, hash }
      store.run(
        query.insertInto('desk_audit').values({ number: link.number, entry: JSON.stringify(entry), hash, sent: 0 }),
      )
      head = { number: link.number, hash }
    }
  })
}

/**
 * Adds what happened at the vault while the store was closed; each once, whenever it is told again.
 *
 * @returns the last number that the chain has.
 */
export function appendVaultNotes(store: Store, notes: readonly VaultNote[]): number {
  return store.transaction(() => {
    const had = findSetting(store, 'vault-noted') ?? 0
    for (const { number, at, actor, action, detail } of notes)
      if (number > had) appendNotes(store, [{ actor, action, subject: 'device', detail }], at)
    const last = Math.max(had, ...notes.map(({ number }) => number))
    putSetting(store, 'vault-noted', last)
    return last
  })
}

/** The next entries that the authority does not have, in order. */
export function listUnsentNotes(store: Store, limit: number): ChainEntry[] {
  return store
    .all(query.selectFrom('desk_audit').select('entry').where('sent', '=', 0).orderBy('number').limit(limit))
    .map(({ entry }) => JSON.parse(entry) as ChainEntry)
}

/** The authority has all up to this number. The last of them stay, and so the head of the chain always does. */
export function markNotesSent(store: Store, number: number): void {
  store.cheapTransaction(() => {
    store.run(query.updateTable('desk_audit').set({ sent: 1 }).where('sent', '=', 0).where('number', '<=', number))
    store.run(
      query
        .deleteFrom('desk_audit')
        .where('sent', '=', 1)
        .where('number', '<=', number - keepSent),
    )
  })
}

/** A restored authority may have forgotten some: those that are still here are sent again. */
export function sendNotesAgain(store: Store): void {
  store.run(query.updateTable('desk_audit').set({ sent: 0 }).where('sent', '=', 1))
}
