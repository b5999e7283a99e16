import { sql } from 'kysely'
import type { Db } from '../db/types.ts'

/** Errors of PostgreSQL after which the same transaction may succeed: unique violation, serialisation, deadlock. */
const passing = new Set(['23505', '40001', '40P01'])

function codeOf(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown ? String(thrown.code) : ''
}

/**
 * Runs `work` in one transaction. When it collides with another one it is run again from the start, up to three times
 * in all, so that `work` sees what the other did and can answer in the words of the domain.
 */
export async function inTransaction<T>(db: Db, work: (trx: Db) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await db.transaction().execute(work)
    } catch (thrown) {
      if (tries >= 3 || !passing.has(codeOf(thrown))) throw thrown
    }
  }
}

/** Waits until no other transaction, of whatever process, has the turn of this name; keeps it until this one ends. */
export async function takeTurn(trx: Db, name: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 3))`.execute(trx)
}

/** Takes the turn of this name if nobody has it; answers whether it did. Keeps it until the transaction ends. */
export async function tryTurn(trx: Db, name: string): Promise<boolean> {
  const { rows } = await sql<{ won: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${name}, 3)) as won
  `.execute(trx)
  return rows[0]?.won ?? false
}

/** Runs `work` on one unchanging view of the database. */
export function inSnapshot<T>(db: Db, work: (trx: Db) => Promise<T>): Promise<T> {
  return db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work)
}
