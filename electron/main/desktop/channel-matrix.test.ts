import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { WebContents } from 'electron'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startAuthority, type TestAuthority } from '#authority/test/start-authority.ts'
import { addRows } from '#authority/test/test-context.ts'
import { createDeskCore } from '#core/workers/desk-core.ts'
import type { DeskCore } from '#core/workers/desk-core-types.ts'
import { type Channel, type ChannelInput, contracts } from '#shared/contracts/contract-map.ts'
import { type BranchCode, Role } from '#shared/domain/clerks/clerk.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { buildAppointment, buildClerk, buildEmailChange, buildMember } from '#shared/testing/builders.ts'
import { rolesExpected } from '#shared/testing/who-may.ts'
import { WindowCalls } from './window-calls.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

/** Channels that are meant to be open without anybody at the screen: the sign-in, the lock, and how this machine is. */
const forNobody: readonly Channel[] = [
  'session.clerks',
  'session.branches',
  'update.get',
  'support.preview',
  'support.save',
  'session.signIn',
  'session.current',
  'session.signOut',
  'vault.get',
  'vault.unlock',
  'vault.signIn',
  'vault.cancelSignIn',
  'vault.enrol',
  'vault.reopen',
  'desktop.printReady',
  'device.about',
  'sync.status',
  'sync.release',
  'sync.setMetered',
  'sync.setLine',
  'sync.setFill',
  'store.check',
  'store.repair',
  'store.cancel',
]
/** Channels of any clerk: their own day, their own work in the outbox, and this desk's line. */
const forAnyClerk: readonly Channel[] = [
  'vault.lock',
  'vault.change',
  'update.check',
  'update.download',
  'update.cancel',
  'update.openPackage',
  'update.install',
  'reference.list',
  'home.get',
  'desktop.openWindow',
  'desktop.showFile',
  'sync.now',
  'sync.outbox',
  'sync.counts',
  'sync.reread',
]
/** They would end the desk that is tested, or wait for a browser; that anybody may call them stands above. */
const notCalled: readonly Channel[] = ['store.repair', 'session.signIn', 'session.signOut', 'vault.signIn']

