import { join } from 'node:path'
import Database from 'better-sqlite3'
import { fromSqlite } from './sqlite-errors.ts'

/**
 * Takes the profile for this process, or throws `store/busy`. The lock is the operating system's lock on an empty
 * SQLite file, so it goes with the process however that ends, and no stale file keeps anybody out.
 */
export function lockProfile(profileDir: string): { release(): void } {
  const lock = new Database(join(profileDir, 'desk.lock'), { timeout: 0 })
  try {
    lock.pragma('journal_mode = MEMORY')
    lock.pragma('locking_mode = EXCLUSIVE')
    lock.exec('BEGIN EXCLUSIVE')
  } catch (thrown) {
    lock.close()
    throw fromSqlite(thrown)
  }
  return { release: () => void lock.close() }
}
