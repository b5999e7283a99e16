import type { Db } from '../db/types.ts'

/** jwks: signs tokens (private JWK set). cookies: signs the pages' cookies. secrets: seals second factors (both base64url). */
export interface IdentityKeys {
  readonly jwks: { readonly keys: readonly Readonly<Record<string, unknown>>[] }
  readonly cookies: string
  readonly secrets: string
}

/** Keeps the keys of a register that has none, and answers those that stand; whoever comes first makes them. */
export async function settleIdentityKeys(db: Db, made: IdentityKeys, at: string): Promise<IdentityKeys> {
  await db
    .insertInto('identityKeys')
    .values(Object.entries(made).map(([name, value]) => ({ name, value: JSON.stringify(value), createdAt: at })))
    .onConflict((oc) => oc.column('name').doNothing())
    .execute()
  const keys = await findIdentityKeys(db)
  if (!keys) throw new Error('The register did not keep the keys of its provider')
  return keys
}

/** The keys, if the register has them all. */
export async function findIdentityKeys(db: Db): Promise<IdentityKeys | undefined> {
  const rows = await db.selectFrom('identityKeys').select(['name', 'value']).execute()
  const keys = Object.fromEntries(rows.map(({ name, value }) => [name, value])) as Partial<IdentityKeys>
  const { jwks, cookies, secrets } = keys
  return jwks && cookies !== undefined && secrets !== undefined ? { jwks, cookies, secrets } : undefined
}
