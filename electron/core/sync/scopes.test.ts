import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { saveClerk } from '#authority/repositories/clerks.ts'
import { entryOf, publish } from '#authority/repositories/feed.ts'
import { deleteSessionsOf } from '#authority/repositories/sessions.ts'
import type { TestAuthority } from '#authority/test/start-authority.ts'
import { addRows } from '#authority/test/test-context.ts'
import { openStore } from '#core/db/open-store.ts'
import type { Store } from '#core/db/store.ts'
import { openTestStore, type TestStore } from '#core/db/test-database.ts'
import { setAside } from '#core/repositories/aside.ts'
import { putCertificate } from '#core/repositories/certificates.ts'
import { putClerk } from '#core/repositories/clerks.ts'
import { putCursor } from '#core/repositories/cursors.ts'
import { enrolClerk, findEnrolled, putScopes } from '#core/repositories/enrolled-clerks.ts'
import { listHeldScopes } from '#core/repositories/replica.ts'
import { putSetting } from '#core/repositories/settings.ts'
import { beforeEachSyncedDesk, key } from '#core/workers/test/synced-desk.ts'
import { buildWorld, type TestDeskCore, type World } from '#core/workers/test-desk.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import type { Request } from '#shared/domain/requests/request.ts'
import type { ErrorCode } from '#shared/kernel/errors.ts'
import type { DemoSessionInput } from '#shared/protocol/session.ts'
import { buildCertificate, buildClerk, buildEmailChange, buildMember } from '#shared/testing/builders.ts'
import { releaseScopes } from './scopes.ts'
import { buildSyncContext } from './test-context.ts'
import { type Mishap, problem, type TestNetwork } from './test-network.ts'

describe('a clerk without a session', () => {
  let authority: TestAuthority
  let network: TestNetwork
  let world: World
  let desk: TestDeskCore
  /** Somebody of another branch at the same desk, and a request there. */
  let majed: Clerk
  let theirs: Request
  let tag = 6000

  beforeEachSyncedDesk((parts) => {
    ;({ authority, network, world, desk } = parts)
  })
  beforeEach(async () => {
    tag += 1
    const { member } = buildWorld(tag)
    majed = buildClerk({ id: `majed-${member.id}`, branch: 'jeddah' })
    theirs = buildEmailChange(member, { id: `jeddah-${member.id}`, number: `J-${member.id}`, branch: 'jeddah' })
    await addRows(authority.db, { clerks: [majed], members: [member], requests: [theirs] })
    await desk.ask('sync.now', {})
    await desk.signIn(majed)
    await desk.ask('sync.now', {})
    expect(heldBranches()).toEqual(['jeddah', 'riyadh'])
  })
  afterEach(() => desk.end())

  function inFile<T>(work: (store: Store) => T): T {
    const store = openStore(`${desk.profileDir}/desk.db`, key, 'reader')
    try {
      return work(store)
    } finally {
      store.close()
    }
  }
  const heldBranches = () =>
    inFile((store) => store.columnOf<string>('SELECT DISTINCT branch FROM requests ORDER BY branch'))
  const theirCommands = () =>
    inFile((store) => store.allOf<{ state: string }>('SELECT state FROM outbox WHERE actor = ?', majed.id))

  /** They get no other session: what a real provider or the authority says of it is `code`. */
  function refuseSessions(code: ErrorCode): void {
    const refuse: Mishap = (send, request) => {
      const { clerkId } = JSON.parse(String(request.body)) as DemoSessionInput
      return clerkId === majed.id ? problem(401, code)(send, request) : send()
    }
    network.plan('/v1/demo/sessions', refuse, 1000)
  }
  async function endSession(code: ErrorCode): Promise<void> {
    await deleteSessionsOf(authority.db, majed.id)
    refuseSessions(code)
  }
  async function save(clerk: Clerk): Promise<void> {
    await saveClerk(authority.db, clerk)
    await publish(authority.db, [entryOf('clerks', clerk)])
  }

  const ends = ['session/sign-in-again', 'session/token-refused', 'session/locked'] as const

  test.each(ends)('%s: the others’ rows come, and what is theirs stays while they work there', async (code) => {
    await endSession(code)
    const { member } = world
    const email = `new-${tag}@alwaha.sa`
    await authority.correctMember(member.id, { email })
    await desk.signIn(world.noura)
    expect(await desk.ask('sync.now', {})).toMatchObject({ caughtUp: true, fault: null })
    expect((await desk.ask('members.get', { id: member.id })).member.email).toBe(email)
    await desk.ask('sync.now', {})
    expect(heldBranches()).toEqual(['jeddah', 'riyadh'])
  })

  test('the sign-in service is away as their session ends: the others’ rows come, they need not sign in, and it is told of nobody else', async () => {
    await endSession('session/provider-away')
    const { member } = world
    const email = `away-${tag}@alwaha.sa`
    await authority.correctMember(member.id, { email })
    // Also while they are at the screen: who has a session speaks for the desk, and its audit notes go.
    await desk.ask('sync.now', {})
    expect(await desk.ask('sync.status', {})).toMatchObject({ caughtUp: true, fault: null })
    await desk.signIn(world.noura)
    expect(await desk.ask('sync.now', {})).toMatchObject({ caughtUp: true, fault: null })
    expect((await desk.ask('members.get', { id: member.id })).member.email).toBe(email)
    expect(heldBranches()).toEqual(['jeddah', 'riyadh'])
    network.clear()
    await desk.ask('sync.now', {})
    await desk.signIn(majed)
    expect((await desk.ask('session.current', {})).signInAgain).toBe(false)
  })

  test('nobody has a session and the sign-in service is away: the round says so', async () => {
    await deleteSessionsOf(authority.db, majed.id)
    await deleteSessionsOf(authority.db, world.noura.id)
    network.plan('/v1/demo/sessions', problem(503, 'session/provider-away'), 1000)
    await expect(desk.ask('sync.now', {})).rejects.toMatchObject({ code: 'session/provider-away' })
    expect(heldBranches()).toEqual(['jeddah', 'riyadh'])
  })

  test.each(ends)('%s: let go, their scope goes with the pull that says so; their command waits', async (code) => {
    await desk.decide(theirs.id, 'reject', { reasons: ['REJ-RECENT-RECOVERY'] })
    await save({ ...majed, version: 2, active: false })
    await endSession(code)
    network.plan('/v1/push', problem(500, 'internal'), 2)
    await desk.signIn(world.noura)
    await desk.ask('sync.now', {})
    expect(heldBranches()).toEqual(['riyadh'])
    expect(theirCommands()).toMatchObject([{ state: 'retrying' }])
    expect((await desk.ask('members.get', { id: world.member.id })).member.id).toBe(world.member.id)

    // It goes in a colleague's session, and the authority says what becomes of it.
    network.plan('/v1/push', (send) => send())
    for (let i = 0; i < 3; i += 1) await desk.ask('sync.now', {})
    expect(theirCommands()).toMatchObject([{ state: 'refused' }])
    expect(heldBranches()).toEqual(['riyadh'])
  })

  test('who is not in the directory any more is let go; a scope that a colleague has stays', async () => {
    const colleague = buildClerk({ id: `colleague-${majed.id}`, branch: 'jeddah' })
    await save(colleague)
    await desk.ask('sync.now', {})
    await desk.signIn(colleague)
    await endSession('session/sign-in-again')
    await publish(authority.db, [{ ...entryOf('clerks', majed), version: 2, gone: true }])
    await desk.signIn(world.noura)
    await desk.ask('sync.now', {})
    expect(heldBranches()).toEqual(['jeddah', 'riyadh'])
    await save({ ...colleague, version: 2, branch: 'riyadh' })
    await desk.ask('sync.now', {})
    expect(heldBranches()).toEqual(['riyadh'])
  })

  test('somebody who was let back in, and signs in, has their scope again', async () => {
    await save({ ...majed, version: 2, active: false })
    await endSession('session/sign-in-again')
    await desk.signIn(world.noura)
    await desk.ask('sync.now', {})
    expect(heldBranches()).toEqual(['riyadh'])
    network.clear()
    await save({ ...majed, version: 3 })
    await desk.ask('sync.now', {})
    expect(heldBranches()).toEqual(['jeddah', 'riyadh'])
  })

  test('a session that ends while its scope is pulled costs the others nothing', async () => {
    // It was still good when it was asked for the scopes.
    network.plan('/v1/pull', async (send) => {
      await endSession('session/sign-in-again')
      return send()
    })
    await desk.signIn(world.noura)
    expect(await desk.ask('sync.now', {})).toMatchObject({ caughtUp: true, fault: null })
  })
})

