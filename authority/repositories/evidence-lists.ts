import { sql } from 'kysely'
import type { EvidenceList } from '#shared/domain/certificates/certificate.ts'
import type { Db } from '../db/types.ts'

/** The signed list with this URI, which nobody else signs until the transaction ends. */
export async function findListForUpdate(db: Db, uri: string): Promise<EvidenceList | undefined> {
  return db.selectFrom('evidenceLists').selectAll().where('uri', '=', uri).forUpdate().executeTakeFirst()
}

/** Every signed list, the trust list first. */
export async function listEvidenceLists(db: Db): Promise<EvidenceList[]> {
  return db.selectFrom('evidenceLists').selectAll().orderBy(sql`kind desc`).orderBy('uri').execute()
}

/** Adds a list or writes it over the one with the same id. */
export async function saveList(db: Db, list: EvidenceList): Promise<void> {
  await db
    .insertInto('evidenceLists')
    .values(list)
    .onConflict((oc) => oc.column('id').doUpdateSet(list))
    .execute()
}
