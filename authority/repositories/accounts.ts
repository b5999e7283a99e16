import type { Db } from '../db/types.ts'

/** What a clerk signs in with. */
export interface Account {
  readonly clerkId: string
  /** In lower case. */
  readonly username: string
  readonly passwordHash: string
  /** The next sign-in demands another password. */
  readonly mustChange: boolean
  /** Since when an administrator keeps it locked. */
  readonly lockedAt: string | null
  /** Sealed; null until the second factor is set up. */
  readonly totpSecret: string | null
  readonly totpStep: number
  readonly changedAt: string
}

/** The account with this name (lower case). */
export async function findAccountByName(db: Db, username: string): Promise<Account | undefined> {
  return db.selectFrom('accounts').selectAll().where('username', '=', username).executeTakeFirst()
}

/** The account of a clerk. */
export async function findAccount(db: Db, clerkId: string): Promise<Account | undefined> {
  return db.selectFrom('accounts').selectAll().where('clerkId', '=', clerkId).executeTakeFirst()
}

/** Adds an account. Fails where the clerk has one or the name is taken. */
export async function insertAccount(db: Db, account: Omit<Account, 'totpStep'>): Promise<void> {
  await db.insertInto('accounts').values(account).execute()
}

/** Writes what changed of an account. */
export async function updateAccount(
  db: Db,
  clerkId: string,
  change: Partial<Pick<Account, 'passwordHash' | 'mustChange' | 'lockedAt' | 'totpSecret' | 'totpStep' | 'changedAt'>>,
): Promise<void> {
  await db.updateTable('accounts').set(change).where('clerkId', '=', clerkId).execute()
}

/** Takes a step of the second factor for good. False where it, or a later one, was taken before, by whatever process. */
export async function takeTotpStep(db: Db, clerkId: string, step: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('accounts')
    .set({ totpStep: step })
    .where('clerkId', '=', clerkId)
    .where('totpStep', '<', step)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Puts these recovery codes (by their hashes) in the place of the earlier ones. */
export async function replaceRecoveryCodes(db: Db, clerkId: string, hashes: readonly string[]): Promise<void> {
  await db.deleteFrom('recoveryCodes').where('clerkId', '=', clerkId).execute()
  if (hashes.length === 0) return
  await db
    .insertInto('recoveryCodes')
    .values(hashes.map((codeHash) => ({ clerkId, codeHash })))
    .execute()
}

/** Uses up a recovery code. False where there is none such any more. */
export async function takeRecoveryCode(db: Db, clerkId: string, codeHash: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('recoveryCodes')
    .where('clerkId', '=', clerkId)
    .where('codeHash', '=', codeHash)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
