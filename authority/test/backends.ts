import { afterAll, beforeAll, beforeEach, describe } from 'vitest'
import type { OpenDatabase } from '#authority/db/open-database.ts'
import { startPostgres } from './postgres.ts'
import { emptyDatabase, openTestPglite, openTestPostgres } from './test-database.ts'

/** The database of the running suite; open from its first test to its last, empty before each. */
export interface Backend {
  readonly kind: OpenDatabase['kind']
  readonly database: OpenDatabase
}

/**
 * The same suite on PGlite and on PostgreSQL. PGlite has a single connection and hides mistakes of order, so neither
 * alone is enough. Without a PostgreSQL the second half is skipped, and its name says why.
 */
export async function describeOnBoth(name: string, suite: (backend: Backend) => void): Promise<void> {
  const postgres = await startPostgres()
  const run = (kind: OpenDatabase['kind'], open: () => Promise<OpenDatabase>, stop: () => Promise<void>) => {
    describe(`${name} on ${kind}`, () => {
      let database: OpenDatabase | undefined
      const get = (): OpenDatabase => {
        if (!database) throw new Error('The database is open only while tests run.')
        return database
      }
      beforeAll(async () => {
        database = await open()
      })
      beforeEach(() => emptyDatabase(get().db))
      afterAll(async () => {
        await database?.close()
        await stop()
      })
      suite({
        kind,
        get database() {
          return get()
        },
      })
    })
  }
  run('pglite', openTestPglite, () => Promise.resolve())
  if ('url' in postgres) run('postgres', () => openTestPostgres(postgres.url), postgres.stop)
  else
    describe.skip(`${name} on postgres (skipped: ${postgres.reason})`, () =>
      suite({
        kind: 'postgres',
        get database(): never {
          throw new Error(postgres.reason)
        },
      }))
}
