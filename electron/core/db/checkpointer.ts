import Database from 'better-sqlite3'
import { unlock } from './open-store.ts'

/** Pages in the log that are worth being written back: four megabytes. */
const worthPages = 1000

interface LogState {
  /** Pages in the log. */
  readonly log: number
  /** Those of them that are in the database already. */
  readonly checkpointed: number
}

/**
 * Writes what stands in the log back into the database, on a connection of its own: whoever commits does not wait for it,
 * and it waits for nobody (SQLite, "Write-Ahead Logging", passive checkpoints). It changes no data.
 */
export class Checkpointer {
  readonly #database: Database.Database

  /** @throws what SQLite says of a file that is not there or a wrong key. */
  constructor(file: string, key: Uint8Array) {
    this.#database = new Database(file, { fileMustExist: true })
    try {
      unlock(this.#database, key)
      this.#database.pragma('query_only = ON')
      this.#database.pragma('synchronous = NORMAL')
      this.#database.pragma('cache_size = -256')
      this.#database.prepare('SELECT count(*) FROM sqlite_schema').get()
    } catch (thrown) {
      this.#database.close()
      throw thrown
    }
  }

  /**
   * Writes back as much as readers allow, where it is worth it.
   *
   * @returns whether it wrote.
   */
  run(): boolean {
    const [state] = this.#database.pragma('wal_checkpoint(NOOP)') as LogState[]
    if (!state || state.log - state.checkpointed < worthPages) return false
    this.#database.pragma('wal_checkpoint(PASSIVE)')
    return true
  }

  close(): void {
    this.#database.close()
  }
}
