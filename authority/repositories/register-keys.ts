import type { Db } from '../db/types.ts'

/** anchor: signs the trust list. issuer: signs certificates. lists: signs status lists. sealing: opens what desks seal. */
export type RegisterKeyName = 'anchor' | 'issuer' | 'lists' | 'sealing'

/** A P-256 key of the register. `publicKey`: uncompressed point, base64url; `privateKey`: PKCS #8, base64. */
export interface RegisterKey {
  readonly name: RegisterKeyName
  readonly kid: string
  readonly publicKey: string
  readonly privateKey: string
}

/** The key of this name. A register has all of them from its beginning; throws when one is not there. */
export async function getRegisterKey(db: Db, name: RegisterKeyName): Promise<RegisterKey> {
  const row = await db
    .selectFrom('registerKeys')
    .select(['kid', 'publicKey', 'privateKey'])
    .where('name', '=', name)
    .executeTakeFirst()
  if (!row) throw new Error(`The register has no key ${name}`)
  return { name, ...row }
}

/** Keeps the keys of a register that has none; those that are there stay. */
export async function insertRegisterKeys(db: Db, keys: readonly RegisterKey[], at: string): Promise<void> {
  await db
    .insertInto('registerKeys')
    .values(keys.map((key) => ({ ...key, createdAt: at })))
    .onConflict((oc) => oc.column('name').doNothing())
    .execute()
}
