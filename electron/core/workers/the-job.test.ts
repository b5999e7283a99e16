import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { findMember } from '#authority/repositories/members.ts'
import { findRequest } from '#authority/repositories/requests.ts'
import type { TestAuthority } from '#authority/test/start-authority.ts'
import { addWorld, lettersOf, startSmallAuthority, TestDeskCore, type World } from './test-desk.ts'

let world: World
// Two busy cores, with other suites beside this one.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

let authority: TestAuthority
let desk: TestDeskCore
let newEmail: string

beforeAll(async () => {
  authority = await startSmallAuthority()
})
beforeEach(async () => {
  world = await addWorld(authority)
  newEmail = world.request.proposed.email ?? ''
  desk = new TestDeskCore(authority.url)
  await desk.signIn(world.noura)
  await desk.ask('sync.now', {})
})
afterEach(() => desk.end())
afterAll(() => authority.close())

describe('the job', () => {
  test('two people approve while the line is away; it reaches the authority once and in order', async () => {
    const { request, member, noura, salem } = world
    await desk.ask('sync.setLine', { connected: false })
    const proposed = await desk.decide(request.id, 'approve')
    expect(proposed).toMatchObject({ step: 'propose', state: 'awaiting-second', heldUntil: null })
    await expect(desk.ask('sync.now', {})).rejects.toThrow(/^sync\/offline/)

    await desk.signIn(salem)
    const review = await desk.ask('requests.get', { id: request.id })
    expect(review.request.state).toBe('awaiting-second')
    expect(review.pending).toMatchObject([
      { commandId: proposed.commandId, by: 'noura', state: 'waiting', canUndo: false },
    ])
    const confirmed = await desk.decide(request.id, 'approve')
    expect(confirmed).toMatchObject({ step: 'confirm', state: 'completed' })

    const before = await desk.ask('members.get', { id: member.id })
    expect(before.member.email).toBe(member.email)
    expect(before.pending).toEqual([{ field: 'email', value: newEmail, commandId: confirmed.commandId }])
    expect(before.requests).toMatchObject([{ state: 'completed', pending: true }])
    const found = await desk.ask('members.search', { text: newEmail })
    expect(found).toMatchObject({
      total: 1,
      hits: [{ member: { id: member.id }, why: [{ field: 'email', pending: true }] }],
    })
    expect((await desk.ask('sync.status', {})).counts).toEqual({ today: 1, receipted: 0, waiting: 1, attention: 0 })
    expect(await findRequest(authority.db, request.id)).toMatchObject({ version: 1 })

    await desk.ask('sync.setLine', { connected: true })
    const status = await desk.ask('sync.now', {})
    expect(status).toMatchObject({
      line: 'online',
      caughtUp: true,
      counts: { today: 1, receipted: 1, waiting: 0, attention: 0 },
    })
    expect(await findRequest(authority.db, request.id)).toMatchObject({
      state: 'completed',
      version: 3,
      decisions: [
        { by: noura.id, step: 'propose', commandId: proposed.commandId },
        { by: salem.id, step: 'confirm', commandId: confirmed.commandId },
      ],
    })
    expect((await findMember(authority.db, member.id))?.email).toBe(newEmail)
    expect(await lettersOf(authority, request)).toEqual(['email-changed-old-address', 'email-changed-new-address'])
    const after = await desk.ask('members.get', { id: member.id })
    expect(after).toMatchObject({ member: { email: newEmail, version: 2 }, pending: [] })
    expect(after.requests).toMatchObject([{ state: 'completed', pending: false }])
    expect((await desk.ask('requests.get', { id: request.id })).pending).toEqual([])

    const other = new TestDeskCore(authority.url)
    await other.signIn(world.huda)
    await other.ask('sync.now', {})
    expect((await other.ask('members.get', { id: member.id })).member.email).toBe(newEmail)
    await other.end()
  })

  test.each([
    ['reject', 'rejected', 'request-rejected'],
    ['return', 'returned', 'request-returned'],
  ] as const)('%s takes effect by one person, with its reason and its letter', async (decision, state, template) => {
    const { request } = world
    await expect(desk.decide(request.id, decision)).rejects.toThrow(/^requests\/reason-required/)
    const made = await desk.decide(request.id, decision, { reasons: ['RTN-DOC-UNCLEAR'], remarks: 'ملاحظة' })
    expect(made).toMatchObject({ step: 'decide', state })
    expect(made.heldUntil).not.toBeNull()
    await desk.ask('sync.now', {})
    expect(await findRequest(authority.db, request.id)).toMatchObject({
      state,
      decisions: [{ decision, reasons: ['RTN-DOC-UNCLEAR'], remarks: 'ملاحظة' }],
    })
    expect(await lettersOf(authority, request)).toEqual([template])
    const filters = { memberId: request.memberId }
    expect((await desk.ask('requests.list', { view: 'all', filters })).rows).toMatchObject([{ state, pending: false }])
  })

  test('a decision that is taken back before it was sent leaves no trace but its number', async () => {
    const { request } = world
    const first = await desk.decide(request.id, 'approve')
    expect((await desk.ask('requests.get', { id: request.id })).pending).toMatchObject([
      { state: 'held', canUndo: true },
    ])
    expect(await desk.ask('requests.undo', {})).toEqual({ commandId: first.commandId, requestId: request.id })
    await expect(desk.ask('requests.undo', {})).rejects.toThrow(/^requests\/nothing-to-undo/)
    expect((await desk.ask('requests.get', { id: request.id })).request.state).toBe('submitted')
    await desk.ask('sync.now', {})
    expect(await findRequest(authority.db, request.id)).toMatchObject({ state: 'submitted', version: 1 })
    expect((await desk.ask('sync.outbox', {})).items).toMatchObject([
      { state: 'withdrawn', act: { decision: 'approve' } },
    ])

    await desk.decide(request.id, 'approve')
    await desk.ask('sync.now', {})
    expect(await findRequest(authority.db, request.id)).toMatchObject({ state: 'awaiting-second' })
    await expect(desk.ask('requests.undo', { commandId: first.commandId })).rejects.toThrow(
      /^requests\/nothing-to-undo/,
    )
  })

  test('a decision on which another is built cannot be taken back alone', async () => {
    const { request, salem, noura } = world
    await desk.ask('sync.setLine', { connected: false })
    const first = await desk.decide(request.id, 'approve')
    await desk.signIn(salem)
    const second = await desk.decide(request.id, 'approve')
    await desk.signIn(noura)
    await expect(desk.ask('requests.undo', {})).rejects.toThrow(/^requests\/has-dependent/)
    await expect(desk.ask('requests.undo', { commandId: second.commandId })).rejects.toThrow(/nothing-to-undo/)
    await desk.signIn(salem)
    await desk.ask('requests.undo', {})
    await desk.signIn(noura)
    expect((await desk.ask('requests.undo', {})).commandId).toBe(first.commandId)
    await desk.ask('sync.setLine', { connected: true })
    await desk.ask('sync.now', {})
    expect(await findRequest(authority.db, request.id)).toMatchObject({ state: 'submitted', version: 1 })
  })

  test('a refused first approval brings back the one that was built on it, and both can be redone', async () => {
    const { request, member, salem, noura } = world
    await desk.ask('sync.setLine', { connected: false })
    await desk.decide(request.id, 'approve', { remarks: 'رُوجعت المرفقات' })
    await desk.signIn(salem)
    await desk.decide(request.id, 'approve')
    const corrected = `corrected-${member.id}@alwaha.sa`
    await authority.correctMember(member.id, { email: corrected })
    await desk.ask('sync.setLine', { connected: true })
    const status = await desk.ask('sync.now', {})
    expect(status.counts).toEqual({ today: 1, receipted: 0, waiting: 0, attention: 1 })
    const [second] = (await desk.ask('sync.outbox', {})).items
    expect(second).toMatchObject({ state: 'refused', cause: 'sync/dependency', can: { redo: true, discard: true } })
    expect((await desk.ask('requests.get', { id: request.id })).request.state).toBe('submitted')

    await desk.signIn(noura)
    const [first] = (await desk.ask('sync.outbox', { show: 'attention' })).items
    expect(first).toMatchObject({
      state: 'refused',
      cause: 'sync/conflict',
      remarks: 'رُوجعت المرفقات',
      conflict: {
        fields: [{ field: 'email', base: member.email, theirs: corrected, mine: newEmail }],
        baseVersion: 1,
        theirsVersion: 2,
      },
    })
    const redone = await desk.ask('sync.redo', { commandId: first?.commandId ?? '' })
    expect(redone).toMatchObject({ state: 'settled', redoneAs: expect.any(String) as string })
    await desk.ask('sync.now', {})
    expect(await findRequest(authority.db, request.id)).toMatchObject({
      state: 'awaiting-second',
      decisions: [{ commandId: redone.redoneAs, remarks: 'رُوجعت المرفقات' }],
    })
    await desk.signIn(salem)
    const again = await desk.ask('sync.redo', { commandId: second?.commandId ?? '' })
    await desk.ask('sync.now', {})
    expect(await findRequest(authority.db, request.id)).toMatchObject({
      state: 'completed',
      decisions: [{}, { commandId: again.redoneAs, step: 'confirm' }],
    })
    expect((await desk.ask('sync.status', {})).counts).toMatchObject({ waiting: 0, attention: 0 })
  })

  test('nothing that names a person lies in plain text in the profile', async () => {
    const { request, member } = world
    await desk.decide(request.id, 'approve', { remarks: 'ملاحظة سرية جدا' })
    const canaries = [member.nameAr.family, member.nameEn.family, member.email, member.idNo, member.mobile, 'سرية']
    const files = readdirSync(desk.profileDir)
    expect(files).toContain('desk.db-wal')
    for (const file of files) {
      const bytes = readFileSync(join(desk.profileDir, file))
      for (const canary of canaries) expect(`${file} ${bytes.includes(canary)}`).toBe(`${file} false`)
    }
  })
})

test('a profile is one desk’s at a time, and everything is there when it is opened again', async () => {
  expect(() => new TestDeskCore(authority.url, { profileDir: desk.profileDir })).toThrow(/^store\/busy/)
  await desk.decide(world.request.id, 'approve')
  desk = await desk.reopen()
  expect((await desk.ask('session.current', {})).clerk?.id).toBe('noura')
  expect(await desk.outbox()).toMatchObject([{ state: 'waiting' }])
  expect((await desk.ask('members.search', { text: world.member.membershipNo })).total).toBe(1)
})
