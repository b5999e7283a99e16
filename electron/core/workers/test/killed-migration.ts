import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import Database from 'better-sqlite3'
import { takeBackup } from '#core/db/backup.ts'
import { type Migration, migrate, migrations } from '#core/db/migrate.ts'
import { unlock } from '#core/db/open-store.ts'
import { backupFile, storeFiles } from '#core/db/store-files.ts'

/** A profile whose migration was killed. */
export interface Killed {
  /** The version that the last step leads to that was begun; that of the file, where none was. */
  readonly version: number
  /** After that step; or within it, when its first statement was done, or all of them and it was not committed. */
  readonly at: 'after' | 'first' | 'later'
  /** Its files. They go with the next kill. */
  readonly dir: string
}

/** The statements of a step; those of a trigger stay in it. */
function statementsOf({ sql }: Migration): string[] {
  return sql.replaceAll(/--.*$/gm, '').match(/\s*CREATE TRIGGER[^]*?\bEND;|[^;]*\w[^;]*;/g) ?? []
}

/** A step that comes no further than these statements: more than the memory holds, so that they are in the log then. */
const broken = (step: Migration, statements: readonly string[]): Migration => ({
  name: step.name,
  sql: `${statements.join('')} CREATE TABLE heavy (x); INSERT INTO heavy VALUES (zeroblob(100000)); SELECT cut_here();`,
})

/**
 * Brings a profile's file of an earlier version up to date as the desk does, behind a backup, and gives the files as a
 * kill leaves them before the first step, within each step at two places, and after each.
 */
export function* killsOf(profileDir: string, key: Uint8Array, from: number): Generator<Killed> {
  const { file, log } = storeFiles(profileDir)
  const backup = backupFile(profileDir, from)
  takeBackup(file, key, backup)
  const database = new Database(file)
  let dir: string | undefined
  let written = Buffer.alloc(0)
  const cut = (): void => {
    dir = mkdtempSync(join(tmpdir(), 'desk-cut-'))
    for (const path of [file, log, backup]) copyFileSync(path, join(dir, basename(path)))
  }
  function* give(version: number, at: Killed['at']): Generator<Killed> {
    if (dir === undefined) throw new Error('Cut before it is given')
    const now = readFileSync(join(dir, basename(log)))
    // What a step had begun must have come to the disk, else the cut says nothing.
    if (now.equals(written)) throw new Error(`Nothing of step ${version} is in the log`)
    written = now
    try {
      yield { version, at, dir }
    } finally {
      rmSync(dir, { recursive: true, force: true, maxRetries: 5 })
      dir = undefined
    }
  }
  database.function('cut_here', () => {
    cut()
    throw new Error('Killed here')
  })
  try {
    unlock(database, key)
    for (const pragma of ['journal_mode = WAL', 'foreign_keys = ON', 'secure_delete = ON', 'cache_size = 5'])
      database.pragma(pragma)
    database.pragma(`user_version = ${from}`)
    cut()
    yield* give(from, 'after')
    for (const [index, step] of migrations.entries()) {
      if (index < from) continue
      const statements = statementsOf(step)
      for (const [at, done] of [['first', statements.slice(0, 1)] as const, ['later', statements] as const]) {
        try {
          migrate(database, [...migrations.slice(0, index), broken(step, done)])
        } catch (thrown) {
          if (dir === undefined) throw thrown
        }
        yield* give(index + 1, at)
      }
      migrate(database, migrations.slice(0, index + 1))
      cut()
      yield* give(index + 1, 'after')
    }
  } finally {
    database.close()
  }
}
