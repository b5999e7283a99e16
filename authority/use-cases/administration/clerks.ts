import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import type { ClerkActivity, ClerkChange, ClerkEntry, NewClerk } from '#shared/domain/clerks/clerk-account.ts'
import { demand } from '#shared/domain/policy/policy.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { ClerkChangedOutput, ClerksOutput } from '#shared/protocol/administration.ts'
import type { Db } from '../../db/types.ts'
import { findAccountByName } from '../../repositories/accounts.ts'
import { countOtherAdministrators, listClerkEntries, listWaits } from '../../repositories/clerk-entries.ts'
import { findClerk, saveClerk } from '../../repositories/clerks.ts'
import { entryOf, publish } from '../../repositories/feed.ts'
import { deleteSessionsOf, type Session } from '../../repositories/sessions.ts'
import type { AuthorityContext } from '../context.ts'
import { endSignIn, openAccount } from '../identity/account-changes.ts'
import { drawPassword, hashPassword } from '../identity/passwords.ts'
import { nameSubject } from '../identity/tries.ts'
import { administer } from './administer.ts'
import { demandOpenBranch } from './branches.ts'

async function listEntries(db: Db, now: string, id?: string): Promise<ClerkEntry[]> {
  const [rows, waits] = [await listClerkEntries(db, now, id), await listWaits(db, now)]
  return rows.map(({ username, lockedAt, mustChange, secondFactor, lastSignInAt, sessions, devices, ...clerk }) => {
    const account =
      username === null
        ? null
        : {
            username,
            lockedAt,
            waitsUntil: waits.get(nameSubject(username)) ?? null,
            mustChange: mustChange ?? false,
            secondFactor,
          }
    return { clerk, presence: { account, lastSignInAt, sessions, devices } }
  })
}

/** The entry of a clerk as it stands. Throws `record/not-found`. */
export async function getEntry(db: Db, now: string, id: string): Promise<ClerkEntry> {
  const [entry] = await listEntries(db, now, id)
  if (!entry) throw new AppError('record/not-found', { table: 'clerks' })
  return entry
}

/** Everybody, with their accounts, for administrators (`permission/denied`). */
export async function listClerksFor({ db, clock }: AuthorityContext, session: Session): Promise<ClerksOutput> {
  demand(session.clerk, 'administer.clerks')
  return { clerks: await listEntries(db, isoInstant(clock.now())) }
}

/**
 * Adds somebody with an account and a password that is told once and must be changed at the first sign-in.
 *
 * @throws {AppError} `permission/denied`; `administration/taken` where the id or the name to sign in with is somebody's.
 */
export async function addClerkAs(
  context: AuthorityContext,
  session: Session,
  { username, ...person }: NewClerk,
): Promise<ClerkChangedOutput> {
  demand(session.clerk, 'administer.clerks')
  const password = drawPassword()
  const passwordHash = await hashPassword(password, context.passwordCost)
  const entry = await administer(context, session, 'administer.clerks', async ({ trx, at, note }) => {
    if (await findClerk(trx, person.id)) throw new AppError('administration/taken', { field: 'id' })
    if (await findAccountByName(trx, username)) throw new AppError('administration/taken', { field: 'username' })
    await demandOpenBranch(trx, person.branch)
    const clerk: Clerk = { ...person, version: 1, active: true }
    await saveClerk(trx, clerk)
    await publish(trx, [entryOf('clerks', clerk)])
    await openAccount(trx, { clerkId: clerk.id, username }, passwordHash, at)
    const subject = `clerk:${clerk.id}`
    const { role, branch } = clerk
    await note({ action: 'clerk-added', subject, after: clerk, detail: { role, branch } })
    await note({ action: 'account-added', subject })
    return getEntry(trx, at, clerk.id)
  })
  return { entry, password }
}

async function getSeen(trx: Db, id: string, version: number): Promise<Clerk> {
  const clerk = await findClerk(trx, id)
  if (!clerk) throw new AppError('record/not-found', { table: 'clerks' })
  if (clerk.version !== version) throw new AppError('administration/changed', { now: clerk.version })
  return clerk
}

/** Demands that somebody who can administer is left when this person cannot any more. */
export async function demandAnother(trx: Db, clerk: Clerk): Promise<void> {
  if (clerk.role === 'administrator' && clerk.active && (await countOtherAdministrators(trx, clerk.id)) === 0)
    throw new AppError('administration/last-administrator')
}

async function putClerk(trx: Db, clerk: Clerk): Promise<void> {
  await saveClerk(trx, clerk)
  await publish(trx, [entryOf('clerks', clerk)])
}

/**
 * Changes names, role or branch. Another role or branch holds from now on, also for what is queued on a desk, and ends
 * the clerk's sessions: their desk opens others by itself, with the rights of now.
 *
 * @throws {AppError} `permission/denied`, `record/not-found`, `administration/changed`; `administration/own-account` for
 * one's own role; `administration/last-administrator`.
 */
export async function changeClerkAs(
  context: AuthorityContext,
  session: Session,
  { id, version, ...wanted }: { id: string } & ClerkChange,
): Promise<ClerkChangedOutput> {
  const entry = await administer(context, session, 'administer.clerks', async ({ trx, at, note }) => {
    const before = await getSeen(trx, id, version)
    const moved = before.role !== wanted.role || before.branch !== wanted.branch
    if (before.role !== wanted.role) {
      if (id === session.clerk.id) throw new AppError('administration/own-account')
      await demandAnother(trx, before)
    }
    if (before.branch !== wanted.branch) await demandOpenBranch(trx, wanted.branch)
    const after: Clerk = { ...before, ...wanted, version: version + 1 }
    await putClerk(trx, after)
    if (moved) await deleteSessionsOf(trx, id)
    await note({
      action: 'clerk-changed',
      subject: `clerk:${id}`,
      before,
      after,
      ...(moved && {
        detail: { role: `${before.role} > ${after.role}`, branch: `${before.branch} > ${after.branch}` },
      }),
    })
    return getEntry(trx, at, id)
  })
  return { entry, password: null }
}

/**
 * Lets somebody go, or back in. Whoever goes has no session, no token and no sign-in any more; their history stays.
 *
 * @throws {AppError} as `changeClerkAs`; `administration/own-account` for oneself.
 */
export async function setActivityAs(
  context: AuthorityContext,
  session: Session,
  { id, version, active, reason }: { id: string } & ClerkActivity,
): Promise<ClerkChangedOutput> {
  const entry = await administer(context, session, 'administer.clerks', async ({ trx, at, note }) => {
    const before = await getSeen(trx, id, version)
    if (id === session.clerk.id) throw new AppError('administration/own-account')
    if (!active) await demandAnother(trx, before)
    else await demandOpenBranch(trx, before.branch)
    const after: Clerk = { ...before, active, version: version + 1 }
    await putClerk(trx, after)
    if (!active) await endSignIn(trx, id)
    const action = active ? 'clerk-activated' : 'clerk-deactivated'
    await note({ action, subject: `clerk:${id}`, before, after, reason })
    return getEntry(trx, at, id)
  })
  return { entry, password: null }
}
