import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { OpenDatabase } from '#authority/db/open-database.ts'
import { listAudit } from '#authority/repositories/audit.ts'
import { findRequest } from '#authority/repositories/requests.ts'
import { type RunningServer, startServer } from '#authority/server.ts'
import { Browser } from '#authority/test/browser.ts'
import { givePerson, type Person, signInAgain, signInFirst } from '#authority/test/sign-in-helper.ts'
import { addRows, testContext } from '#authority/test/test-context.ts'
import { emptyDatabase, openTestPglite } from '#authority/test/test-database.ts'
import { setActivityAs } from '#authority/use-cases/administration/clerks.ts'
import { decideDevice, openSealedOutbox } from '#authority/use-cases/devices/devices.ts'
import { lockAccount } from '#authority/use-cases/identity/accounts.ts'
import type { CurrentSession } from '#shared/contracts/session.ts'
import type { VaultView } from '#shared/contracts/vault.ts'
import { buildClerk } from '#shared/testing/builders.ts'
import type { DeskCore } from './desk-core-types.ts'
import { buildWorld, type World } from './test-desk.ts'
import { createVaultedCore } from './vaulted-core.ts'

// Real keys of real passphrases, threads that load the core from its source, two busy cores.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const world: World = buildWorld(7)
const other: World = buildWorld(8)
const second = other.request
const passphrases = { noura: 'مطر خفيف على طريق الطائف', salem: 'قهوة الصباح قبل الزحام' }
const device = { id: randomUUID(), name: 'الشباك 3' }
const deviceSecret = new Uint8Array(randomBytes(32))
let database: OpenDatabase
let server: RunningServer
let profileDir: string
let noura: Person
let salem: Person
/** Who is in front of the browser; nobody: it stays open. */
let inBrowser: Person | undefined
let wiped = 0

beforeAll(async () => {
  database = await openTestPglite()
  await emptyDatabase(database.db)
  await addRows(database.db, {
    clerks: [world.noura, world.salem],
    members: [world.member, other.member],
    requests: [world.request, second],
  })
  const { log, config } = testContext(database.db, { demo: false })
  server = await startServer({ database, config, clock: { now: Date.now }, log, host: '127.0.0.1', port: 0 })
  noura = await givePerson(server.context, 'noura')
  salem = await givePerson(server.context, 'salem')
  profileDir = mkdtempSync(join(tmpdir(), 'desk-vault-'))
})
afterAll(async () => {
  rmSync(profileDir, { recursive: true, force: true, maxRetries: 5 })
  await server.close()
  await database.close()
})
beforeEach(() => {
  inBrowser = undefined
})

async function goThroughBrowser(address: string): Promise<void> {
  if (!inBrowser) return
  const browser = new Browser()
  const back = await (inBrowser.secret.length === 0 ? signInFirst : signInAgain)(browser, inBrowser, address)
  // The pages lead to the desk's own listener, as a browser's last redirect does.
  expect(await (await fetch(back)).text()).toContain('يمكن العودة الآن')
}

/** A quarter of an hour later: no session holds any more. */
const endSessions = () => database.db.deleteFrom('sessions').execute()

let opened: DeskCore | undefined
const open = async (offline = false): Promise<DeskCore> => {
  opened = await createVaultedCore({
    profileDir,
    deviceSecret,
    device,
    authorityUrl: server.url,
    backgroundSync: false,
    autoLockMinutes: 4,
    network: 'node',
    offline,
    checkOutput: true,
    openBrowser: (url) => void goThroughBrowser(url),
    onWiped: () => {
      wiped += 1
    },
  })
  return opened
}
afterEach(() => opened?.close())

async function value<T = Record<string, unknown>>(core: DeskCore, channel: string, input: unknown = {}): Promise<T> {
  const answer = await core.invoke(channel, input)
  if (!answer.ok) throw new Error(answer.error.code)
  return answer.value as T
}
async function codeOf(core: DeskCore, channel: string, input: unknown = {}): Promise<string> {
  const answer = await core.invoke(channel, input)
  return answer.ok ? 'ok' : answer.error.code
}
const decide = (core: DeskCore, { id, revisionHash } = world.request) =>
  value(core, 'requests.decide', { id, decision: 'approve', reasons: [], revisionHash })

