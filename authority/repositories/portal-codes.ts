import type { Db } from '../db/types.ts'

/** The latest code of a request; only its hash is kept. */
export interface PortalCode {
  readonly requestId: string
  readonly codeHash: string
  readonly expiresAt: string
  readonly tries: number
}

/** The code that is awaited for a request. */
export async function findCode(db: Db, requestId: string): Promise<PortalCode | undefined> {
  return db.selectFrom('portalCodes').selectAll().where('requestId', '=', requestId).executeTakeFirst()
}

/** Replaces the code of a request. */
export async function saveCode(db: Db, code: PortalCode): Promise<void> {
  const { codeHash, expiresAt, tries } = code
  await db
    .insertInto('portalCodes')
    .values(code)
    .onConflict((oc) => oc.column('requestId').doUpdateSet({ codeHash, expiresAt, tries }))
    .execute()
}

/** Takes the code away: it was used, or is not wanted any more. */
export async function deleteCode(db: Db, requestId: string): Promise<void> {
  await db.deleteFrom('portalCodes').where('requestId', '=', requestId).execute()
}
