import Database from 'better-sqlite3'
import { unlock } from './open-store.ts'
import { fromSqlite } from './sqlite-errors.ts'
import { forEachLocal, type LocalImage, type LocalTable, localKeys, localTables, type PlainRow } from './table-kinds.ts'

/** A row of a table by its key, as it is now; null when it is gone. */
export interface LocalChange {
  readonly table: LocalTable
  readonly key: string
  readonly row: PlainRow | null
}

/** The key of a row as one text. */
export const keyOf = (table: LocalTable, row: PlainRow): string =>
  JSON.stringify(localKeys[table].map((column) => row[column] ?? null))

const schema = `
CREATE TABLE IF NOT EXISTS kept (
  table_name TEXT NOT NULL,
  key TEXT NOT NULL,
  row TEXT NOT NULL,
  PRIMARY KEY (table_name, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS state (name TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`

/**
 * The second copy of what only this desk holds: a small file beside the store, with the same key and pages of its own,
 * so that no damaged page takes both. Rows are kept as JSON, whatever the version of the schema. It is written before a
 * clerk's work is acknowledged, without forcing the disk: what a power cut takes from it the store's own log has.
 */
export class Spare {
  readonly #database: Database.Database

  private constructor(database: Database.Database) {
    this.#database = database
  }

  /** @throws AppError `store/damaged` for a wrong key or a broken file, `store/full`, `store/io`. */
  static open(file: string, key: Uint8Array, mode: 'writer' | 'reader'): Spare {
    const reading = mode === 'reader'
    let database: Database.Database | undefined
    try {
      database = new Database(file, { readonly: reading, fileMustExist: reading })
      unlock(database, key)
      database.pragma('temp_store = MEMORY')
      database.pragma('trusted_schema = OFF')
      database.pragma('cache_size = -2048')
      if (reading) database.pragma('query_only = ON')
      else {
        database.pragma('secure_delete = ON')
        database.pragma('journal_mode = WAL')
        database.pragma('synchronous = NORMAL')
        database.exec(schema)
      }
      database.prepare('SELECT count(*) FROM sqlite_schema').get()
      return new Spare(database)
    } catch (thrown) {
      database?.close()
      throw fromSqlite(thrown)
    }
  }

  #do<T>(work: () => T): T {
    try {
      return work()
    } catch (thrown) {
      throw fromSqlite(thrown)
    }
  }

  #state(name: 'version' | 'mark'): number {
    const row = this.#database.prepare('SELECT value FROM state WHERE name = ?').get(name) as
      | { value: number }
      | undefined
    return row?.value ?? 0
  }

  /** A file whose own log lost its first writing has no tables. */
  #isEmpty(): boolean {
    return this.#database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'state'").get() === undefined
  }

  /** Version and mark of what is in it; zeros when nothing ever was. */
  describe(): { version: number; mark: number } {
    if (this.#do(() => this.#isEmpty())) return { version: 0, mark: 0 }
    return this.#do(() => ({ version: this.#state('version'), mark: this.#state('mark') }))
  }

  /** Everything in it. @throws AppError `store/damaged`. */
  read(): LocalImage {
    return this.#do(() => {
      if (this.#isEmpty()) return { version: 0, mark: 0, tables: forEachLocal(() => []) }
      const rows = this.#database.prepare('SELECT table_name, row FROM kept').all() as {
        table_name: string
        row: string
      }[]
      const of = (table: LocalTable) =>
        rows.filter((kept) => kept.table_name === table).map(({ row }) => JSON.parse(row) as PlainRow)
      const tables = forEachLocal(of)
      return { ...this.describe(), tables }
    })
  }

  /** Brings it up to date with what changed, whole or not at all. */
  keep(changes: readonly LocalChange[], mark: number): void {
    this.#do(() => this.#database.transaction(() => this.#write(changes, mark)).immediate())
  }

  /** Puts an image in the place of all that was in it. */
  replace({ version, mark, tables }: LocalImage): void {
    const changes = localTables.flatMap((table) =>
      tables[table].map((row) => ({ table, key: keyOf(table, row), row }) satisfies LocalChange),
    )
    this.#do(() =>
      this.#database
        .transaction(() => {
          this.#database.prepare('DELETE FROM kept').run()
          this.#put('version', version)
          this.#write(changes, mark)
        })
        .immediate(),
    )
  }

  #put(name: 'version' | 'mark', value: number): void {
    this.#database.prepare('INSERT OR REPLACE INTO state VALUES (?, ?)').run(name, value)
  }

  #write(changes: readonly LocalChange[], mark: number): void {
    const put = this.#database.prepare('INSERT OR REPLACE INTO kept VALUES (?, ?, ?)')
    const drop = this.#database.prepare('DELETE FROM kept WHERE table_name = ? AND key = ?')
    for (const { table, key, row } of changes) {
      if (row === null) drop.run(table, key)
      else put.run(table, key, JSON.stringify(row))
    }
    this.#put('mark', mark)
  }

  close(): void {
    this.#database.close()
  }
}
