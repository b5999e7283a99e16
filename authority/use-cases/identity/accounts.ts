import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { Username } from '#shared/domain/clerks/clerk-account.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { Db } from '../../db/types.ts'
import {
  type Account,
  findAccount,
  findAccountByName,
  insertAccount,
  replaceRecoveryCodes,
  updateAccount,
} from '../../repositories/accounts.ts'
import { appendAudit } from '../../repositories/audit.ts'
import { findClerk, saveClerk } from '../../repositories/clerks.ts'
import { entryOf, publish } from '../../repositories/feed.ts'
import { deletePayloadsOf } from '../../repositories/oidc-payloads.ts'
import { deleteSessionsOf } from '../../repositories/sessions.ts'
import { clearFailures } from '../../repositories/sign-in-failures.ts'
import { inTransaction } from '../../repositories/transaction.ts'
import type { AuthorityContext } from '../context.ts'
import { drawPassword, hashPassword } from './passwords.ts'
import { nameSubject, normaliseUsername } from './tries.ts'

/** What accounts need of the authority: the command line has no more. */
export type AccountContext = Pick<AuthorityContext, 'db' | 'clock' | 'passwordCost'>

async function note(trx: Db, { clock }: AccountContext, action: string, clerkId: string): Promise<void> {
  await appendAudit(trx, { at: isoInstant(clock.now()), actor: 'system', action, subject: `clerk:${clerkId}` })
}

async function getAccount(db: Db, clerkId: string): Promise<Account> {
  const account = await findAccount(db, clerkId)
  if (!account) throw new AppError('record/not-found', { table: 'accounts' })
  return account
}

/** Ends whatever lets a clerk go on without signing in. */
export async function endSignIn(trx: Db, clerkId: string): Promise<void> {
  await deletePayloadsOf(trx, clerkId)
  await deleteSessionsOf(trx, clerkId)
}

/** What a new account begins with: a password that must be changed, no second factor yet. */
export function freshAccount(passwordHash: string, changedAt: string) {
  return { passwordHash, mustChange: true, lockedAt: null, totpSecret: null, changedAt }
}

/** Adds a person to the register, or leaves them as they are. */
export async function addClerk({ db, clock }: AccountContext, clerk: Clerk): Promise<void> {
  await inTransaction(db, async (trx) => {
    if (await findClerk(trx, clerk.id)) return
    await saveClerk(trx, clerk)
    await publish(trx, [entryOf('clerks', clerk)])
    await note(trx, { db, clock }, 'clerk-added', clerk.id)
  })
}

/**
 * Gives a clerk an account, with a password that is told once and must be changed at the first sign-in.
 *
 * @throws {AppError} `session/clerk-unknown`; `input/invalid` for a name that is none or is taken, or a second account.
 */
export async function addAccount(context: AccountContext, clerkId: string, name: string): Promise<string> {
  const username = normaliseUsername(name)
  if (!Username.safeParse(username).success) throw new AppError('input/invalid', { field: 'username' })
  const password = drawPassword()
  const passwordHash = await hashPassword(password, context.passwordCost)
  await inTransaction(context.db, async (trx) => {
    if (!(await findClerk(trx, clerkId))) throw new AppError('session/clerk-unknown')
    if (await findAccountByName(trx, username)) throw new AppError('input/invalid', { field: 'username', taken: true })
    if (await findAccount(trx, clerkId)) throw new AppError('input/invalid', { field: 'clerk', taken: true })
    const changedAt = isoInstant(context.clock.now())
    await insertAccount(trx, { clerkId, username, ...freshAccount(passwordHash, changedAt) })
    await note(trx, context, 'account-added', clerkId)
  })
  return password
}

/** Another password that must be changed, no second factor yet, no wait, no session left. Throws `record/not-found`. */
export async function resetAccount(context: AccountContext, clerkId: string): Promise<string> {
  const password = drawPassword()
  const passwordHash = await hashPassword(password, context.passwordCost)
  await inTransaction(context.db, async (trx) => {
    const { username } = await getAccount(trx, clerkId)
    const changedAt = isoInstant(context.clock.now())
    await updateAccount(trx, clerkId, { passwordHash, mustChange: true, totpSecret: null, changedAt })
    await replaceRecoveryCodes(trx, clerkId, [])
    await clearFailures(trx, nameSubject(username))
    await endSignIn(trx, clerkId)
    await note(trx, context, 'account-reset', clerkId)
  })
  return password
}

/** Nobody signs in with it any more, and its sessions end. Throws `record/not-found`. */
export async function lockAccount(context: AccountContext, clerkId: string): Promise<void> {
  await inTransaction(context.db, async (trx) => {
    await getAccount(trx, clerkId)
    await updateAccount(trx, clerkId, { lockedAt: isoInstant(context.clock.now()) })
    await endSignIn(trx, clerkId)
    await note(trx, context, 'account-locked', clerkId)
  })
}

/** Takes a lock away, and the wait after wrong tries. Throws `record/not-found`. */
export async function unlockAccount(context: AccountContext, clerkId: string): Promise<void> {
  await inTransaction(context.db, async (trx) => {
    const { username } = await getAccount(trx, clerkId)
    await updateAccount(trx, clerkId, { lockedAt: null })
    await clearFailures(trx, nameSubject(username))
    await note(trx, context, 'account-unlocked', clerkId)
  })
}
