import { createHash, randomBytes } from 'node:crypto'
import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { DemoClerksOutput, DemoSessionInput, SessionOutput } from '#shared/protocol/session.ts'
import { appendAudit } from '../../repositories/audit.ts'
import { findClerk, listActiveClerks } from '../../repositories/clerks.ts'
import { enrolKey } from '../../repositories/device-keys.ts'
import { seeDevice } from '../../repositories/devices.ts'
import { endedScopes, findSession, hasSession, insertSession, type Session } from '../../repositories/sessions.ts'
import { noteSignIn } from '../../repositories/sign-ins.ts'
import { inTransaction } from '../../repositories/transaction.ts'
import type { AuthorityContext } from '../context.ts'
import { getSealingKey } from '../devices/devices.ts'

/** A working day. */
const sessionMilliseconds = 12 * 3_600_000

const hashOf = (token: string): string => createHash('sha256').update(token, 'utf8').digest('hex')

function demand(context: AuthorityContext): void {
  if (!context.config.demo) throw new AppError('session/demo-only')
}

/** The people who may be picked. Demo mode only (`session/demo-only`). */
export async function listDemoClerks(context: AuthorityContext): Promise<DemoClerksOutput> {
  demand(context)
  return { clerks: await listActiveClerks(context.db) }
}

/**
 * A session for a picked clerk, and the clerk's key on this device.
 *
 * @throws {AppError} `session/demo-only`, `session/clerk-unknown`, `session/device-revoked`, `session/wipe`.
 */
export async function beginDemoSession(context: AuthorityContext, input: DemoSessionInput): Promise<SessionOutput> {
  demand(context)
  const { clerkId, device, deviceName, appVersion, publicKey } = input
  const now = context.clock.now()
  const at = isoInstant(now)
  const expiresAt = isoInstant(now + sessionMilliseconds)
  const token = randomBytes(32).toString('base64url')
  return inTransaction(context.db, async (trx) => {
    const clerk = await findClerk(trx, clerkId)
    if (!clerk?.active) throw new AppError('session/clerk-unknown')
    // Here devices are let in by coming; one that was put out stays out.
    const seen = { id: device, name: deviceName ?? device, state: 'enrolled', proofKey: null, appVersion } as const
    const { state } = (await seeDevice(trx, seen, at)).device
    if (state === 'wipe') throw new AppError('session/wipe', { sealingKey: await getSealingKey(context) })
    if (state !== 'enrolled') throw new AppError('session/device-revoked')
    await enrolKey(trx, { device, clerkId, publicKey }, at)
    await insertSession(trx, { tokenHash: hashOf(token), clerkId, device, createdAt: at, expiresAt })
    await noteSignIn(trx, clerkId, at)
    await appendAudit(trx, { at, actor: clerkId, device, action: 'signed-in', subject: `clerk:${clerkId}` })
    return { token, expiresAt, clerk, leash: null, sealingKey: null }
  })
}

/** Who holds this token. Throws `session/required` when nobody does any more. */
export async function getSession(context: AuthorityContext, token: string | undefined): Promise<Session> {
  const session =
    token === undefined ? undefined : await findSession(context.db, hashOf(token), isoInstant(context.clock.now()))
  if (!session) throw new AppError('session/required')
  return session
}

/** Whether a session's clerk is still who they were when it was looked at: active, same role, same branch. */
export async function isStillIn(context: AuthorityContext, { clerk }: Session): Promise<boolean> {
  const now = await findClerk(context.db, clerk.id)
  return now?.active === true && now.role === clerk.role && now.branch === clerk.branch
}

/** Whether what was begun in a session may go on: its clerk is who they were, and still has one at this device. */
export async function mayGoOn(context: AuthorityContext, session: Session): Promise<boolean> {
  const { clerk, device } = session
  const now = isoInstant(context.clock.now())
  return (await isStillIn(context, session)) && hasSession(context.db, clerk.id, device, now)
}

/** On the feed's channel: where it is told that this session may have ended. */
export function listEndings({ clerk, device }: Session): string[] {
  return endedScopes({ clerkId: clerk.id, device })
}
