import type { Db } from '../db/types.ts'

/** Something that the provider keeps: a code, a token, an interaction. `payload` is its own business. */
export interface OidcPayload {
  readonly model: string
  readonly id: string
  readonly payload: Readonly<Record<string, unknown>>
  readonly grantId: string | null
  readonly uid: string | null
  readonly accountId: string | null
  readonly expiresAt: string | null
}

/** As `find` answers it: whether it was used up, in seconds since 1970. */
export type FoundPayload = Readonly<Record<string, unknown>>

/** Writes it as given. */
export async function putPayload(db: Db, row: OidcPayload): Promise<void> {
  const { model, id, payload, ...rest } = row
  const values = { ...rest, payload: JSON.stringify(payload) }
  await db
    .insertInto('oidcPayloads')
    .values({ model, id, ...values, consumedAt: null })
    .onConflict((oc) => oc.columns(['model', 'id']).doUpdateSet(values))
    .execute()
}

async function findBy(db: Db, model: string, column: 'id' | 'uid', value: string, now: string) {
  const row = await db
    .selectFrom('oidcPayloads')
    .select(['payload', 'consumedAt'])
    .where('model', '=', model)
    .where(column, '=', value)
    .where((eb) => eb.or([eb('expiresAt', 'is', null), eb('expiresAt', '>', now)]))
    .executeTakeFirst()
  if (!row) return undefined
  const { payload, consumedAt } = row
  return consumedAt === null ? payload : { ...payload, consumed: Math.floor(Date.parse(consumedAt) / 1000) }
}

/** The payload with this id, unless it has expired at `now`. */
export function findPayload(db: Db, model: string, id: string, now: string): Promise<FoundPayload | undefined> {
  return findBy(db, model, 'id', id, now)
}

/** The payload with this uid, unless it has expired at `now`. */
export function findPayloadByUid(db: Db, model: string, uid: string, now: string): Promise<FoundPayload | undefined> {
  return findBy(db, model, 'uid', uid, now)
}

/** Uses it up. False where somebody did before, by whatever process. */
export async function consumePayload(db: Db, model: string, id: string, at: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('oidcPayloads')
    .set({ consumedAt: at })
    .where('model', '=', model)
    .where('id', '=', id)
    .where('consumedAt', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function deletePayload(db: Db, model: string, id: string): Promise<void> {
  await db.deleteFrom('oidcPayloads').where('model', '=', model).where('id', '=', id).execute()
}

/** Takes away every code and token of a grant. */
export async function deleteGrant(db: Db, grantId: string): Promise<void> {
  await db.deleteFrom('oidcPayloads').where('grantId', '=', grantId).execute()
}

/** Takes away everything by which an account could go on without signing in again. */
export async function deletePayloadsOf(db: Db, accountId: string): Promise<void> {
  await db.deleteFrom('oidcPayloads').where('accountId', '=', accountId).execute()
}

/** Takes away what has expired. */
export async function sweepPayloads(db: Db, now: string): Promise<void> {
  await db.deleteFrom('oidcPayloads').where('expiresAt', '<', now).execute()
}
