import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { Username } from '#shared/domain/clerks/clerk-account.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { Db } from '../../db/types.ts'
import { type Account, findAccount, findAccountByName } from '../../repositories/accounts.ts'
import { appendAudit } from '../../repositories/audit.ts'
import { findClerk, saveClerk } from '../../repositories/clerks.ts'
import { entryOf, publish } from '../../repositories/feed.ts'
import { inTransaction } from '../../repositories/transaction.ts'
import type { AuthorityContext } from '../context.ts'
import { dropSecondFactor, lockIn, openAccount, renewPassword, unlockIn } from './account-changes.ts'
import { drawPassword, hashPassword } from './passwords.ts'
import { normaliseUsername } from './tries.ts'

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
    await openAccount(trx, { clerkId, username }, passwordHash, isoInstant(context.clock.now()))
    await note(trx, context, 'account-added', clerkId)
  })
  return password
}

/** Another password that must be changed, no second factor yet, no wait, no session left. Throws `record/not-found`. */
export async function resetAccount(context: AccountContext, clerkId: string): Promise<string> {
  const password = drawPassword()
  const passwordHash = await hashPassword(password, context.passwordCost)
  await inTransaction(context.db, async (trx) => {
    const account = await getAccount(trx, clerkId)
    const at = isoInstant(context.clock.now())
    await renewPassword(trx, account, passwordHash, at)
    await dropSecondFactor(trx, account, at)
    await note(trx, context, 'account-reset', clerkId)
  })
  return password
}

/** Nobody signs in with it any more, and its sessions end. Throws `record/not-found`. */
export async function lockAccount(context: AccountContext, clerkId: string): Promise<void> {
  await inTransaction(context.db, async (trx) => {
    await lockIn(trx, await getAccount(trx, clerkId), isoInstant(context.clock.now()))
    await note(trx, context, 'account-locked', clerkId)
  })
}

/** Takes a lock away, and the wait after wrong tries. Throws `record/not-found`. */
export async function unlockAccount(context: AccountContext, clerkId: string): Promise<void> {
  await inTransaction(context.db, async (trx) => {
    await unlockIn(trx, await getAccount(trx, clerkId))
    await note(trx, context, 'account-unlocked', clerkId)
  })
}
