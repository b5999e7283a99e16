import { sql } from 'kysely'
import { migrate } from '#authority/db/migrate.ts'
import { type OpenDatabase, openPglite, openPostgres } from '#authority/db/open-database.ts'
import { getPrebuilt } from '#authority/db/prebuilt.ts'
import type { Db } from '#authority/db/types.ts'
import { setEpoch } from '#authority/repositories/meta.ts'
import { ensureRegisterKeys } from '#authority/use-cases/certificates/make-keys.ts'

/** PGlite in memory with the schema and nothing in it; in under a second once its dump is there. */
export async function openTestPglite(): Promise<OpenDatabase> {
  const dump = await getPrebuilt({ name: 'empty', key: '', fill: () => Promise.resolve() })
  return openPglite({ dump })
}

/** A PostgreSQL with the schema. */
export async function openTestPostgres(url: string): Promise<OpenDatabase> {
  const database = openPostgres(url)
  await migrate(database.db)
  return database
}

/** Empties every table; the epoch is `test` again and the keys are new. */
export async function emptyDatabase(db: Db): Promise<void> {
  await sql`
    truncate meta, members, requests, clerks, feed, commands, device_keys, sessions, documents, request_documents,
      approvals, mail_outbox, audit, portal_codes, certificates, evidence_lists, revocations, register_keys,
      schedules, appointments restart identity cascade
  `.execute(db)
  await sql`alter sequence request_numbers restart`.execute(db)
  await sql`alter sequence certificate_numbers restart`.execute(db)
  await sql`alter sequence appointment_numbers restart`.execute(db)
  await setEpoch(db, 'test')
  await ensureRegisterKeys(db, '2026-01-01T00:00:00.000Z')
}
