import { sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { AppError } from '#shared/kernel/errors.ts'
import { register } from './migrations/0001-register.ts'
import { counter } from './migrations/0002-counter.ts'
import { totals } from './migrations/0003-totals.ts'
import { displayOrder } from './migrations/0004-display-order.ts'
import { uploads } from './migrations/0005-uploads.ts'
import { auditLog } from './migrations/0006-audit-log.ts'
import { identity } from './migrations/0007-identity.ts'
import { administration } from './migrations/0008-administration.ts'
import { branches } from './migrations/0009-branches.ts'
import { reference } from './migrations/0010-reference.ts'
import { fourEyes } from './migrations/0011-four-eyes.ts'
import { referenceSecondPerson } from './migrations/0012-reference-second-person.ts'
import { lookUps } from './migrations/0013-look-ups.ts'
import { wholeOrder } from './migrations/0014-whole-order.ts'
import type { Db } from './types.ts'

/** A step of the schema, frozen when released: plain SQL, so that it never changes with today's types. */
export interface Step {
  readonly name: string
  readonly statements: readonly string[]
}

/** In order, for ever. The name is what the database remembers. */
export const migrations: readonly Step[] = [
  { name: '0001-register', statements: register },
  { name: '0002-counter', statements: counter },
  { name: '0003-totals', statements: totals },
  { name: '0004-display-order', statements: displayOrder },
  { name: '0005-uploads', statements: uploads },
  { name: '0006-audit-log', statements: auditLog },
  { name: '0007-identity', statements: identity },
  { name: '0008-administration', statements: administration },
  { name: '0009-branches', statements: branches },
  { name: '0010-reference', statements: reference },
  { name: '0011-four-eyes', statements: fourEyes },
  { name: '0012-reference-second-person', statements: referenceSecondPerson },
  { name: '0013-look-ups', statements: lookUps },
  { name: '0014-whole-order', statements: wholeOrder },
]

function asMigration(statements: readonly string[]): Migration {
  return {
    async up(db) {
      for (const statement of statements) await sql.raw(statement).execute(db)
    },
  }
}

/** Text that changes whenever the schema does: part of the key of every prebuilt dump. */
export function schemaText(): string {
  return JSON.stringify(migrations)
}

/** What is about to be done to a schema. */
export interface Upgrade {
  /** The newest step that it has; undefined for a database that has none. */
  readonly from: string | undefined
  /** Those that it lacks, in order. */
  readonly pending: readonly string[]
}

export interface MigrateOptions {
  /** Runs before the first step that is pending, and not at all when none is; what it throws stops the upgrade. */
  readonly before?: (upgrade: Upgrade) => Promise<void>
  /** Fewer or more than there are, in tests. */
  readonly steps?: readonly Step[]
}

async function listDone(db: Db): Promise<string[]> {
  const { rows: tables } = await sql<{
    present: boolean
  }>`select to_regclass('kysely_migration') is not null as present`.execute(db)
  if (!tables[0]?.present) return []
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  return rows.map(({ name }) => name)
}

/**
 * Brings the schema up to this version. Every step that is pending, with its mark, belongs to one transaction: after a
 * step that failed, or a process that was killed, the database is as the version before left it, which can go on with
 * it; the next start begins with the same step.
 *
 * @throws {AppError} `store/newer` when the database has migrations that this version does not know;
 *   `store/migration-failed`.
 */
export async function migrate(db: Db, { before, steps = migrations }: MigrateOptions = {}): Promise<void> {
  const known = new Set(steps.map(({ name }) => name))
  const done = await listDone(db)
  const stranger = done.find((name) => !known.has(name))
  if (stranger !== undefined) throw new AppError('store/newer', { migration: stranger })
  const pending = steps.map(({ name }) => name).filter((name) => !done.includes(name))
  if (pending.length > 0) await before?.({ from: done.at(-1), pending })
  const migrator = new Migrator({
    db,
    provider: {
      getMigrations: () =>
        Promise.resolve(Object.fromEntries(steps.map(({ name, statements }) => [name, asMigration(statements)]))),
    },
  })
  const { error, results = [] } = await migrator.migrateToLatest()
  if (error === undefined) return
  const failed = results.find(({ status }) => status === 'Error')
  if (!failed) throw error instanceof Error ? error : new Error('A migration failed.', { cause: error })
  throw new AppError('store/migration-failed', { step: failed.migrationName }, { cause: error })
}