test('a first sign-in: the browser, an administrator’s word, a passphrase; then the desk is a desk', async () => {
  const core = await open()
  expect(await value(core, 'vault.get')).toMatchObject({ mode: 'vault', clerks: [], open: false, autoLockMinutes: 4 })
  expect(await codeOf(core, 'members.search', { text: '' })).toBe('vault/locked')
  expect(await codeOf(core, 'vault.enrol', { passphrase: passphrases.noura, pin: null })).toBe('session/sign-in-failed')

  inBrowser = noura
  expect(await codeOf(core, 'vault.signIn', { language: 'ar' })).toBe('session/device-pending')
  await decideDevice(server.context, 'system', { id: device.id, state: 'enrolled' })
  expect(await value(core, 'vault.signIn', { language: 'ar' })).toMatchObject({
    step: 'choose-passphrase',
    clerk: { id: 'noura' },
  })
  expect(await codeOf(core, 'vault.enrol', { passphrase: 'short', pin: null })).toBe('vault/weak-passphrase')
  const session = await value<CurrentSession>(core, 'vault.enrol', { passphrase: passphrases.noura, pin: '4071' })
  expect(session).toMatchObject({ clerk: { id: 'noura' }, protected: true, signInAgain: false })
  await value(core, 'sync.now')
  expect(await value(core, 'members.search', { text: world.member.membershipNo })).toMatchObject({ total: 1 })
  await core.close()
})

test('without a line the passphrase alone opens the desk, and a second clerk of the PC confirms', async () => {
  // Salem is enrolled while Noura is in: the key of the store is in memory.
  const online = await open()
  await value(online, 'vault.unlock', { clerkId: 'noura', passphrase: passphrases.noura })
  inBrowser = salem
  await value(online, 'vault.signIn', { language: 'en' })
  await value(online, 'vault.enrol', { passphrase: passphrases.salem, pin: null })
  await value(online, 'sync.now')
  await online.close()

  const core = await open(true)
  expect(await codeOf(core, 'vault.unlock', { clerkId: 'noura', passphrase: 'not the one at all' })).toBe(
    'vault/wrong-passphrase',
  )
  expect((await value<VaultView>(core, 'vault.get')).clerks).toMatchObject([
    { clerk: { id: 'noura' }, triesLeft: 9 },
    { clerk: { id: 'salem' }, triesLeft: 10 },
  ])
  await value(core, 'vault.unlock', { clerkId: 'noura', passphrase: passphrases.noura })
  expect(await decide(core)).toMatchObject({ step: 'propose' })

  // The screen is locked: nothing is answered but how the line is, until the PIN.
  await value(core, 'vault.lock')
  for (const channel of ['members.search', 'requests.list', 'sync.outbox', 'vault.lock'])
    expect(await codeOf(core, channel, {})).toBe('vault/screen-locked')
  expect(await codeOf(core, 'sync.status')).toBe('ok')
  expect(await codeOf(core, 'vault.reopen', { secret: '0000' })).toBe('vault/wrong-pin')
  await value(core, 'vault.reopen', { secret: '4071' })
  expect(await value(core, 'sync.outbox')).toMatchObject({ items: [{ state: 'waiting', memberId: world.member.id }] })

  // Salem takes the screen: Noura's outbox is not his.
  await value(core, 'vault.lock')
  await value(core, 'vault.unlock', { clerkId: 'salem', passphrase: passphrases.salem })
  expect(await value(core, 'sync.outbox')).toMatchObject({ items: [] })
  expect(await decide(core)).toMatchObject({ step: 'confirm', state: 'completed' })
  await core.close()

  const back = await open()
  await value(back, 'vault.unlock', { clerkId: 'salem', passphrase: passphrases.salem })
  await value(back, 'sync.now')
  expect(await findRequest(database.db, world.request.id)).toMatchObject({
    state: 'completed',
    decisions: [{ by: 'noura' }, { by: 'salem' }],
  })
  await back.close()
})

test('sessions are renewed by themselves; a clerk who may not sign in any more is asked to, and loses nothing', async () => {
  const core = await open()
  await value(core, 'vault.unlock', { clerkId: 'salem', passphrase: passphrases.salem })
  await endSessions()
  await value(core, 'sync.now')
  expect(await value<CurrentSession>(core, 'session.current')).toMatchObject({ signInAgain: false })

  await lockAccount(server.context, 'salem')
  await endSessions()
  await core.invoke('sync.now', {})
  expect(await value<CurrentSession>(core, 'session.current')).toMatchObject({ signInAgain: true })
  expect(await value(core, 'members.search', { text: world.member.membershipNo })).toMatchObject({ total: 1 })
  await core.close()
})

