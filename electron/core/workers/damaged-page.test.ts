import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { TestAuthority } from '#authority/test/start-authority.ts'
import { addRows } from '#authority/test/test-context.ts'
import { openStore } from '#core/db/open-store.ts'
import { sizeOf, storeFiles } from '#core/db/store-files.ts'
import type { AuthorityFetch } from '#core/sync/authority-line.ts'
import { type Channel, type ChannelInput, type ChannelOutput, contracts } from '#shared/contracts/contract-map.ts'
import { createDeskCore } from './desk-core.ts'
import type { DeskCore } from './desk-core-types.ts'
import { addWorld, buildWorld, startSmallAuthority, type World } from './test-desk.ts'

// Threads are started, ended and started again, on two busy cores.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const pageBytes = 4096
const members = 150
const key = new Uint8Array(randomBytes(32))
let authority: TestAuthority
let world: World
let profileDir: string
/** Ids of the commands that left this desk. */
const pushed: string[] = []

beforeAll(async () => {
  authority = await startSmallAuthority()
  const others = Array.from({ length: members - 1 }, (_, n) => buildWorld(1000 + n).member)
  await addRows(authority.db, { members: others })
  world = await addWorld(authority)
  profileDir = mkdtempSync(join(tmpdir(), 'desk-page-'))
})
afterAll(async () => {
  rmSync(profileDir, { recursive: true, force: true, maxRetries: 5 })
  await authority.close()
})

const fetch: AuthorityFetch = (url, init) => {
  if (url.endsWith('/v1/push')) {
    const { items } = JSON.parse(String(init.body)) as { items: { command: { id: string } }[] }
    pushed.push(...items.map(({ command }) => command.id))
  }
  return globalThis.fetch(url, init)
}

/** The desk with its threads, on the profile of the test. */
const openCore = (): Promise<DeskCore> =>
  createDeskCore({
    profileDir,
    key,
    authorityUrl: authority.url,
    demo: true,
    protected: false,
    backgroundSync: false,
    network: fetch,
    rememberClerk: true,
    checkOutput: true,
  })

/** The value of a call that must go well. */
async function ask<C extends Channel>(core: DeskCore, channel: C, input: ChannelInput<C>): Promise<ChannelOutput<C>> {
  const answer = await core.invoke(channel, input)
  if (!answer.ok) throw new Error(`${channel}: ${JSON.stringify(answer.error)}`)
  return contracts[channel].output.parse(answer.value) as ChannelOutput<C>
}

interface Row {
  readonly id: string
  readonly version: number
  readonly row: unknown
}

/** The members of the closed desk. */
function readMembers(): Row[] {
  const store = openStore(storeFiles(profileDir).file, key, 'reader')
  try {
    const rows = store.allOf<{ id: string; version: number; row: string }>(
      'SELECT id, version, row FROM members ORDER BY id',
    )
    return rows.map((one) => ({ ...one, row: JSON.parse(one.row) as unknown }))
  } finally {
    store.close()
  }
}

/**
 * Damages two pages with rows of members in the closed file: in one a bit of what is encrypted turns, the other is
 * overwritten.
 */
function damagePages(): void {
  const { file, log } = storeFiles(profileDir)
  // Everything is in the file itself.
  expect(sizeOf(log)).toBe(0)
  const store = openStore(file, key, 'reader')
  const pages = store.columnOf<number>(
    "SELECT pageno FROM dbstat WHERE name = 'members' AND pagetype = 'leaf' AND ncell > 0 ORDER BY pageno",
  )
  store.close()
  const [turned = 0, overwritten = 0] = [pages[Math.floor(pages.length / 3)], pages[Math.floor(pages.length / 2)]]
  expect(turned).toBeGreaterThan(1)
  expect(overwritten).toBeGreaterThan(turned)
  const bytes = readFileSync(file)
  const offset = (turned - 1) * pageBytes + 2000
  bytes[offset] = (bytes[offset] ?? 0) ^ 1
  randomBytes(pageBytes).copy(bytes, (overwritten - 1) * pageBytes)
  writeFileSync(file, bytes)
}

test('pages of members are damaged: found, repaired, fetched again from the authority, and what waited is pushed once', async () => {
  let core = await openCore()
  try {
    await ask(core, 'session.signIn', { clerkId: world.noura.id })
    await ask(core, 'sync.now', {})
    await ask(core, 'sync.setLine', { connected: false })
    const { revisionHash } = await ask(core, 'requests.get', { id: world.request.id })
    const decision = { id: world.request.id, decision: 'return' as const, reasons: ['RTN-DOC-UNCLEAR'], revisionHash }
    const { commandId } = await ask(core, 'requests.decide', decision)
    await core.close()
    const before = readMembers()
    expect(before).toHaveLength(members)
    damagePages()
    expect(readMembers).toThrow(/^store\/damaged/)

    core = await openCore()
    const damaged = await ask(core, 'store.check', { depth: 'full' })
    expect(damaged.findings).toContainEqual(
      expect.objectContaining({ code: 'page-damaged', severity: 'damage', table: 'members' }),
    )
    const report = await ask(core, 'store.repair', { confirm: true })
    expect(report).toMatchObject({ why: 'asked', lost: [], saved: { outbox: 1 } })
    // Rows are gone that only the authority has now.
    expect(report.saved['members']).toBeLessThan(before.length)
    expect(report.saved['members']).toBeGreaterThan(before.length / 2)
    expect((await ask(core, 'sync.outbox', {})).items).toMatchObject([{ commandId, state: 'waiting' }])

    await ask(core, 'sync.setLine', { connected: true })
    for (let round = 0; round < 2; round += 1)
      expect(await ask(core, 'sync.now', {})).toMatchObject({ line: 'online', caughtUp: true, fault: null })
    expect((await ask(core, 'sync.outbox', {})).items).toMatchObject([{ commandId, state: 'applied' }])
    const { findings } = await ask(core, 'store.check', { depth: 'full' })
    expect(findings.filter(({ severity }) => severity === 'damage')).toEqual([])
    await core.close()

    const after = readMembers()
    const theirs = await authority.db.selectFrom('members').select(['id', 'version']).execute()
    expect(new Map(after.map(({ id, version }) => [id, version]))).toEqual(
      new Map(theirs.map(({ id, version }) => [id, version])),
    )
    expect(after).toEqual(before)
    expect(pushed).toEqual([commandId])
    const stored = await authority.db.selectFrom('commands').select(['id', 'receipt']).execute()
    expect(stored.map(({ id, receipt }) => [id, receipt.outcome])).toEqual([[commandId, 'applied']])
  } finally {
    await core.close()
  }
})
