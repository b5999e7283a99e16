import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Store } from '#core/db/store.ts'
import { storeFiles } from '#core/db/store-files.ts'
import { putCursor } from '#core/repositories/cursors.ts'
import { putMember } from '#core/repositories/members.ts'
import { checkFully } from '#core/use-cases/store/check-store.ts'
import { at, contextOf, decideSome, fillStore, listCommands } from '#core/use-cases/store/test-filling.ts'
import { toAppError } from '#shared/kernel/errors.ts'
import { buildMember } from '#shared/testing/builders.ts'
import { openProfileStore } from './open-profile.ts'
import { repairMarker } from './repair-marker.ts'
import { SpareKeeper } from './spare-keeper.ts'

// Two busy cores, with other suites beside this one.
vi.setConfig({ testTimeout: 600_000 })

/** Damaged profiles, each with one to three bits turned; more of them with `FLIPS=1000`. */
const cases = Number(process.env['FLIPS'] ?? 60)
const pulledPages = 6
const rowsOfPage = 10

let base: string
let key: Uint8Array
let commands: ReturnType<typeof listCommands>
let rows: Map<string, string>
let sizes: { file: string; bytes: number }[]

/** A small generator of numbers in [0, 1): the same seed, the same flips (mulberry32). */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const rowsOf = (store: Store, table: string): [string, string][] =>
  store.allOf<{ id: string; row: string }>(`SELECT id, row FROM ${table}`).map(({ id, row }) => [`${table} ${id}`, row])

const allRows = (store: Store) =>
  new Map(['members', 'requests', 'appointments'].flatMap((table) => rowsOf(store, table)))

/** A page of the feed with its cursor, as the pull writes it: in one transaction. */
function pull(store: Store, page: number): void {
  store.cheapTransaction(() => {
    for (let n = 0; n < rowsOfPage; n += 1) {
      const id = `pulled-${page}-${n}`
      const member = buildMember({ id, membershipNo: String(30_000_000 + page * 100 + n), email: `${id}@mail.sa` })
      putMember(store, member, JSON.stringify(member), 1, at)
    }
    putCursor(store, {
      scope: 'pulled',
      epoch: 'e',
      cursor: `page-${page}`,
      caughtUp: false,
      totals: {},
      rows: 0,
      pulledAt: at,
    })
  })
}

beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'desk-flips-'))
  const dir = join(base, 'desk')
  mkdirSync(dir)
  key = new Uint8Array(randomBytes(32))
  const store = openProfileStore(storeFiles(dir).file, key, 'writer')
  const spare = SpareKeeper.open(store, dir, key, () => () => undefined)
  fillStore(store, 60)
  decideSome(contextOf(store), 1, 6)
  spare?.keep()
  store.findOf('PRAGMA wal_checkpoint(TRUNCATE)')
  // What follows lies in the log: pages of the feed and decisions, one after the other.
  for (let page = 1; page <= pulledPages; page += 1) {
    pull(store, page)
    decideSome(contextOf(store), 6 + page, 6 + page)
    spare?.keep()
  }
  commands = listCommands(store)
  rows = allRows(store)
  // The files as a kill leaves them.
  mkdirSync(join(base, 'cut'))
  const kept = readdirSync(dir).filter((name) => !name.endsWith('-shm') && name !== 'desk.lock')
  for (const name of kept) copyFileSync(join(dir, name), join(base, 'cut', name))
  sizes = kept.map((file) => ({ file, bytes: readFileSync(join(dir, file)).byteLength }))
  spare?.close()
  store.close()
})
afterAll(() => rmSync(base, { recursive: true, force: true, maxRetries: 5 }))

/** A copy of the profile with one to three bits turned in one of its files. */
function damage(seed: number): { dir: string; what: string } {
  const random = chance(seed)
  const dir = join(base, `case-${seed}`)
  mkdirSync(dir)
  for (const { file } of sizes) copyFileSync(join(base, 'cut', file), join(dir, file))
  // The store and its log three times in four, the second copy else.
  const ofTheStore = sizes.filter(({ file }) => file.startsWith('desk.db') === random() < 0.75)
  const { file, bytes } = ofTheStore[Math.floor(random() * ofTheStore.length)] ?? { file: 'desk.db', bytes: 1 }
  const content = readFileSync(join(dir, file))
  const offsets = Array.from({ length: 1 + Math.floor(random() * 3) }, () => Math.floor(random() * bytes))
  for (const offset of offsets) content[offset] = (content[offset] ?? 0) ^ (1 << Math.floor(random() * 8))
  writeFileSync(join(dir, file), content)
  return { dir, what: `seed ${seed}: ${file} at ${offsets.join(', ')}` }
}

