import { expect, test } from 'vitest'
import { enrolKey } from '#authority/repositories/device-keys.ts'
import { describeOnBoth } from '#authority/test/backends.ts'
import { addRows, testContext } from '#authority/test/test-context.ts'
import { buildClerk } from '#shared/testing/builders.ts'
import { listAudit } from '../../repositories/audit.ts'
import { putSealedOutbox, seeDevice } from '../../repositories/devices.ts'
import { findSession, insertSession } from '../../repositories/sessions.ts'
import { decideDeviceAs, listDevicesFor } from './devices.ts'

const at = '2026-11-22T07:00:00.000Z'
const later = '2026-11-22T19:00:00.000Z'
const noura = buildClerk({ id: 'noura' })
const amal = buildClerk({ id: 'amal', role: 'administrator' })

await describeOnBoth('devices', (backend) => {
  const world = async () => {
    const { db } = backend.database
    const context = testContext(db)
    await addRows(db, { clerks: [noura, amal] })
    await seeDevice(db, { id: 'new', name: 'شباك 2', state: 'pending', proofKey: 'k2', appVersion: '0.1.0' }, at)
    await seeDevice(db, { id: 'old', name: 'شباك 1', state: 'enrolled', proofKey: 'k1' }, at)
    await enrolKey(db, { device: 'old', clerkId: 'noura', publicKey: 'a' }, at)
    await enrolKey(db, { device: 'old', clerkId: 'noura', publicKey: 'b' }, at)
    await enrolKey(db, { device: 'old', clerkId: 'amal', publicKey: 'c' }, at)
    const session = { tokenHash: 'hash', clerkId: 'noura', device: 'old', createdAt: at, expiresAt: later }
    await insertSession(db, session)
    return { db, context, administrator: { clerk: amal, device: 'elsewhere' } }
  }

  test('the list says who works at each, pending ones first; for administrators only', async () => {
    const { db, context, administrator } = await world()
    await putSealedOutbox(db, 'old', new Uint8Array([1]), at)
    const { devices } = await listDevicesFor(context, administrator)
    expect(devices).toMatchObject([
      { id: 'new', state: 'pending', appVersion: '0.1.0', clerks: [], outboxAt: null },
      { id: 'old', state: 'enrolled', appVersion: null, clerks: ['amal', 'noura'], outboxAt: at },
    ])
    expect(devices[0]).not.toHaveProperty('proofKey')
    const denied = { code: 'permission/denied' }
    const asClerk = { clerk: noura, device: 'elsewhere' }
    await expect(listDevicesFor(context, asClerk)).rejects.toMatchObject(denied)
    await expect(decideDeviceAs(context, asClerk, { id: 'new', state: 'enrolled' })).rejects.toMatchObject(denied)
  })

  test('what is put out has no session from then on, and the trail says who did it from where', async () => {
    const { db, context, administrator } = await world()
    expect(await findSession(db, 'hash', at)).toBeDefined()
    const revoked = await decideDeviceAs(context, administrator, { id: 'old', state: 'revoked', seen: 'enrolled' })
    expect(revoked).toMatchObject({ state: 'revoked', decidedBy: 'amal', clerks: ['amal', 'noura'] })
    expect(await findSession(db, 'hash', at)).toBeUndefined()
    expect((await listAudit(db, 'device:old')).at(-1)).toMatchObject({
      actor: 'amal',
      action: 'device-revoked',
      detail: { before: 'enrolled', after: 'revoked', from: 'elsewhere' },
    })
  })

  test('a decision on something else than was seen changes nothing, and nobody puts out where they sit', async () => {
    const { db, context, administrator } = await world()
    const moved = decideDeviceAs(context, administrator, { id: 'old', state: 'wipe', seen: 'pending' })
    await expect(moved).rejects.toMatchObject({ code: 'administration/changed', detail: { now: 'enrolled' } })
    const own = decideDeviceAs(context, { clerk: amal, device: 'old' }, { id: 'old', state: 'revoked' })
    await expect(own).rejects.toMatchObject({ code: 'administration/own-device' })
    expect(await listAudit(db, 'device:old')).toEqual([])
    expect(await findSession(db, 'hash', at)).toBeDefined()
  })
})
