import { sql } from 'kysely'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import type { Db } from '../db/types.ts'

/** The person with this id, as they are now. */
export async function findClerk(db: Db, id: string): Promise<Clerk | undefined> {
  return db.selectFrom('clerks').selectAll().where('id', '=', id).executeTakeFirst()
}

/** The people with these ids, as they are now. */
export async function listClerks(db: Db, ids: readonly string[]): Promise<Clerk[]> {
  return db.selectFrom('clerks').selectAll().where(sql<boolean>`id = any(${ids}::text[])`).execute()
}

/** Everybody who may sign in, by branch and name. */
export async function listActiveClerks(db: Db): Promise<Clerk[]> {
  return db.selectFrom('clerks').selectAll().where('active', '=', true).orderBy('branch').orderBy('id').execute()
}

/** Writes a person as given; a new one or a new version. */
export async function saveClerk(db: Db, clerk: Clerk): Promise<void> {
  await db
    .insertInto('clerks')
    .values(clerk)
    .onConflict((oc) => oc.column('id').doUpdateSet(clerk))
    .execute()
}
