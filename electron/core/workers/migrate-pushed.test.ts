import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import type { TestAuthority } from '#authority/test/start-authority.ts'
import { versionOf } from '#core/db/backup.ts'
import { migrations } from '#core/db/migrate.ts'
import { openStore } from '#core/db/open-store.ts'
import { listBackups, storeFiles } from '#core/db/store-files.ts'
import type { AuthorityFetch } from '#core/sync/authority-line.ts'
import { checkQuickly } from '#core/use-cases/store/check-store.ts'
import { ActKind } from '#shared/domain/act-kind.ts'
import { openProfileStore } from './open-profile.ts'
import { earlierVersions, readWork, type WaitingWork, writeEarlier } from './test/earlier-profile.ts'
import { queueEveryKind } from './test/every-kind.ts'
import { type Killed, killsOf } from './test/killed-migration.ts'
import { beforeEachSyncedDesk, key } from './test/synced-desk.ts'
import { TestDeskCore } from './test-desk.ts'

let authority: TestAuthority
let desk: TestDeskCore

beforeEachSyncedDesk((parts) => {
  ;({ authority, desk } = parts)
})
// From the first version it is opened dozens of times and pushed a dozen.
vi.setConfig({ testTimeout: 180_000 })
afterEach(() => desk.end())

const bodiesOf = ({ commands }: WaitingWork): unknown[] => commands.map(({ body }) => JSON.parse(String(body)))

/**
 * Of all kills these are pushed from, so that every version is and every place of a kill, the nearest and the farthest:
 * after a step from the version before it, at its first statement from the first version, at a later one from between;
 * and from the first version before anything was done and after all of it.
 */
function isPushed(from: number, { version, at }: Killed): boolean {
  const isEnd = version === from || version === migrations.length
  if (at === 'after') return version === from + 1 || (from === 1 && isEnd)
  return at === 'first' ? from === 1 : from === Math.ceil((version - 1) / 2)
}

/** Opens a profile after the kill, with nothing lost and nothing that is not true. */
function expectWhole({ version, at, dir }: Killed, work: WaitingWork, what: string): void {
  const { file } = storeFiles(dir)
  // What a step had begun did not happen.
  expect(versionOf(file, key), what).toBe(at === 'after' ? version : version - 1)
  const store = openProfileStore(file, key, 'writer')
  try {
    expect(readWork(store), what).toEqual(work)
    expect(checkQuickly(store, Math.random).findings, what).toEqual([])
    // A file that was brought up to date before the kill opens for the second time.
    const isDone = version === migrations.length && at === 'after'
    expect(listBackups(dir).length > 0, what).toBe(!isDone)
  } finally {
    store.close()
  }
}

/** Sends all that waits: each command once, as it was signed, in order, and each gets its receipt. */
async function pushAll({ dir }: Killed, work: WaitingWork, what: string): Promise<void> {
  const pushed: unknown[] = []
  const fetch: AuthorityFetch = (url, init) => {
    if (url.endsWith('/v1/push')) {
      const { items } = JSON.parse(String(init.body)) as { items: { command: unknown }[] }
      pushed.push(...items.map(({ command }) => command))
    }
    return globalThis.fetch(url, init)
  }
  const again = new TestDeskCore(authority.url, { profileDir: dir, key, fetch })
  try {
    await again.ask('sync.setLine', { connected: true })
    expect(await again.ask('sync.now', {}), what).toMatchObject({ line: 'online', caughtUp: true, fault: null })
  } finally {
    await again.close()
  }
  expect(pushed, what).toEqual(bodiesOf(work))
  const store = openStore(storeFiles(dir).file, key, 'reader')
  const { commands, effects } = readWork(store)
  store.close()
  const outcomes = commands.map(({ kind }) => (kind === 'withdrawn' ? 'withdrawn' : 'applied'))
  expect(
    commands.map(({ state }) => state),
    what,
  ).toEqual(outcomes)
  expect(effects, what).toEqual([])
}

/** How often each command took effect at the authority, by its audit trail. */
async function countEffects(work: WaitingWork): Promise<number[]> {
  const entries = await authority.db.selectFrom('audit').select('detail').execute()
  return work.commands.map(({ id }) => entries.filter(({ detail }) => detail['command'] === id).length)
}

test.each(earlierVersions)(
  'from version %i, killed after and within each step: the outbox is whole, and all of it is pushed and takes effect once',
  async (from) => {
    await queueEveryKind(authority, desk)
    await desk.close()
    const earlier = mkdtempSync(join(tmpdir(), 'desk-earlier-'))
    try {
      const today = openStore(storeFiles(desk.profileDir).file, key, 'reader')
      const kinds = new Set(readWork(today).commands.map(({ kind }) => kind))
      expect(kinds).toEqual(new Set([...ActKind.options, 'withdrawn']))
      const work = writeEarlier(today, storeFiles(earlier).file, key, from)
      today.close()
      const places: string[] = []
      for (const killed of killsOf(earlier, key, from)) {
        const what = `killed at ${killed.at} ${killed.version}`
        places.push(what)
        expectWhole(killed, work, what)
        if (isPushed(from, killed)) await pushAll(killed, work, what)
      }
      expect(places.length).toBe(3 * (migrations.length - from) + 1)
      expect(await countEffects(work)).toEqual(work.commands.map(({ kind }) => (kind === 'withdrawn' ? 0 : 1)))
    } finally {
      rmSync(earlier, { recursive: true, force: true, maxRetries: 5 })
    }
  },
)
