import type { Db } from '../db/types.ts'

/**
 * anchor: signs the trust list. issuer: signs certificates. lists: signs status lists. audit: signs the audit log. sealing:
 * opens what desks seal.
 */
export type RegisterKeyName = 'anchor' | 'issuer' | 'lists' | 'audit' | 'sealing'

/** A P-256 key of the register. `publicKey`: uncompressed point, base64url; `privateKey`: PKCS #8, base64. */
export interface RegisterKey {
  readonly name: RegisterKeyName
  readonly kid: string
  readonly publicKey: string
  readonly privateKey: string
}

/** The key of this name, if there is one. */
export async function findRegisterKey(db: Db, name: RegisterKeyName): Promise<RegisterKey | undefined> {
  const row = await db
    .selectFrom('registerKeys')
    .select(['kid', 'publicKey', 'privateKey'])
    .where('name', '=', name)
    .executeTakeFirst()
  return row && { name, ...row }
}

/** The key of this name. A register has all of them from its beginning; throws when one is not there. */
export async function getRegisterKey(db: Db, name: RegisterKeyName): Promise<RegisterKey> {
  const key = await findRegisterKey(db, name)
  if (!key) throw new Error(`The register has no key ${name}`)
  return key
}

/** Keeps the keys of a register that has none; those that are there stay. */
export async function insertRegisterKeys(db: Db, keys: readonly RegisterKey[], at: string): Promise<void> {
  await db
    .insertInto('registerKeys')
    .values(keys.map((key) => ({ ...key, createdAt: at })))
    .onConflict((oc) => oc.column('name').doNothing())
    .execute()
}
