import type Database from 'better-sqlite3'
import type { Compilable } from 'kysely'
import { AppError } from '#shared/kernel/errors.ts'
import { fromSqlite } from './sqlite-errors.ts'

/** A value that SQLite stores. */
export type SqlValue = string | number | bigint | Uint8Array | null

/**
 * An open database: compiled queries and plain SQL run on prepared statements that are kept by their text. Every call
 * is synchronous; what SQLite throws comes out as an error of the table where the table has one. After `close` every call
 * throws `store/closed`.
 */
export class Store {
  readonly #database: Database.Database
  readonly #statements = new Map<string, Database.Statement>()
  #bulk: 'none' | 'open' | 'inside' = 'none'

  constructor(database: Database.Database) {
    this.#database = database
  }

  #statement(sql: string): Database.Statement {
    const known = this.#statements.get(sql) ?? this.#prepare(sql)
    if (this.#bulk === 'open' && !known.readonly) this.endBulk()
    return known
  }

  #prepare(sql: string): Database.Statement {
    const prepared = this.#database.prepare(sql)
    this.#statements.set(sql, prepared)
    // Texts with lists of varying length would fill the memory in the end; the oldest goes.
    const [oldest] = this.#statements.keys()
    if (this.#statements.size > 400 && oldest !== undefined) this.#statements.delete(oldest)
    return prepared
  }

  #do<T>(work: () => T): T {
    // Whoever waited for something else while the store was closed comes here next.
    if (!this.#database.open) throw new AppError('store/closed')
    try {
      return work()
    } catch (thrown) {
      throw fromSqlite(thrown)
    }
  }

  /** Every row of a compiled query. */
  all<Row>(query: Compilable<Row>): Row[] {
    const { sql, parameters } = query.compile()
    return this.allOf<Row>(sql, ...(parameters as SqlValue[]))
  }

  /** The first row of a compiled query, if there is one. */
  find<Row>(query: Compilable<Row>): Row | undefined {
    const { sql, parameters } = query.compile()
    return this.findOf<Row>(sql, ...(parameters as SqlValue[]))
  }

  /** Runs a compiled change and answers how many rows it changed. */
  run(query: Compilable<unknown>): number {
    const { sql, parameters } = query.compile()
    return this.runOf(sql, ...(parameters as SqlValue[]))
  }

  /** `all` for plain SQL with `?`. */
  allOf<Row>(sql: string, ...parameters: SqlValue[]): Row[] {
    return this.#do(() => this.#statement(sql).all(...parameters) as Row[])
  }

  /** The first column of every row, for plain SQL with `?` that is never asked through the other methods. */
  columnOf<Value extends SqlValue>(sql: string, ...parameters: SqlValue[]): Value[] {
    return this.#do(
      () =>
        this.#statement(sql)
          .pluck()
          .all(...parameters) as Value[],
    )
  }

  /** `find` for plain SQL with `?`. */
  findOf<Row>(sql: string, ...parameters: SqlValue[]): Row | undefined {
    return this.#do(() => this.#statement(sql).get(...parameters) as Row | undefined)
  }

  /** `run` for plain SQL with `?`. */
  runOf(sql: string, ...parameters: SqlValue[]): number {
    return this.#do(() => this.#statement(sql).run(...parameters).changes)
  }

  /** Runs `work` in one transaction that takes the write lock at once; what it throws rolls everything back. Nests. */
  transaction<T>(work: () => T): T {
    this.#makeWay()
    if (this.#database.inTransaction) return work()
    return this.#do(() => this.#database.transaction(work).immediate())
  }

  /**
   * Runs `work` in a transaction that stays open for more of its kind, so that much that can be had again is written at
   * once; its commit is not forced to the disk, as with `cheapTransaction`. Whatever else changes the database makes it
   * commit first, so nobody's work is ever in it by accident. What `work` throws rolls back all of it.
   */
  inBulk<T>(work: () => T): T {
    if (this.#bulk === 'inside') return work()
    if (this.#bulk === 'none') {
      this.#do(() => {
        this.#database.pragma('synchronous = NORMAL')
        this.#database.exec('BEGIN IMMEDIATE')
      })
    }
    this.#bulk = 'inside'
    try {
      const value = this.#do(work)
      this.#bulk = 'open'
      return value
    } catch (thrown) {
      if (this.#database.inTransaction) this.#database.exec('ROLLBACK')
      this.#closeBulk()
      throw thrown
    }
  }

  /** Commits what `inBulk` wrote. Nothing to do when nothing is open. */
  endBulk(): void {
    if (this.#bulk !== 'open') return
    try {
      this.#do(() => this.#database.exec('COMMIT'))
    } catch (thrown) {
      if (this.#database.inTransaction) this.#database.exec('ROLLBACK')
      throw thrown
    } finally {
      this.#closeBulk()
    }
  }

  #closeBulk(): void {
    this.#bulk = 'none'
    this.#database.pragma('synchronous = FULL')
  }

  /** Before a transaction of its own: an open bulk is committed; inside one, the work belongs to it. */
  #makeWay(): void {
    if (this.#bulk === 'open') this.endBulk()
  }

  /**
   * `transaction` for what can be had again: its commit is not forced to the disk, so a power cut may undo it, whole and
   * together with what it says of itself. Pulled rows with their cursor are so; a clerk's work never is.
   */
  cheapTransaction<T>(work: () => T): T {
    this.#makeWay()
    if (this.#database.inTransaction) return work()
    this.#do(() => this.#database.pragma('synchronous = NORMAL'))
    try {
      return this.transaction(work)
    } finally {
      this.#database.pragma('synchronous = FULL')
    }
  }

  /** Runs `work` on one unchanging state of the database, for answers that take several queries. */
  snapshot<T>(work: () => T): T {
    this.#makeWay()
    if (this.#database.inTransaction) return work()
    return this.#do(() => {
      // Not by `Database.transaction`, which makes its functions anew each time: every key that is typed comes here.
      this.#statement('BEGIN').run()
      try {
        const value = work()
        this.#statement('COMMIT').run()
        return value
      } catch (thrown) {
        if (this.#database.inTransaction) this.#statement('ROLLBACK').run()
        throw thrown
      }
    })
  }

  /**
   * Makes a predicate on numbers known to the statements of this connection by a name; once for each name. It is asked in
   * the middle of a statement, so nothing in it may ask the store.
   */
  addPredicate(name: string, of: (...numbers: number[]) => boolean): void {
    this.#database.function(name, { directOnly: true, varargs: true }, (...values: unknown[]) =>
      Number(of(...values.map((value) => Number(value ?? Number.NaN)))),
    )
  }

  /** A number that changes whenever another connection commits; caches of readers hang on it. */
  dataVersion(): number {
    return this.findOf<{ data_version: number }>('PRAGMA data_version')?.data_version ?? 0
  }

  close(): void {
    this.endBulk()
    this.#statements.clear()
    this.#database.close()
  }
}
