import { createHash, randomBytes } from 'node:crypto'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import type { DeviceState } from '#shared/domain/devices/device.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { Leash, SessionInput, SessionOutput } from '#shared/protocol/session.ts'
import type { Db } from '../../db/types.ts'
import { findAccount } from '../../repositories/accounts.ts'
import { appendAudit } from '../../repositories/audit.ts'
import { findClerk } from '../../repositories/clerks.ts'
import { enrolKey } from '../../repositories/device-keys.ts'
import { findDevice, seeDevice, updateDevice } from '../../repositories/devices.ts'
import { insertSession } from '../../repositories/sessions.ts'
import { inTransaction } from '../../repositories/transaction.ts'
import type { AuthorityContext } from '../context.ts'
import { getSealingKey } from '../devices/devices.ts'

/** As long as it may take until a clerk who was let go is out: the desk opens another by its refresh token. */
const sessionMilliseconds = 15 * 60_000

/** How long a desk may go on without the authority (security.md of the design). */
export const leash: Leash = { readDays: 14, decideDays: 7, decideCommands: 500 }

const hashOf = (token: string): string => createHash('sha256').update(token, 'utf8').digest('hex')

/** Whom the provider signed in, and the thumbprint of the key that proved it; null where its tokens are bound to none. */
export interface SignedIn {
  readonly clerkId: string
  readonly proofKey: string | null
}

async function meetDevice(
  trx: Db,
  { device: id, deviceName: name, appVersion }: SessionInput,
  { clerkId, proofKey }: SignedIn,
  at: string,
) {
  const known = await findDevice(trx, id)
  // Another key is another device, whatever it calls itself; it changes nothing of the one that is known.
  if (known?.proofKey != null && known.proofKey !== proofKey) throw new AppError('session/device-mismatch')
  const { device, isNew } = await seeDevice(trx, { id, name, state: 'pending', proofKey, appVersion }, at)
  if (isNew) await appendAudit(trx, { at, actor: clerkId, device: id, action: 'device-seen', subject: `device:${id}` })
  if (device.proofKey === null && proofKey !== null) await updateDevice(trx, id, { proofKey })
  return device.state
}

async function refuse(context: AuthorityContext, state: Exclude<DeviceState, 'enrolled'>): Promise<never> {
  if (state === 'wipe') throw new AppError('session/wipe', { sealingKey: await getSealingKey(context) })
  throw new AppError(state === 'pending' ? 'session/device-pending' : 'session/device-revoked')
}

/**
 * A session for a clerk whom the provider signed in, at a device that an administrator has let in; with it the clerk's
 * key on this device is known.
 *
 * @throws {AppError} `session/clerk-unknown`, `session/locked`, `session/device-mismatch`, `session/device-pending`,
 * `session/device-revoked`, `session/wipe` (with `sealingKey`).
 */
export async function openSession(
  context: AuthorityContext,
  signedIn: SignedIn,
  input: SessionInput,
): Promise<SessionOutput> {
  const { db, clock } = context
  const { clerkId } = signedIn
  const { device, publicKey } = input
  const at = isoInstant(clock.now())
  const expiresAt = isoInstant(clock.now() + sessionMilliseconds)
  const token = randomBytes(32).toString('base64url')
  type Outcome = { state: Exclude<DeviceState, 'enrolled'> } | { clerk: Clerk }
  // What was seen of a device stays, also where it is not let in: an administrator finds it in the list.
  const outcome = await inTransaction(db, async (trx): Promise<Outcome> => {
    const clerk = await findClerk(trx, clerkId)
    if (!clerk?.active) throw new AppError('session/clerk-unknown')
    const account = await findAccount(trx, clerkId)
    if (account?.lockedAt != null) throw new AppError('session/locked')
    const state = await meetDevice(trx, input, signedIn, at)
    if (state !== 'enrolled') return { state }
    await enrolKey(trx, { device, clerkId, publicKey }, at)
    await insertSession(trx, { tokenHash: hashOf(token), clerkId, device, createdAt: at, expiresAt })
    await appendAudit(trx, { at, actor: clerkId, device, action: 'session-opened', subject: `clerk:${clerkId}` })
    return { clerk }
  })
  if ('state' in outcome) return refuse(context, outcome.state)
  return { token, expiresAt, clerk: outcome.clerk, leash, sealingKey: await getSealingKey(context) }
}
