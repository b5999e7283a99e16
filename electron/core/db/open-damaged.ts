import Database from 'better-sqlite3'
import { AppError } from '#shared/kernel/errors.ts'
import { openStore, unlock } from './open-store.ts'
import { fromSqlite } from './sqlite-errors.ts'
import { Store } from './store.ts'

const isDamage = (thrown: unknown): boolean => thrown instanceof AppError && thrown.code === 'store/damaged'

/** Opens a file of whose schema a page is damaged: SQLite then knows the tables that were made before those on that page. */
function openInPart(file: string, key: Uint8Array): Store {
  const database = new Database(file, { readonly: true, fileMustExist: true })
  try {
    unlock(database, key)
    database.pragma('temp_store = MEMORY')
    database.pragma('trusted_schema = OFF')
    // Of the first page, which alone proves the key: whatever else is damaged, the file is this desk's.
    database.pragma('user_version')
    database.unsafeMode(true)
    // Lets SQLite go on with what it could read of a schema.
    database.pragma('writable_schema = ON')
    try {
      database.prepare('SELECT 1 FROM sqlite_schema')
    } catch (thrown) {
      // The first question may fail for the damage, and then no other does.
      if (!isDamage(fromSqlite(thrown))) throw thrown
    }
    return new Store(database)
  } catch (thrown) {
    database.close()
    throw fromSqlite(thrown)
  }
}

/**
 * Opens a store for reading, in so far as it can be: to save what is in it.
 *
 * @throws AppError `store/damaged` for a wrong key or a damaged first page, which look alike.
 */
export function openDamaged(file: string, key: Uint8Array): Store {
  try {
    return openStore(file, key, 'reader')
  } catch (thrown) {
    if (!isDamage(thrown)) throw thrown
    return openInPart(file, key)
  }
}