/** Rows that are shown are those that were written; a page that the log lost is asked for again. */
function expectTrue(store: Store, what: string): void {
  const shown = allRows(store)
  for (const [id, row] of shown) expect(row, what).toBe(rows.get(id))
  const cursor = store.findOf<{ cursor: string }>("SELECT cursor FROM cursors WHERE scope = 'pulled'")?.cursor
  const read = Number(cursor?.split('-')[1] ?? 0)
  const expected = [...rows.keys()].filter((id) => Number(/ pulled-(\d+)/.exec(id)?.[1] ?? 0) <= read)
  if (cursor !== undefined)
    expect(
      expected.filter((id) => !shown.has(id)),
      what,
    ).toEqual([])
}

const damageIn = async (store: Store): Promise<string[]> => {
  const { findings } = await checkFully(store, {
    onStep: () => undefined,
    signal: new AbortController().signal,
    breathe: async () => {},
  })
  return findings.filter(({ severity }) => severity === 'damage').map(({ code, table }) => `${code} ${table}`)
}

test(`${cases} bit flips: found or harmless, never wrong data, and no command is lost`, async () => {
  const outcomes = { harmless: 0, healed: 0, repaired: 0 }
  for (let seed = 1; seed <= cases; seed += 1) {
    const { dir, what } = damage(seed)
    const open = () => openProfileStore(storeFiles(dir).file, key, 'writer')
    let store = open()
    expect(listCommands(store), what).toEqual(commands)
    const history = store.findOf("SELECT 1 FROM settings WHERE key = 'store-history'")
    const found = await damageIn(store)
    if (found.length > 0) {
      // Found and told. A repair that is asked for makes it whole.
      store.close()
      writeFileSync(repairMarker(dir), '')
      store = open()
      expect(listCommands(store), what).toEqual(commands)
      expect(await damageIn(store), what).toEqual([])
      outcomes.repaired += 1
    } else outcomes[history ? 'healed' : 'harmless'] += 1
    expectTrue(store, what)
    store.close()
    rmSync(dir, { recursive: true, force: true })
  }
  // The flips must have reached what they are meant to reach, else this says nothing.
  expect(outcomes.repaired).toBeGreaterThan(cases / 20)
  expect(outcomes.healed).toBeGreaterThan(cases / 20)
  expect(outcomes.harmless).toBeGreaterThan(cases / 20)
})

test('a bit in the file is never read as data: every page is authenticated', () => {
  const { dir } = damage(1)
  for (const { file } of sizes) copyFileSync(join(base, 'cut', file), join(dir, file))
  rmSync(join(dir, 'desk.db-wal'))
  const sound = readFileSync(join(dir, 'desk.db'))
  const whole = openProfileStore(join(dir, 'desk.db'), key, 'reader')
  const shown = allRows(whole)
  whole.close()
  let found = 0
  const last = Math.min(60, Math.floor(sound.byteLength / 4096))
  for (let page = 1; page < last; page += 1) {
    const bytes = Buffer.from(sound)
    const offset = page * 4096 + ((page * 997) % 4096)
    bytes[offset] = (bytes[offset] ?? 0) ^ 1
    writeFileSync(join(dir, 'desk.db'), bytes)
    let store: Store | undefined
    try {
      store = openProfileStore(join(dir, 'desk.db'), key, 'reader')
      store.allOf('PRAGMA integrity_check')
      // A page that holds nothing at present is not looked at, and takes nothing away.
      expect(allRows(store), `page ${page + 1}`).toEqual(shown)
    } catch (thrown) {
      expect(toAppError(thrown).code, `page ${page + 1}`).toBe('store/damaged')
      found += 1
    } finally {
      store?.close()
    }
  }
  expect(found).toBeGreaterThan(last / 2)
})
