import type { KyselyPlugin } from 'kysely'
import type { Db } from '#authority/db/types.ts'

/** The process of the authority ended in the middle of its work. */
export class AuthorityCrash extends Error {}

/** What a query is said to have found instead of what it found. */
export type ChangeRows = (rows: readonly Record<string, unknown>[]) => Record<string, unknown>[]

/**
 * A database whose user dies at a statement: that one is not run, nothing that follows is, and what was not committed is
 * rolled back, as a server does with the transaction of a client that went away.
 */
export class FailingDatabase {
  readonly db: Db
  #left: number | undefined
  #dead = false
  changeRows: ChangeRows | undefined

  constructor(db: Db) {
    const plugin: KyselyPlugin = {
      transformQuery: ({ node }) => {
        this.#count()
        return node
      },
      transformResult: ({ result }) =>
        Promise.resolve(this.changeRows ? { ...result, rows: this.changeRows(result.rows) } : result),
    }
    this.db = db.withPlugin(plugin)
  }

  #count(): void {
    if (this.#left !== undefined) {
      this.#left -= 1
      if (this.#left < 0) this.#dead = true
    }
    if (this.#dead) throw new AuthorityCrash('The authority is gone')
  }

  /** The user dies at the statement after so many more. */
  dieAfter(statements: number): void {
    this.#left = statements
  }

  /** Whether it died. */
  get dead(): boolean {
    return this.#dead
  }

  /** Another user, alive. */
  revive(): void {
    this.#left = undefined
    this.#dead = false
  }
}