describe('what the directory says of clerks who were not heard', () => {
  let it: TestStore
  const at = '2026-11-22T07:00:00.000Z'
  const context = () => buildSyncContext(it.store, () => Promise.reject(new Error('No session')))
  const read = (caughtUp: boolean) =>
    putCursor(it.store, { scope: 'directory', epoch: 'e', cursor: 'c', totals: {}, rows: 1, caughtUp, pulledAt: at })
  const put = (over: Partial<Clerk>) => {
    const clerk = buildClerk(over)
    putClerk(it.store, clerk, JSON.stringify(clerk), 1)
  }
  const scopesOf = (id: string) => findEnrolled(it.store, id)?.scopes
  const release = () => releaseScopes(context(), ['noura', 'salem'])

  beforeEach(() => {
    it = openTestStore()
    putSetting(it.store, 'device', 'desk-1')
    for (const id of ['noura', 'salem']) {
      enrolClerk(it.store, id, at)
      putScopes(it.store, id, ['directory', 'branch:riyadh'])
      put({ id })
    }
    const certificate = buildCertificate(buildMember())
    putCertificate(it.store, certificate, JSON.stringify(certificate), 1)
    read(true)
  })
  afterEach(() => it.end())

  test('is not believed before it is read through, and not of a row that cannot be read here', async () => {
    read(false)
    put({ id: 'noura', version: 2, active: false })
    await release()
    expect(scopesOf('noura')).toHaveLength(2)
    read(true)
    it.store.runOf("DELETE FROM clerks WHERE id = 'salem'")
    setAside(it.store, { table: 'clerks', id: 'salem', version: 2, row: {} }, 'directory', 'unreadable: role', at)
    await release()
    expect([scopesOf('noura'), scopesOf('salem')?.length]).toEqual([[], 2])
  })

  test('the directory stays as long as anybody is here who is not let go, and goes with the last', async () => {
    it.store.runOf("UPDATE enrolled SET scopes = NULL WHERE clerk_id = 'salem'")
    put({ id: 'noura', version: 2, active: false })
    await release()
    expect([...listHeldScopes(it.store)]).toEqual(['directory'])
    put({ id: 'salem', version: 2, active: false })
    await release()
    expect([...listHeldScopes(it.store)]).toEqual([])
    // A release that was broken off may have left anything of it.
    const certificate = buildCertificate(buildMember())
    putCertificate(it.store, certificate, JSON.stringify(certificate), 1)
    expect([...listHeldScopes(it.store)]).toEqual(['directory'])
    await release()
    expect([...listHeldScopes(it.store)]).toEqual([])
    // Without a directory nobody is taken for gone, and nobody has anything.
    await release()
    expect([scopesOf('noura'), scopesOf('salem')]).toEqual([[], []])
  })
})
