import type Database from 'better-sqlite3'
import { AppError } from '#shared/kernel/errors.ts'
import { first } from './migrations/0001-first.ts'
import { counter } from './migrations/0002-counter.ts'
import { fill } from './migrations/0003-fill.ts'
import { line } from './migrations/0004-line.ts'
import { search } from './migrations/0005-search.ts'
import { devices } from './migrations/0006-devices.ts'
import { lists } from './migrations/0007-lists.ts'
import { audit } from './migrations/0008-audit.ts'
import { drafts } from './migrations/0009-drafts.ts'
import { reference } from './migrations/0010-reference.ts'
import { words } from './migrations/0011-words.ts'
import { looks } from './migrations/0012-looks.ts'
import { tallies } from './migrations/0013-tallies.ts'

/** A step of the schema, frozen when released: plain SQL, so that it never changes with today's types. */
export interface Migration {
  readonly name: string
  readonly sql: string
}

/** Oldest first; the file's `user_version` is how many of them it has had. Never reorder, never edit a released one. */
export const migrations: readonly Migration[] = [
  first,
  counter,
  fill,
  line,
  search,
  devices,
  lists,
  audit,
  drafts,
  reference,
  words,
  looks,
  tallies,
]

/** Brings a database up to date, each step in a transaction of its own. @throws AppError `store/newer`. */
export function migrate(database: Database.Database, steps: readonly Migration[] = migrations): void {
  const done = Number(database.pragma('user_version', { simple: true }))
  if (done > steps.length) throw new AppError('store/newer', { file: done, application: steps.length })
  steps.slice(done).forEach((step, index) => {
    database
      .transaction(() => {
        database.exec(step.sql)
        database.pragma(`user_version = ${done + index + 1}`)
      })
      .immediate()
  })
}