const slot = { scheduleId: 'schedule-1', date: '2026-11-23', time: '09:00' }
const someHash = 'f'.repeat(64)
const none = 'none'
type AllInputs = { [C in Channel]: ChannelInput<C> }
type NeedsInput = { [C in Channel as {} extends ChannelInput<C> ? never : C]: ChannelInput<C> }
/** An input that fits, for every channel that is asked something. What it names is nowhere. */
const inputs: NeedsInput & Partial<Pick<AllInputs, 'certificates.verify'>> = {
  'session.signIn': { clerkId: none },
  'vault.unlock': { clerkId: none, passphrase: 'x' },
  'vault.signIn': { language: 'ar' },
  'vault.enrol': { passphrase: 'x', pin: null },
  'vault.reopen': { secret: 'x' },
  'vault.change': { passphrase: 'x', newPassphrase: null, pin: null },
  'members.search': { text: '' },
  'members.get': { id: none },
  'requests.get': { id: none },
  'requests.decide': { id: none, decision: 'reject', revisionHash: someHash },
  'requests.draft': { requestId: none, revisionHash: someHash },
  'requests.keepDraft': { requestId: none, revisionHash: someHash, draft: null },
  'requests.attach': { requestId: none, name: 'x.pdf', bytes: new Uint8Array(4) },
  'requests.detach': { hash: someHash },
  'requests.document': { requestId: none, hash: someHash },
  'certificates.verify': { number: none },
  'certificates.verification': { id: none },
  'certificates.get': { id: none },
  'certificates.revoke': { id: none },
  'appointments.slots': { from: '2026-11-23', to: '2026-11-23' },
  'appointments.get': { id: none },
  'appointments.book': { slot, visitor: buildAppointment().visitor },
  'appointments.move': { id: none, to: slot },
  'appointments.cancel': { id: none },
  'appointments.setStatus': { id: none, status: 'arrived' },
  'reports.export': { report: 'members', out: join(tmpdir(), `desk-matrix-${process.pid}.xlsx`) },
  'reports.cancel': { id: none },
  'desktop.savePdf': { print: { page: 'certificate', id: none }, language: 'ar' },
  'desktop.openWindow': { path: '/members' },
  'desktop.showFile': { path: '/none' },
  'sync.retry': { commandId: none },
  'sync.redo': { commandId: none },
  'sync.discard': { commandId: none },
  'sync.reread': { scope: 'directory' },
  'sync.setMetered': { metered: false },
  'sync.setLine': { connected: true },
  'sync.setFill': { paused: false },
  'store.repair': { confirm: true },
  'store.cancel': { id: none },
  'audit.copied': { memberId: none, field: 'email' },
  'audit.prove': { seq: 0 },
  'update.openPackage': { language: 'ar' },
  'support.save': { language: 'ar' },
  'administration.addClerk': {
    id: 'somebody',
    nameAr: 'س',
    nameEn: 'S',
    role: 'clerk',
    branch: 'abha',
    username: 'somebody',
  },
  'administration.changeClerk': { id: none, version: 1, nameAr: 'س', nameEn: 'S', role: 'clerk', branch: 'abha' },
  'administration.setActivity': { id: none, version: 1, active: false, reason: 'none' },
  'administration.stepAccount': { id: none, step: 'lock' },
  'administration.changeBranch': { code: 'hail', version: 9, nameAr: 'س', nameEn: 'S', phone: null },
  'administration.setBranchActivity': { code: 'hail', version: 9, active: true, reason: 'none' },
  'administration.publishReference': { kind: 'ranks', effectiveFrom: '2030-01-01', rows: [{}], seen: 0, dryRun: true },
  'administration.confirmReference': { id: none, seen: 0, dryRun: true },
  'administration.withdrawReference': { id: none, seen: 0, dryRun: true },
  'reference.read': { kind: 'ranks', bytes: new Uint8Array(4) },
  'administration.decideDevice': { id: none, state: 'revoked', seen: 'enrolled' },
}

let authority: TestAuthority
let core: DeskCore
let calls: WindowCalls
const profileDir = mkdtempSync(join(tmpdir(), 'desk-matrix-'))

beforeAll(async () => {
  authority = await startAuthority({ members: 0 })
  const { db } = authority
  const clerks = [
    ...Role.options.map((role) => buildClerk({ id: role, role, branch: 'abha' })),
    buildClerk({ id: 'away', branch: 'jeddah', role: 'branch-manager' }),
    buildClerk({ id: 'head', role: 'auditor' }),
  ]
  const member = buildMember()
  await addRows(db, { clerks, members: [member], requests: [buildEmailChange(member, { branch: 'abha' })] })
  core = await createDeskCore({
    profileDir,
    key: new Uint8Array(32).fill(9),
    authorityUrl: authority.url,
    demo: true,
    protected: false,
    backgroundSync: false,
    network: 'node',
    checkOutput: true,
  })
  const refuses = () => {
    throw new AppError('record/not-found')
  }
  const desktop = {
    savePdf: refuses,
    printReady: refuses,
    openWindow: refuses,
    showFile: refuses,
    askExportPath: () => Promise.resolve(null),
    askAuditPath: () => Promise.resolve(null),
    wrote: refuses,
  }
  const handlers = {
    'device.about': refuses,
    'update.get': refuses,
    'update.check': refuses,
    'update.download': refuses,
    'update.cancel': refuses,
    'update.openPackage': refuses,
    'update.install': refuses,
    'support.preview': refuses,
    'support.save': refuses,
  }
  calls = new WindowCalls(core, desktop, handlers, () => undefined)
  // Everybody was here once, so that the desk holds what each of them may read.
  for (const { id } of clerks) {
    await signIn(id)
    expect(await core.invoke('sync.now', {})).toMatchObject({ ok: true })
  }
  await core.invoke('session.signOut', {})
})
afterAll(async () => {
  rmSync(join(tmpdir(), `desk-matrix-${process.pid}.xlsx`), { force: true })
  await core.close()
  await authority.close()
  rmSync(profileDir, { recursive: true, force: true, maxRetries: 5 })
})

