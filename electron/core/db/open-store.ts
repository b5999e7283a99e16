import Database from 'better-sqlite3'
import { type Migration, migrate } from './migrate.ts'
import { fromSqlite } from './sqlite-errors.ts'
import { Store } from './store.ts'

/** `writer`: the one connection that changes anything, and brings the file up to date. `reader`: sees, and cannot write. */
export type StoreMode = 'writer' | 'reader'

/** Pages of the log at which the writer's commit writes it back: 32 MB. */
export const mostLogPages = 8192

/** Gives a connection its cipher and raw key. */
export function unlock(database: Database.Database, key: Uint8Array): void {
  database.pragma("cipher = 'chacha20'")
  // A raw key skips the derivation from a passphrase: half a millisecond instead of a tenth of a second.
  database.pragma(`key = "x'${Buffer.from(key).toString('hex')}'"`)
}

/**
 * Opens (or, as writer, makes) an encrypted store.
 *
 * @param key 32 raw bytes of the data key.
 * @param steps of the schema, for a file of an earlier version; all of them when absent.
 * @throws AppError `store/damaged` for a wrong key or a broken file, `store/newer` for a file of a later version,
 *   `store/full`, `store/busy`.
 */
export function openStore(file: string, key: Uint8Array, mode: StoreMode, steps?: readonly Migration[]): Store {
  if (key.byteLength !== 32) throw new RangeError('The data key has 32 bytes.')
  const reading = mode === 'reader'
  const database = new Database(file, { readonly: reading, fileMustExist: reading })
  try {
    unlock(database, key)
    database.pragma('busy_timeout = 5000')
    database.pragma('temp_store = MEMORY')
    database.pragma('trusted_schema = OFF')
    database.pragma('foreign_keys = ON')
    database.pragma('cache_size = -32768')
    if (reading) {
      database.pragma('query_only = ON')
      // The first page is read and authenticated here, not at the clerk's first question.
      database.prepare('SELECT count(*) FROM sqlite_schema').get()
    } else {
      database.pragma('secure_delete = ON')
      database.pragma('journal_mode = WAL')
      database.pragma('synchronous = FULL')
      database.pragma(`wal_autocheckpoint = ${mostLogPages}`)
      database.prepare('SELECT count(*) FROM sqlite_schema').get()
      migrate(database, steps)
    }
  } catch (thrown) {
    database.close()
    throw fromSqlite(thrown)
  }
  return new Store(database)
}
