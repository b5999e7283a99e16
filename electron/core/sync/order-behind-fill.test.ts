import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { TestAuthority } from '#authority/test/start-authority.ts'
import { openStore } from '#core/db/open-store.ts'
import { isInOrder } from '#core/repositories/index-upkeep.ts'
import { realMachine } from '#core/workers/machine.ts'
import { databaseFile } from '#core/workers/reader-desk.ts'
import { addWorld, startSmallAuthority, TestDeskCore } from '#core/workers/test-desk.ts'

// Two busy cores, with other suites beside this one.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

const key = new Uint8Array(32).fill(9)
let authority: TestAuthority
let desk: TestDeskCore
let profileDir: string

beforeAll(async () => {
  authority = await startSmallAuthority()
})
afterAll(() => authority.close())
afterEach(async () => {
  await desk.close()
  rmSync(profileDir, { recursive: true, force: true, maxRetries: 5 })
})

function isOrdered(): boolean {
  const store = openStore(databaseFile(profileDir), key, 'reader')
  try {
    return isInOrder(store)
  } finally {
    store.close()
  }
}

/** A profile as a large first fill leaves it, and a clerk on it. */
async function openAfterFill(elapsed: () => number): Promise<void> {
  profileDir = mkdtempSync(join(tmpdir(), 'desk-profile-'))
  const store = openStore(databaseFile(profileDir), key, 'writer')
  store.runOf('DROP INDEX certificates_by_sort')
  store.close()
  desk = new TestDeskCore(authority.url, {
    profileDir,
    key,
    backgroundSync: true,
    machine: { ...realMachine(0), elapsed },
  })
  await desk.ask('session.clerks', {})
}

/** Something changes at the authority, and the desk has it. */
async function hearOfSomething(): Promise<void> {
  const { member } = await addWorld(authority)
  const find = () => desk.ask('members.search', { text: member.membershipNo })
  await vi.waitFor(async () => expect((await find()).total).toBe(1), { timeout: 30_000, interval: 20 })
  // What is done behind a round, if anything is.
  await new Promise((resolve) => setTimeout(resolve, 200))
}

test('the order of certificates is made when nobody has been at work for a minute, and the screens hear of it', async () => {
  let now = 0
  await openAfterFill(() => now + performance.now() / 1000)
  await desk.signIn({ id: 'noura' })
  await hearOfSomething()
  expect(isOrdered()).toBe(false)
  now += 59_000
  await hearOfSomething()
  expect(isOrdered()).toBe(false)
  await desk.outbox()
  now += 59_000
  await hearOfSomething()
  expect(isOrdered()).toBe(false)
  now += 2000
  await hearOfSomething()
  await vi.waitFor(() => expect(isOrdered()).toBe(true), { timeout: 30_000 })
  const told = desk.events.filter(({ name }) => name === 'data-changed')
  expect(JSON.stringify(told)).toContain('certificates')
})

test('a desk that is started with a clerk whom it remembers makes it with its first round', async () => {
  let now = 0
  await openAfterFill(() => now)
  await desk.signIn({ id: 'noura' })
  await hearOfSomething()
  expect(isOrdered()).toBe(false)
  now = 10_000
  desk = await desk.reopen({ backgroundSync: true, machine: { ...realMachine(0), elapsed: () => now } })
  await vi.waitFor(() => expect(isOrdered()).toBe(true), { timeout: 30_000 })
})
