import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { openStore, unlock } from './open-store.ts'
import type { Store } from './store.ts'

export interface TestStore {
  readonly store: Store
  readonly dir: string
  readonly file: string
  readonly key: Uint8Array
  /** Closes the store and deletes its folder. */
  end(): void
}

/** A real encrypted store in a folder of its own, for tests. */
export function openTestStore(): TestStore {
  const dir = mkdtempSync(join(tmpdir(), 'desk-store-'))
  const file = join(dir, 'desk.db')
  const key = new Uint8Array(randomBytes(32))
  const store = openStore(file, key, 'writer')
  return {
    store,
    dir,
    file,
    key,
    end() {
      store.close()
      rmSync(dir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Runs SQL on a file that a store would refuse: to plant in it what only damage does. Without a key it is a plain file. */
export function plantSql(file: string, key: Uint8Array | null, sql: string): void {
  const database = new Database(file)
  try {
    if (key) unlock(database, key)
    database.unsafeMode(true)
    database.exec(sql)
  } finally {
    database.close()
  }
}
