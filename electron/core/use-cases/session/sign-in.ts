import { findClerk } from '#core/repositories/clerks.ts'
import { appendNotes } from '#core/repositories/desk-audit.ts'
import { enrolClerk, findEnrolled } from '#core/repositories/enrolled-clerks.ts'
import { findSetting, putSetting } from '#core/repositories/settings.ts'
import type { ChannelOutput, ParsedInput } from '#shared/contracts/contract-map.ts'
import type { DeskAction } from '#shared/domain/audit/desk-chain.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { WriteContext } from '../desk-context.ts'

type CurrentSession = ChannelOutput<'session.current'>

/**
 * The way in: who may be picked, and a session for somebody. A demo authority's today; the authority's real sign-in
 * takes its place behind the same port.
 */
export interface SignInPort {
  /** Asks the authority who it is and who may be picked, and keeps both. @throws AppError */
  refreshClerks(): Promise<void>
  /** A session at the authority for an enrolled clerk. @throws AppError `sync/offline` without a line. */
  openSession(clerkId: string): Promise<void>
  /** Whether a clerk must sign in at the authority again. */
  hasEnded(clerkId: string): boolean
}

export interface SessionContext extends WriteContext {
  readonly signIn: SignInPort
  /** Whether the data key lies under the operating system's protection. */
  readonly isProtected: boolean
}

function requireDemo({ store }: SessionContext): void {
  if (findSetting(store, 'authority')?.demo === false) throw new AppError('session/demo-only')
}

/** Writes into this desk's audit chain who came to the screen or left it. */
export function noteSession({ store, clock }: SessionContext, action: DeskAction, clerkId: string): void {
  appendNotes(store, [{ actor: clerkId, action, subject: `clerk:${clerkId}` }], isoInstant(clock.now()))
}

/** Whoever was at the screen leaves it now: their next session asks what has changed since. */
export function noteLeaving({ store, clock }: SessionContext): void {
  const clerkId = findSetting(store, 'current-clerk') ?? null
  if (clerkId === null) return
  putSetting(store, 'left', { ...findSetting(store, 'left'), [clerkId]: isoInstant(clock.now()) })
}

/** The people who may sign in here; without a line those who were known at the last contact. */
export async function listClerks(context: SessionContext): Promise<ChannelOutput<'session.clerks'>> {
  const { store, signIn } = context
  if (!findSetting(store, 'demo-clerks')) await signIn.refreshClerks()
  requireDemo(context)
  return { clerks: findSetting(store, 'demo-clerks') ?? [] }
}

/** The clerk at the screen (`clerk` null: nobody), and whom this desk speaks with. */
export function describeSession({ store, isProtected, signIn }: SessionContext, clerk: Clerk | null): CurrentSession {
  const authority = findSetting(store, 'authority')
  return {
    clerk,
    authority: authority ? { nameAr: authority.nameAr, nameEn: authority.nameEn, demo: authority.demo } : null,
    protected: isProtected,
    signInAgain: clerk !== null && signIn.hasEnded(clerk.id),
  }
}

/**
 * Signs a clerk in. With a line the authority gives a session and learns the clerk's key; without one a clerk who is
 * known here may work, and the authority is told before any of their commands.
 */
export async function signIn(
  context: SessionContext,
  { clerkId }: ParsedInput<'session.signIn'>,
): Promise<CurrentSession> {
  const { store, clock } = context
  if (!findSetting(store, 'demo-clerks')) await context.signIn.refreshClerks()
  requireDemo(context)
  const clerk = findClerk(store, clerkId)
  if (!clerk?.active) throw new AppError('session/clerk-unknown')
  store.transaction(() => enrolClerk(store, clerkId, isoInstant(clock.now())))
  if (!findEnrolled(store, clerkId)?.token) {
    try {
      await context.signIn.openSession(clerkId)
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code === 'session/clerk-unknown') throw thrown
      if (thrown instanceof AppError && thrown.code === 'session/demo-only') throw thrown
      // Anything else is the line's or the authority's trouble: work goes on, the session is opened later.
    }
  }
  store.transaction(() => {
    if (findSetting(store, 'current-clerk') !== clerkId) noteLeaving(context)
    putSetting(store, 'current-clerk', clerkId)
    noteSession(context, 'desk.signed-in', clerkId)
  })
  return describeSession(context, clerk)
}

/** Nobody is at the screen any more; the outbox stays and goes on being sent. */
export function signOut(context: SessionContext): CurrentSession {
  const { store } = context
  store.transaction(() => {
    const clerkId = findSetting(store, 'current-clerk') ?? null
    noteLeaving(context)
    putSetting(store, 'current-clerk', null)
    if (clerkId !== null) noteSession(context, 'desk.signed-out', clerkId)
  })
  return describeSession(context, null)
}
