import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import type { Db } from '../db/types.ts'
import { tellMoved } from './feed.ts'

/** Who asks: the clerk as they are now, and the device they sit at. */
export interface Session {
  readonly clerk: Clerk
  readonly device: string
}

/** Keeps a session by the hash of its token. */
export async function insertSession(
  db: Db,
  session: { tokenHash: string; clerkId: string; device: string; createdAt: string; expiresAt: string },
): Promise<void> {
  await db.insertInto('sessions').values(session).execute()
}

/** The session of a token's hash, if it has not ended at `now` and its clerk is still active. */
export async function findSession(db: Db, tokenHash: string, now: string): Promise<Session | undefined> {
  const row = await db
    .selectFrom('sessions')
    .innerJoin('clerks', 'clerks.id', 'sessions.clerkId')
    .selectAll('clerks')
    .select('sessions.device')
    .where('sessions.tokenHash', '=', tokenHash)
    .where('sessions.expiresAt', '>', now)
    .where('clerks.active', '=', true)
    .executeTakeFirst()
  if (!row) return undefined
  const { device, ...clerk } = row
  return { clerk, device }
}

/** Whether a clerk has a session at a device that has not ended at `now`. */
export async function hasSession(db: Db, clerkId: string, device: string, now: string): Promise<boolean> {
  const row = await db
    .selectFrom('sessions')
    .select('tokenHash')
    .where('clerkId', '=', clerkId)
    .where('device', '=', device)
    .where('expiresAt', '>', now)
    .executeTakeFirst()
  return row !== undefined
}

/** Where it is told that sessions of a clerk, or at a device, have ended: in no feed, and of no concern to others. */
export const endedScopes = ({ clerkId, device }: { clerkId?: string; device?: string }): string[] => [
  ...(clerkId === undefined ? [] : [`sessions-of:${clerkId}`]),
  ...(device === undefined ? [] : [`sessions-at:${device}`]),
]

/** Ends every session of a clerk; their streams of events hear of it when the transaction commits. */
export async function deleteSessionsOf(db: Db, clerkId: string): Promise<void> {
  await db.deleteFrom('sessions').where('clerkId', '=', clerkId).execute()
  await tellMoved(db, endedScopes({ clerkId }))
}

/** Ends every session at a device; their streams of events hear of it when the transaction commits. */
export async function deleteSessionsAt(db: Db, device: string): Promise<void> {
  await db.deleteFrom('sessions').where('device', '=', device).execute()
  await tellMoved(db, endedScopes({ device }))
}

/** Takes away the sessions that have ended. */
export async function sweepSessions(db: Db, now: string): Promise<void> {
  await db.deleteFrom('sessions').where('expiresAt', '<', now).execute()
}
