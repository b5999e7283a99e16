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
import type { Db } from './types.ts'

/** In order, for ever. The name is what the database remembers. */
const migrations: readonly { name: string; statements: readonly string[] }[] = [
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

/**
 * Brings the schema up to this version.
 *
 * @throws {AppError} `store/newer` when the database has migrations that this version does not know.
 */
export async function migrate(db: Db): Promise<void> {
  const known = new Set(migrations.map(({ name }) => name))
  const { rows: tables } = await sql<{
    present: boolean
  }>`select to_regclass('kysely_migration') is not null as present`.execute(db)
  if (tables[0]?.present) {
    const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
    const stranger = rows.find(({ name }) => !known.has(name))
    if (stranger) throw new AppError('store/newer', { migration: stranger.name })
  }
  const migrator = new Migrator({
    db,
    provider: {
      getMigrations: () =>
        Promise.resolve(Object.fromEntries(migrations.map(({ name, statements }) => [name, asMigration(statements)]))),
    },
  })
  const { error } = await migrator.migrateToLatest()
  if (error instanceof Error) throw error
  if (error !== undefined) throw new Error('A migration failed.', { cause: error })
}