async function signIn(clerkId: string): Promise<void> {
  expect(await core.invoke('session.signIn', { clerkId })).toMatchObject({ ok: true })
}

const names = Object.keys(contracts) as Channel[]
const inputOf = (channel: Channel): unknown => (inputs as Partial<Record<Channel, unknown>>)[channel] ?? {}

/** The answer of a channel, from the core or from where the windows are, as its code and reason. */
async function ask(channel: Channel, input = inputOf(channel)): Promise<string> {
  const answer =
    contracts[channel].lane === 'window'
      ? await calls.invoke(channel, input, 'test', {} as WebContents)
      : await core.invoke(channel, input)
  return answer.ok ? 'ok' : `${answer.error.code} ${String(answer.error.detail['reason'] ?? '')}`.trim()
}

test('who may call a channel is said by each, and what is open is meant to be', () => {
  const open = (needs: string) => names.filter((channel) => contracts[channel].needs === needs).sort()
  expect(open('nobody')).toEqual([...forNobody].sort())
  expect(open('clerk')).toEqual([...forAnyClerk].sort())
  for (const channel of names)
    expect([channel, contracts[channel].input.safeParse(inputOf(channel)).success]).toEqual([channel, true])
})

test('without anybody at the screen every other channel asks for somebody', async () => {
  for (const channel of names) {
    if (notCalled.includes(channel)) continue
    const refused = (await ask(channel)) === 'session/required'
    expect([channel, refused]).toEqual([channel, !forNobody.includes(channel)])
  }
})

/** What a report is asked for decides who may: reference data is what an administrator exports. */
const ofAdministrators: ChannelInput<'reports.export'> = {
  report: 'reference',
  filters: { version: none },
  out: join(tmpdir(), `desk-matrix-${process.pid}.xlsx`),
}

test.each(Role.options)('%s: each channel is open or refused as the roles have it', async (role) => {
  await signIn(role)
  const wrong: string[] = []
  let refused = 0
  for (const channel of names) {
    const { needs } = contracts[channel]
    if (needs === 'nobody' || channel === 'vault.lock') continue
    const administers = role === 'administrator' && channel === 'reports.export'
    const said = administers ? await ask(channel, ofAdministrators) : await ask(channel)
    const expected = needs === 'clerk' || rolesExpected(needs).includes(role)
    const is = said !== 'permission/denied role' && said !== 'session/required'
    if (!is) refused += 1
    if (is !== expected) wrong.push(`${channel}: ${said}`)
  }
  expect(wrong).toEqual([])
  // Everybody has something that is not theirs.
  expect(refused).toBeGreaterThan(3)
})

test('what is of another branch is not there, or is refused, for whoever does not read it', async () => {
  const asked = async (channel: Channel, input: unknown) => {
    const answer = await core.invoke(channel, input)
    return answer.ok ? 'ok' : answer.error.code
  }
  const seen = (branch: BranchCode) => ({ branch, from: '2026-11-22', to: '2026-11-22' })
  const revisionHash = buildEmailChange().revisionHash
  for (const [who, reads] of [
    ['clerk', true],
    ['auditor', true],
    ['head', true],
    ['away', false],
  ] as const) {
    await signIn(who)
    const found = reads ? 'ok' : 'record/not-found'
    expect([who, await asked('requests.get', { id: 'request-1' })]).toEqual([who, found])
    expect([who, await asked('appointments.slots', seen('abha'))]).toEqual([who, reads ? 'ok' : 'permission/denied'])
    const listed = await core.invoke('requests.list', { view: 'open' })
    expect([who, listed]).toMatchObject([who, { ok: true, value: { total: reads ? 1 : 0 } }])
  }
  await signIn('away')
  expect(
    await asked('requests.decide', { id: 'request-1', decision: 'reject', reasons: ['RTN-DOC-UNCLEAR'], revisionHash }),
  ).toBe('record/not-found')
})
