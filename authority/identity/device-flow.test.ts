import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sealEscrow } from '#shared/domain/escrow.ts'
import { seal, unseal } from '#shared/domain/sealing.ts'
import { DataKeyOutput, DeviceCheckOutput } from '#shared/protocol/devices.ts'
import { SessionOutput } from '#shared/protocol/session.ts'
import { buildClerk } from '#shared/testing/builders.ts'
import type { OpenDatabase } from '../db/open-database.ts'
import { listAudit } from '../repositories/audit.ts'
import { type RunningServer, startServer } from '../server.ts'
import { type DeskTokens, OidcDesk } from '../test/oidc-desk.ts'
import { cheapHashes, givePerson, type Person, tokensOf } from '../test/sign-in-helper.ts'
import { refusal } from '../test/test-calls.ts'
import { addRows, buildWorld, testContext } from '../test/test-context.ts'
import { emptyDatabase, openTestPglite } from '../test/test-database.ts'
import { decideDevice, openSealedOutbox } from '../use-cases/devices/devices.ts'

let database: OpenDatabase
let server: RunningServer
let noura: Person
let admin: Person
let desk: OidcDesk
let tokens: DeskTokens
beforeAll(async () => {
  database = await openTestPglite()
  await emptyDatabase(database.db)
  await buildWorld(database.db)
  await addRows(database.db, { clerks: [buildClerk({ id: 'admin', role: 'administrator' })] })
  const { log, config } = testContext(database.db, { demo: false })
  const clock = { now: () => Date.now() }
  server = await startServer({ database, config, clock, log, host: '127.0.0.1', port: 0, passwordCost: cheapHashes })
  noura = await givePerson(server.context, 'noura')
  admin = await givePerson(server.context, 'admin')
  desk = await OidcDesk.meet(server.url)
  tokens = await tokensOf(desk, noura)
})
afterAll(async () => {
  await server.close()
  await database.close()
})

test('a device is let in, put out and wiped by an administrator; another key under its name is another device', async () => {
  const office = await OidcDesk.meet(server.url)
  const { access } = await tokensOf(office, admin)
  await office.openSession(access)
  await decideDevice(server.context, 'system', { id: office.device, state: 'enrolled' })
  const { token } = SessionOutput.parse(await (await office.openSession(access)).json())
  await refusal(desk.openSession(tokens.access), 'session/device-pending')
  await decideDevice(server.context, 'system', { id: desk.device, state: 'enrolled' })
  const clerk = SessionOutput.parse(await (await desk.openSession(tokens.access)).json())
  const put = (state: string, bearer = token, id = desk.device) =>
    fetch(`${server.url}/v1/devices/${id}/state`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      body: JSON.stringify({ state }),
    })
  await refusal(put('revoked', clerk.token), 'permission/denied')
  await refusal(put('revoked', token, 'nowhere'), 'record/not-found')
  expect(await (await put('revoked')).json()).toMatchObject({ state: 'revoked', decidedBy: 'admin', name: 'الشباك 1' })
  await refusal(put('revoked', clerk.token), 'session/required')
  await refusal(desk.openSession(tokens.access), 'session/device-revoked')

  const impostor = await OidcDesk.meet(server.url, desk.device)
  const stolen = await tokensOf(impostor, noura)
  await refusal(impostor.openSession(stolen.access), 'session/device-mismatch')
  await refusal(impostor.call('POST', `/v1/devices/${desk.device}/check`), 'session/device-mismatch')
  await refusal(desk.call('POST', `/v1/devices/${office.device}/check`), 'session/device-mismatch')

  const check = async () =>
    DeviceCheckOutput.parse(await (await desk.call('POST', `/v1/devices/${desk.device}/check`)).json())
  expect(await check()).toEqual({ state: 'revoked', sealingKey: null })
  const outbox = new TextEncoder().encode('{"commands":[]}')
  const sealedTo = `/v1/devices/${desk.device}/sealed-outbox`
  await refusal(desk.call('PUT', sealedTo, outbox), 'permission/denied')
  await put('wipe')
  const told = await refusal(desk.openSession(tokens.access), 'session/wipe')
  const { sealingKey } = await check()
  expect(told).toMatchObject({ info: { sealingKey } })
  const sealed = await seal(outbox, new Uint8Array(Buffer.from(sealingKey ?? '', 'base64url')))
  expect(await (await desk.call('PUT', sealedTo, sealed)).json()).toEqual({ state: 'wipe' })
  const confirm = async () => (await desk.call('POST', `/v1/devices/${desk.device}/wiped`)).json()
  expect([await confirm(), await confirm()]).toEqual([{ state: 'revoked' }, { state: 'revoked' }])
  expect(new TextDecoder().decode(await openSealedOutbox(server.context, desk.device))).toBe('{"commands":[]}')
  const list = await fetch(`${server.url}/v1/devices`, { headers: { authorization: `Bearer ${token}` } })
  const { devices } = (await list.json()) as { devices: { id: string; state: string; wipedAt: string | null }[] }
  expect(devices.find(({ id }) => id === desk.device)).toMatchObject({ state: 'revoked', wipedAt: expect.any(String) })
  expect(JSON.stringify(devices)).not.toContain('proofKey')
  const actions = (await listAudit(database.db, `device:${desk.device}`)).map(({ action }) => action)
  expect(actions.join(' ')).toBe(
    'device-seen device-enrolled device-revoked device-wipe-ordered device-outbox-received device-wiped device-outbox-opened',
  )
})

test('the key of a store comes back to the device that sealed it, sealed again to its question, and to nobody else', async () => {
  const [first, other] = [await OidcDesk.meet(server.url), await OidcDesk.meet(server.url)]
  const sessionAt = async (at: OidcDesk) => {
    const { access } = await tokensOf(at, admin)
    await at.openSession(access)
    await decideDevice(server.context, 'system', { id: at.device, state: 'enrolled' })
    return SessionOutput.parse(await (await at.openSession(access)).json())
  }
  const [own, others] = [await sessionAt(first), await sessionAt(other)]
  const sealingKey = new Uint8Array(Buffer.from(own.sealingKey ?? '', 'base64url'))
  const dataKey = new Uint8Array(randomBytes(32))
  const escrow = Buffer.from(await sealEscrow(first.device, dataKey, sealingKey)).toString('base64')
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const point = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }).subarray(-65))
  const ask = (token: string, id: string, sealed = escrow) =>
    fetch(`${server.url}/v1/devices/${id}/data-key`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ escrow: sealed, to: Buffer.from(point).toString('base64url') }),
    })
  const { sealed } = DataKeyOutput.parse(await (await ask(own.token, first.device)).json())
  const privateBytes = new Uint8Array(privateKey.export({ type: 'pkcs8', format: 'der' }))
  expect(await unseal(new Uint8Array(Buffer.from(sealed, 'base64')), point, privateBytes)).toEqual(dataKey)

  await refusal(ask(others.token, first.device), 'session/device-mismatch')
  await refusal(ask(others.token, other.device), 'vault/no-way-in')
  await refusal(ask(own.token, first.device, `${escrow.slice(0, -8)}AAAAAAA=`), 'vault/no-way-in')
  await refusal(ask('x'.repeat(43), first.device), 'session/required')
  const actions = (await listAudit(database.db, `device:${first.device}`)).map(({ action }) => action)
  expect(actions).toEqual(['device-seen', 'device-enrolled', 'device-key-returned'])
  expect((await listAudit(database.db, `device:${other.device}`)).map(({ action }) => action)).toHaveLength(2)
})
