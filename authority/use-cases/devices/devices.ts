import type { Device, DeviceDecision, DeviceState } from '#shared/domain/devices/device.ts'
import { demand } from '#shared/domain/policy/policy.ts'
import { unseal } from '#shared/domain/sealing.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { DeviceCheckOutput } from '#shared/protocol/devices.ts'
import { appendAudit } from '../../repositories/audit.ts'
import {
  findDevice,
  findSealedOutbox,
  findShownDevice,
  listDevices,
  lockDevice,
  putSealedOutbox,
  type StoredDevice,
  updateDevice,
} from '../../repositories/devices.ts'
import { getRegisterKey } from '../../repositories/register-keys.ts'
import { deleteSessionsAt, type Session } from '../../repositories/sessions.ts'
import { inTransaction } from '../../repositories/transaction.ts'
import type { AuthorityContext } from '../context.ts'

/** What devices need of the authority: the command line has no more. */
export type DeviceContext = Pick<AuthorityContext, 'db' | 'clock'>

const actions: Readonly<Record<DeviceDecision['state'], string>> = {
  enrolled: 'device-enrolled',
  revoked: 'device-revoked',
  wipe: 'device-wipe-ordered',
}

/** Every device, for whoever administers them (`permission/denied`). */
export async function listDevicesFor({ db }: DeviceContext, session: Session): Promise<{ devices: Device[] }> {
  demand(session.clerk, 'administer.devices')
  return { devices: await listDevices(db) }
}

/** Decides on a device, by the session of whoever administers them. */
export async function decideDeviceAs(
  context: DeviceContext,
  session: Session,
  decision: { id: string } & DeviceDecision,
): Promise<Device> {
  demand(session.clerk, 'administer.devices')
  return decideDevice(context, session.clerk.id, decision, session.device)
}

/**
 * Lets a device in, keeps it out, or has it wiped. Whoever is not in has no session any more.
 *
 * @param actor who decided: a clerk's id, or `system`.
 * @param from the device at which that was decided.
 * @throws {AppError} `record/not-found`; `administration/changed` where it is not in the state that was seen;
 * `administration/own-device` to put out the device that one sits at.
 */
export async function decideDevice(
  { db, clock }: DeviceContext,
  actor: string,
  { id, state, seen }: { id: string } & DeviceDecision,
  from?: string,
): Promise<Device> {
  const at = isoInstant(clock.now())
  return inTransaction(db, async (trx) => {
    const found = await lockDevice(trx, id)
    if (!found) throw new AppError('record/not-found', { table: 'devices' })
    if (seen !== undefined && found.state !== seen) throw new AppError('administration/changed', { now: found.state })
    if (id === from && state !== 'enrolled') throw new AppError('administration/own-device')
    if (found.state !== state) {
      // Let in anew after a wipe, it is a device like any other.
      const wiped = state === 'enrolled' ? { wipedAt: null } : {}
      await updateDevice(trx, id, { state, decidedBy: actor, decidedAt: at, ...wiped })
      if (state !== 'enrolled') await deleteSessionsAt(trx, id)
      const detail = { before: found.state, after: state, ...(from !== undefined && { from }) }
      await appendAudit(trx, { at, actor, device: id, action: actions[state], subject: `device:${id}`, detail })
    }
    const device = await findShownDevice(trx, id)
    if (!device) throw new AppError('record/not-found', { table: 'devices' })
    return device
  })
}

/** The device, if whoever asks holds its key. Others learn nothing of it, not even whether there is one. */
async function getProven({ db }: DeviceContext, id: string, proofKey: string): Promise<StoredDevice> {
  const device = await findDevice(db, id)
  if (!device || device.proofKey !== proofKey) throw new AppError('session/device-mismatch')
  return device
}

/** The public point to which a device seals what it hands in, base64url. */
export async function getSealingKey({ db }: DeviceContext): Promise<string> {
  return (await getRegisterKey(db, 'sealing')).publicKey
}

/** Both halves of the key to which devices seal: the public point, and the private key as PKCS #8. */
export async function getSealingPair(db: DeviceContext['db']) {
  const { publicKey, privateKey } = await getRegisterKey(db, 'sealing')
  return {
    point: new Uint8Array(Buffer.from(publicKey, 'base64url')),
    own: new Uint8Array(Buffer.from(privateKey, 'base64')),
  }
}

/** What is wanted of a device. Throws `session/device-mismatch`. */
export async function checkDevice(context: DeviceContext, id: string, proofKey: string): Promise<DeviceCheckOutput> {
  const { state } = await getProven(context, id, proofKey)
  return { state, sealingKey: state === 'wipe' ? await getSealingKey(context) : null }
}

/** Keeps what a device that is to be wiped has sealed. Throws `permission/denied` when it is not to be. */
export async function takeSealedOutbox(
  context: DeviceContext,
  { id, proofKey, bytes }: { id: string; proofKey: string; bytes: Uint8Array },
): Promise<{ state: DeviceState }> {
  const { state } = await getProven(context, id, proofKey)
  if (state !== 'wipe') throw new AppError('permission/denied')
  const at = isoInstant(context.clock.now())
  await inTransaction(context.db, async (trx) => {
    await putSealedOutbox(trx, id, bytes, at)
    const detail = { bytes: bytes.length }
    await appendAudit(trx, {
      at,
      actor: 'system',
      device: id,
      action: 'device-outbox-received',
      subject: `device:${id}`,
      detail,
    })
  })
  return { state }
}

/** The device says that its keys are destroyed. Said again, it changes nothing. */
export async function confirmWipe(
  context: DeviceContext,
  id: string,
  proofKey: string,
): Promise<{ state: DeviceState }> {
  const { state, wipedAt } = await getProven(context, id, proofKey)
  if (state === 'revoked' && wipedAt !== null) return { state }
  if (state !== 'wipe') throw new AppError('permission/denied')
  const at = isoInstant(context.clock.now())
  await inTransaction(context.db, async (trx) => {
    await updateDevice(trx, id, { state: 'revoked', wipedAt: at })
    await deleteSessionsAt(trx, id)
    await appendAudit(trx, { at, actor: 'system', device: id, action: 'device-wiped', subject: `device:${id}` })
  })
  return { state: 'revoked' }
}

/** What a wiped device handed in, opened. Throws `record/not-found`. */
export async function openSealedOutbox(context: DeviceContext, id: string): Promise<Uint8Array> {
  const sealed = await findSealedOutbox(context.db, id)
  if (!sealed) throw new AppError('record/not-found', { table: 'sealed_outboxes' })
  const { point, own } = await getSealingPair(context.db)
  const opened = await unseal(new Uint8Array(sealed), point, own)
  const at = isoInstant(context.clock.now())
  await appendAudit(context.db, {
    at,
    actor: 'system',
    device: id,
    action: 'device-outbox-opened',
    subject: `device:${id}`,
  })
  return opened
}
