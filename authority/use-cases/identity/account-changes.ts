import type { Db } from '../../db/types.ts'
import { type Account, insertAccount, replaceRecoveryCodes, updateAccount } from '../../repositories/accounts.ts'
import { deletePayloadsOf } from '../../repositories/oidc-payloads.ts'
import { deleteSessionsOf } from '../../repositories/sessions.ts'
import { clearFailures } from '../../repositories/sign-in-failures.ts'
import { nameSubject } from './tries.ts'

/*
 * What becomes of an account, each in the caller's transaction. Who may have it so, and what is written of it, is the
 * caller's: an administrator at a screen, or the command line.
 */

/** Which account, by its clerk and the name under which they sign in. */
export type AccountName = Pick<Account, 'clerkId' | 'username'>

/** Ends whatever lets a clerk go on without signing in. */
export async function endSignIn(trx: Db, clerkId: string): Promise<void> {
  await deletePayloadsOf(trx, clerkId)
  await deleteSessionsOf(trx, clerkId)
}

/** A new account: a password that must be changed, no second factor yet. */
export async function openAccount(trx: Db, account: AccountName, passwordHash: string, at: string): Promise<void> {
  await insertAccount(trx, {
    ...account,
    passwordHash,
    mustChange: true,
    lockedAt: null,
    totpSecret: null,
    changedAt: at,
  })
}

/** Nobody signs in with it any more. */
export async function lockIn(trx: Db, { clerkId }: AccountName, at: string): Promise<void> {
  await updateAccount(trx, clerkId, { lockedAt: at })
  await endSignIn(trx, clerkId)
}

/** Takes a lock away, and the wait after wrong tries. */
export async function unlockIn(trx: Db, { clerkId, username }: AccountName): Promise<void> {
  await updateAccount(trx, clerkId, { lockedAt: null })
  await clearFailures(trx, nameSubject(username))
}

/** Another password that must be changed; no wait after wrong tries. */
export async function renewPassword(
  trx: Db,
  { clerkId, username }: AccountName,
  passwordHash: string,
  at: string,
): Promise<void> {
  await updateAccount(trx, clerkId, { passwordHash, mustChange: true, changedAt: at })
  await clearFailures(trx, nameSubject(username))
  await endSignIn(trx, clerkId)
}

/** The second factor is set up anew at the next sign-in. */
export async function dropSecondFactor(trx: Db, { clerkId }: AccountName, at: string): Promise<void> {
  await updateAccount(trx, clerkId, { totpSecret: null, changedAt: at })
  await replaceRecoveryCodes(trx, clerkId, [])
  await endSignIn(trx, clerkId)
}
