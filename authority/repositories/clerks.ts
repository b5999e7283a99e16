import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import type { Db } from '../db/types.ts'

/** The person with this id, as they are now. */
export async function findClerk(db: Db, id: string): Promise<Clerk | undefined> {
  return db.selectFrom('clerks').selectAll().where('id', '=', id).executeTakeFirst()
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
