import { afterAll, beforeAll, beforeEach, describe } from 'vitest'
import type { OpenDatabase } from '#authority/db/open-database.ts'
import { startPostgres } from './postgres.ts'
import { emptyDatabase, openTestPglite, openTestPostgres } from './test-database.ts'

/** The database of the running suite; open from its first test to its last, empty before each. */
export interface Backend {
  readonly kind: OpenDatabase['kind']
  readonly database: OpenDatabase
}

interface Way {
  readonly kind: OpenDatabase['kind']
  readonly open: () => Promise<OpenDatabase>
  readonly stop: () => Promise<void>
  /** Why the suite cannot run on it here. */
  readonly missing?: string
}

function describeOn(name: string, { kind, open, stop, missing }: Way, suite: (backend: Backend) => void): void {
  const title = missing === undefined ? `${name} on ${kind}` : `${name} on ${kind} (skipped: ${missing})`
  describe.skipIf(missing !== undefined)(title, () => {
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

/**
 * The same suite on PGlite and on PostgreSQL. PGlite has a single connection and hides mistakes of order, so neither
 * alone is enough. Without a PostgreSQL the second half is skipped, and its name says why.
 */
export async function describeOnBoth(name: string, suite: (backend: Backend) => void): Promise<void> {
  describeOn(name, { kind: 'pglite', open: openTestPglite, stop: () => Promise.resolve() }, suite)
  await describeOnPostgres(name, suite)
}

/** What only several connections can show, on PostgreSQL alone. */
export async function describeOnPostgres(name: string, suite: (backend: Backend) => void): Promise<void> {
  const postgres = await startPostgres()
  const way: Way =
    'url' in postgres
      ? { kind: 'postgres', open: () => openTestPostgres(postgres.url), stop: postgres.stop }
      : { kind: 'postgres', open: openTestPglite, stop: () => Promise.resolve(), missing: postgres.reason }
  describeOn(name, way, suite)
}
