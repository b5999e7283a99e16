import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { TestAuthority } from '#authority/test/start-authority.ts'
import { openStore } from '#core/db/open-store.ts'
import { openTestStore } from '#core/db/test-database.ts'
import { putCertificate } from '#core/repositories/certificates.ts'
import { isInOrder } from '#core/repositories/index-upkeep.ts'
import { type Machine, realMachine } from '#core/workers/machine.ts'
import { databaseFile } from '#core/workers/reader-desk.ts'
import { startSmallAuthority, TestDeskCore } from '#core/workers/test-desk.ts'
import type { After } from '#shared/kernel/ports.ts'
import { buildCertificate, buildMember } from '#shared/testing/builders.ts'
import { lookTime, OrderMaker } from './order-maker.ts'

// Two busy cores, with other suites beside this one.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

const key = new Uint8Array(32).fill(9)
let authority: TestAuthority
let desk: TestDeskCore
let profileDir: string
let now: number
/** What the desk does when it looks again whether somebody is at work. */
let next: (() => void) | undefined
const real = realMachine(0)
const machine: Machine = {
  ...real,
  elapsed: () => now,
  after(milliseconds, work) {
    if (milliseconds !== lookTime) return real.after(milliseconds, work)
    next = work
    return () => {
      next = undefined
    }
  },
}

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

/** A desk on a profile as a large first fill leaves it. */
function openAfterFill(authorityUrl: string): void {
  now = 0
  profileDir = mkdtempSync(join(tmpdir(), 'desk-profile-'))
  const store = openStore(databaseFile(profileDir), key, 'writer')
  store.runOf('DROP INDEX certificates_by_sort')
  store.close()
  desk = new TestDeskCore(authorityUrl, { profileDir, key, backgroundSync: true, machine })
}

/** Lets the desk look. Answers whether the order is there then. */
function look(): boolean {
  const work = next
  next = undefined
  work?.()
  return isOrdered()
}

test('the order of certificates is made when nobody has been at work for a while, and the screens hear of it', async () => {
  openAfterFill(authority.url)
  await desk.ask('session.clerks', {})
  await desk.signIn({ id: 'noura' })
  now += 39_000
  expect(look()).toBe(false)
  await desk.outbox()
  now += 39_000
  expect(look()).toBe(false)
  desk.events.length = 0
  now += 2000
  await vi.waitFor(() => expect(look()).toBe(true), { timeout: 30_000 })
  const told = () => JSON.stringify(desk.events.filter(({ name }) => name === 'data-changed'))
  await vi.waitFor(() => expect(told()).toContain('certificates'), { timeout: 30_000 })
})

test('nobody who has just started waits for it, and it needs no line', async () => {
  openAfterFill('http://127.0.0.1:9')
  await vi.waitFor(() => expect(look()).toBe(true), { timeout: 30_000 })
  await desk.close()
  rmSync(profileDir, { recursive: true, force: true, maxRetries: 5 })

  openAfterFill(authority.url)
  await desk.ask('session.clerks', {})
  await desk.signIn({ id: 'noura' })
  desk = await desk.reopen({ backgroundSync: true, machine })
  // As the screen does at once.
  await desk.ask('sync.status', {})
  expect(look()).toBe(false)
  now += 41_000
  await vi.waitFor(() => expect(look()).toBe(true), { timeout: 30_000 })
})

test('on a full disk it is not tried again and again', () => {
  const at = openTestStore()
  try {
    at.store.runOf('DROP INDEX certificates_by_sort')
    for (let n = 0; n < 200; n += 1) {
      const certificate = buildCertificate(buildMember(), { id: `c-${n}`, number: `26-C-${n}` })
      putCertificate(at.store, certificate, JSON.stringify(certificate), 1)
    }
    const pages = at.store.findOf<{ page_count: number }>('PRAGMA page_count')?.page_count ?? 0
    at.store.findOf(`PRAGMA max_page_count = ${pages}`)
    const tries = vi.spyOn(at.store, 'cheapTransaction')
    const waiting: (() => void)[] = []
    const after: After = (_, work) => {
      waiting.push(work)
      return () => undefined
    }
    const maker = new OrderMaker({ store: at.store, after, isQuiet: () => true, onMade: () => undefined })
    for (let round = 0; round < 3; round += 1) {
      maker.begin()
      waiting.pop()?.()
    }
    expect(tries).toHaveBeenCalledTimes(1)
    expect(isInOrder(at.store)).toBe(false)
  } finally {
    at.end()
  }
})
