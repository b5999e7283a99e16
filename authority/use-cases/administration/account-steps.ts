import type { AccountStep } from '#shared/domain/clerks/clerk-account.ts'
import { demand } from '#shared/domain/policy/policy.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { ClerkChangedOutput } from '#shared/protocol/administration.ts'
import { type Account, findAccount, findAccountByName } from '../../repositories/accounts.ts'
import { findClerk } from '../../repositories/clerks.ts'
import type { Session } from '../../repositories/sessions.ts'
import type { AuthorityContext } from '../context.ts'
import {
  dropSecondFactor,
  endSignIn,
  lockIn,
  openAccount,
  renewPassword,
  unlockIn,
} from '../identity/account-changes.ts'
import { drawPassword, hashPassword } from '../identity/passwords.ts'
import { administer, type Change } from './administer.ts'
import { demandAnother, getEntry } from './clerks.ts'

const actions: Readonly<Record<AccountStep, string>> = {
  add: 'account-added',
  lock: 'account-locked',
  unlock: 'account-unlocked',
  'reset-password': 'account-password-reset',
  'reset-second-factor': 'account-second-factor-reset',
  'end-sessions': 'account-sessions-ended',
}

const givesPassword = (step: AccountStep): boolean => step === 'add' || step === 'reset-password'

async function addAccount({ trx, at }: Change, clerkId: string, username: string, passwordHash: string): Promise<void> {
  if (await findAccount(trx, clerkId)) throw new AppError('administration/taken', { field: 'account' })
  if (await findAccountByName(trx, username)) throw new AppError('administration/taken', { field: 'username' })
  await openAccount(trx, { clerkId, username }, passwordHash, at)
}

async function stepAccount(
  { trx, at }: Change,
  step: Exclude<AccountStep, 'add' | 'end-sessions'>,
  account: Account,
  passwordHash: string,
): Promise<void> {
  switch (step) {
    case 'lock':
      return lockIn(trx, account, at)
    case 'unlock':
      return unlockIn(trx, account)
    case 'reset-password':
      return renewPassword(trx, account, passwordHash, at)
    case 'reset-second-factor':
      return dropSecondFactor(trx, account, at)
  }
}

/**
 * One step of a clerk's account; all but unlocking end whatever lets them go on without signing in. A new password is
 * told once and must be changed. These name no version: each means the same, whatever was before.
 *
 * @throws {AppError} `permission/denied`, `record/not-found`; `administration/own-account` for one's own;
 * `administration/last-administrator`; `administration/taken` for a second account or a name that is somebody's.
 */
export async function stepAccountAs(
  context: AuthorityContext,
  session: Session,
  { id, step, username }: { id: string; step: AccountStep; username?: string | undefined },
): Promise<ClerkChangedOutput> {
  demand(session.clerk, 'administer.clerks')
  const password = givesPassword(step) ? drawPassword() : null
  const passwordHash = password === null ? '' : await hashPassword(password, context.passwordCost)
  const entry = await administer(context, session, 'administer.clerks', async (change) => {
    const { trx, at, note } = change
    const clerk = await findClerk(trx, id)
    if (!clerk) throw new AppError('record/not-found', { table: 'clerks' })
    if (id === session.clerk.id) throw new AppError('administration/own-account')
    if (step === 'lock') await demandAnother(trx, clerk)
    if (step === 'add') {
      if (username === undefined) throw new AppError('input/invalid', { field: 'username' })
      await addAccount(change, id, username, passwordHash)
    } else if (step === 'end-sessions') {
      await endSignIn(trx, id)
    } else {
      const account = await findAccount(trx, id)
      if (!account) throw new AppError('record/not-found', { table: 'accounts' })
      await stepAccount(change, step, account, passwordHash)
    }
    await note({ action: actions[step], subject: `clerk:${id}` })
    return getEntry(trx, at, id)
  })
  return { entry, password }
}