test('a passphrase that is forgotten: signed in again, the device opens, and what waits in it is sent', async () => {
  const offline = await open(true)
  await value(offline, 'vault.unlock', { clerkId: 'noura', passphrase: passphrases.noura })
  expect(await decide(offline, second)).toMatchObject({ step: 'propose' })
  await offline.close()

  // Nobody has unlocked since this start: only the authority can open what this device sealed to it.
  const core = await open()
  inBrowser = noura
  expect(await value(core, 'vault.signIn', { language: 'ar' })).toMatchObject({ step: 'choose-passphrase' })
  passphrases.noura = 'سبع شمعات على شرفة قديمة'
  expect(await value(core, 'vault.enrol', { passphrase: passphrases.noura, pin: null })).toMatchObject({
    clerk: { id: 'noura' },
  })
  const { items } = await value<{ items: { state: string }[] }>(core, 'sync.outbox')
  expect(items.filter(({ state }) => state === 'waiting')).toHaveLength(1)
  await value(core, 'sync.now')
  expect(await findRequest(database.db, second.id)).toMatchObject({ state: 'awaiting-second' })
  await core.close()
  const told = (await listAudit(database.db, `device:${device.id}`)).filter(
    ({ action }) => action === 'device-key-returned',
  )
  expect(told).toMatchObject([{ actor: 'noura', device: device.id }])
})

test('what happened at the vault is in the desk’s audit chain, also what happened while the store was closed', async () => {
  const rows = await database.db
    .selectFrom('audit')
    .select(['action', 'actor'])
    .where('action', 'like', 'desk.%')
    .execute()
  const told = rows.filter(({ action }) => /enrolled|refused|locked|reopened/.test(action))
  const of = (wanted: string) => told.filter(({ action }) => action === wanted).map(({ actor }) => actor)
  expect(of('desk.enrolled')).toEqual(['noura', 'salem', 'noura'])
  // The wrong passphrase before the store was open, and the wrong PIN behind the lock.
  expect(of('desk.unlock-refused')).toEqual(['noura', 'noura'])
  expect(of('desk.locked')).toEqual(['noura', 'noura'])
  expect(of('desk.reopened')).toEqual(['noura'])
})

test('somebody who is let go takes the rows of their branch along, and what they decided is answered', async () => {
  const [amal, third] = [buildClerk({ id: 'amal', role: 'administrator' }), buildWorld(9)]
  const theirs = { ...third.request, branch: 'jeddah' as const }
  await addRows(database.db, {
    clerks: [amal, { ...third.huda, branch: 'jeddah' }],
    members: [third.member],
    requests: [theirs],
  })
  const core = await open()
  await value(core, 'vault.unlock', { clerkId: 'noura', passphrase: passphrases.noura })
  inBrowser = await givePerson(server.context, 'huda')
  await value(core, 'vault.signIn', { language: 'ar' })
  await value(core, 'vault.enrol', { passphrase: 'رمل ناعم عند بئر بعيدة', pin: null })
  await value(core, 'sync.now')
  const held = async () =>
    new Set((await value<{ rows: { scope: string }[] }>(core, 'sync.counts')).rows.map(({ scope }) => scope))
  expect(await held()).toContain('branch:jeddah')
  await decide(core, theirs)

  await value(core, 'vault.lock')
  await value(core, 'vault.unlock', { clerkId: 'noura', passphrase: passphrases.noura })
  const leaving = { id: 'huda', version: 1, active: false, reason: 'انتقلت' }
  await setActivityAs(server.context, { clerk: amal, device: 'office' }, leaving)
  await endSessions()
  await value(core, 'sync.now')
  expect(await held()).toEqual(new Set(['directory', 'branch:riyadh']))
  const stored = await database.db.selectFrom('commands').select('receipt').where('actor', '=', 'huda').execute()
  expect(stored.map(({ receipt }) => receipt)).toMatchObject([
    { outcome: 'refused', code: 'permission/denied', detail: { reason: 'inactive' } },
  ])
  await core.close()
})

test('wiped at the authority’s order: what was not sent is handed in, and nothing opens any more', async () => {
  const core = await open()
  await value(core, 'vault.unlock', { clerkId: 'noura', passphrase: passphrases.noura })
  await value(core, 'sync.now')
  await decideDevice(server.context, 'system', { id: device.id, state: 'wipe' })
  await endSessions()
  await core.invoke('sync.now', {})
  await vi.waitFor(async () => expect((await value<VaultView>(core, 'vault.get')).wipe).toBe('done'), 30_000)
  expect(wiped).toBe(1)
  expect(await codeOf(core, 'members.search', { text: '' })).toBe('vault/locked')
  expect(await codeOf(core, 'vault.unlock', { clerkId: 'noura', passphrase: passphrases.noura })).toBe('session/wipe')
  expect(readdirSync(profileDir)).toEqual([])
  const sealed = JSON.parse(Buffer.from(await openSealedOutbox(server.context, device.id)).toString()) as object
  expect(sealed).toMatchObject({ version: 1, device: device.id, commands: [] })
  await core.close()
})
