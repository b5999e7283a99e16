import { openEscrow } from '#shared/domain/escrow.ts'
import { seal } from '#shared/domain/sealing.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { DataKeyInput, DataKeyOutput } from '#shared/protocol/devices.ts'
import { appendAudit } from '../../repositories/audit.ts'
import type { Session } from '../../repositories/sessions.ts'
import { type DeviceContext, getSealingPair } from './devices.ts'

/**
 * Opens what a device sealed of its store's key, for a clerk who is signed in at that device, and seals it to the point
 * that the device names. Every time is written down.
 *
 * @throws {AppError} `vault/no-way-in` when it was altered, sealed to another authority, or by another device.
 */
export async function returnDataKey(
  { db, clock }: DeviceContext,
  session: Session,
  { id, escrow, to }: { id: string } & DataKeyInput,
): Promise<DataKeyOutput> {
  if (session.device !== id) throw new AppError('session/device-mismatch')
  const { point, own } = await getSealingPair(db)
  let sealed: Uint8Array
  try {
    const { device, dataKey } = await openEscrow(new Uint8Array(Buffer.from(escrow, 'base64')), point, own)
    if (device !== id) throw new Error('It is the key of another device')
    sealed = await seal(dataKey, new Uint8Array(Buffer.from(to, 'base64url')))
  } catch (thrown) {
    throw new AppError('vault/no-way-in', {}, { cause: thrown })
  }
  const at = isoInstant(clock.now())
  const subject = `device:${id}`
  await appendAudit(db, { at, actor: session.clerk.id, device: id, action: 'device-key-returned', subject })
  return { sealed: Buffer.from(sealed).toString('base64') }
}
