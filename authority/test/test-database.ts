import { sql } from 'kysely'
import { migrate } from '#authority/db/migrate.ts'
import { type OpenDatabase, openPglite, openPostgres } from '#authority/db/open-database.ts'
import { getEmpty } from '#authority/db/prebuilt.ts'
import type { Db } from '#authority/db/types.ts'
import { setEpoch } from '#authority/repositories/meta.ts'
import { ensureRegisterKeys } from '#authority/use-cases/certificates/make-keys.ts'

let pglite: Promise<OpenDatabase> | undefined

async function openEmptyPglite(): Promise<OpenDatabase> {
  return { ...(await openPglite({ dump: await getEmpty() })), close: () => Promise.resolve() }
}

/** PGlite in memory with the schema. One for all files of a worker, which ends with it: a test empties it first. */
export function openTestPglite(): Promise<OpenDatabase> {
  pglite ??= openEmptyPglite()
  return pglite
}

/** A PostgreSQL with the schema. */
export async function openTestPostgres(url: string): Promise<OpenDatabase> {
  const database = openPostgres(url)
  await migrate(database.db)
  return database
}

/**
 * Empties every table, as `truncate` would, in a tenth of its time: a truncation makes new files for every table and
 * index, and the rows of a test are few. Where the account may not put triggers aside, it does truncate.
 */
const deleteAll = `
  do $empty$
  declare
    names text[] := (select array_agg(format('%I', relname)) from pg_class
      where relkind = 'r' and relnamespace = 'public'::regnamespace and relname not like 'kysely%');
    name text;
  begin
    begin
      perform set_config('session_replication_role', 'replica', true);
    exception when insufficient_privilege then
      execute format('truncate %s cascade', array_to_string(names, ', '));
      names := '{}';
    end;
    foreach name in array names loop
      execute format('delete from %s', name);
    end loop;
    perform setval(oid::regclass, 1, false) from pg_class
      where relkind = 'S' and relnamespace = 'public'::regnamespace;
  end
  $empty$`

/** Empties every table; the epoch is `test` again and the keys are new. */
export async function emptyDatabase(db: Db): Promise<void> {
  await sql.raw(deleteAll).execute(db)
  await setEpoch(db, 'test')
  await ensureRegisterKeys(db, '2026-01-01T00:00:00.000Z')
}
