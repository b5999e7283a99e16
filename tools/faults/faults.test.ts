import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Store } from '#core/db/store.ts'
import { sizeOf, storeFiles } from '#core/db/store-files.ts'
import { listCommandNumbers } from '#core/repositories/store-health.ts'
import { checkFully } from '#core/use-cases/store/check-store.ts'
import { contextOf, decideSome, fillStore, listCommands } from '#core/use-cases/store/test-filling.ts'
import { openProfileStore } from '#core/workers/open-profile.ts'
import { SpareKeeper } from '#core/workers/spare-keeper.ts'

// Two busy cores, with other suites beside this one; and a process for each kill.
vi.setConfig({ testTimeout: 300_000 })

/** How often a desk is killed; more often with `KILLS=200`. */
const kills = Number(process.env['KILLS'] ?? 12)

/** Limits on the size of files under which a desk works, and the seed that they are drawn by; more with `LIMITS=400`. */
const limits = Number(process.env['LIMITS'] ?? 40)
const seed = process.env['SEED'] ?? '1'

const script = join(import.meta.dirname, 'desk-writer.ts')
const key = new Uint8Array(randomBytes(32))
const keyText = Buffer.from(key).toString('hex')
let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'desk-faults-'))
  mkdirSync(join(dir, 'base'))
  const store = open(join(dir, 'base'))
  const spare = SpareKeeper.open(store, join(dir, 'base'), key, () => () => undefined)
  fillStore(store, 700)
  spare?.close()
  store.close()
})
afterAll(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }))

const open = (profileDir: string): Store => openProfileStore(storeFiles(profileDir).file, key, 'writer')

/** A profile of its own for a test, with 700 requests and no decision yet. */
function profileFor(name: string): string {
  const profileDir = join(dir, name)
  cpSync(join(dir, 'base'), profileDir, { recursive: true })
  return profileDir
}

type Said = { acknowledged?: string; refused?: string; cause?: string; commands?: string[]; whole?: unknown }

/** What a writer said until it ended; `onSaid` hears each line as it comes. */
async function hear<T = Said>(child: ChildProcess, onSaid: (said: T) => void = () => undefined): Promise<T[]> {
  const all: T[] = []
  if (!child.stdout) throw new Error('It is asked for its output')
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line) as T
    all.push(said)
    onSaid(said)
  }
  await ended
  return all
}

const acknowledged = (all: readonly Said[]): string[] => all.flatMap(({ acknowledged: id }) => id ?? [])

/** Nothing of the store is damaged, and every number of a clerk's commands is there. */
async function expectSound(store: Store): Promise<void> {
  const { findings } = await checkFully(store, {
    onStep: () => undefined,
    signal: new AbortController().signal,
    breathe: async () => {},
  })
  expect(findings.filter(({ severity }) => severity === 'damage')).toEqual([])
  const noura = listCommandNumbers(store).find(({ clerkId }) => clerkId === 'noura')
  expect(noura).toMatchObject({ missing: [], last: listCommands(store).length, next: listCommands(store).length + 1 })
}

test('killed at any point of its work, a desk opens clean and holds every acknowledged decision', async () => {
  const profileDir = profileFor('killed')
  const known = new Set<string>()
  for (let round = 0; round < kills; round += 1) {
    const child = spawn(process.execPath, [script, 'decide', profileDir, keyText], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    // The kill falls somewhere into the work after this decision: a page of the feed, or the next decision.
    const until = 1 + Math.floor(Math.random() * 8)
    let heard = 0
    const said = await hear(child, ({ acknowledged: id }) => {
      if (id !== undefined && (heard += 1) === until) child.kill('SIGKILL')
    })
    for (const id of acknowledged(said)) known.add(id)
    const store = open(profileDir)
    const here = listCommands(store).map(({ id }) => id)
    expect(
      [...known].filter((id) => !here.includes(id)),
      `round ${round}`,
    ).toEqual([])
    // At most the one that it was about to acknowledge is there besides.
    for (const id of here) known.add(id)
    if (round % 6 === 0) await expectSound(store)
    expect(store.findOf("SELECT 1 FROM settings WHERE key = 'store-history'")).toBeUndefined()
    store.close()
  }
  const store = open(profileDir)
  await expectSound(store)
  expect(known.size).toBeGreaterThan(kills)
  store.close()
})

const hasLimits = process.platform !== 'win32' && spawnSync('bash', ['-c', 'ulimit -f 100000']).status === 0

describe.runIf(hasLimits)('a disk that refuses the n-th write (a limit on the size of files)', () => {
  test.each([8, 40, 900])('%i KB into its work', async (more) => {
    const profileDir = profileFor(`limit-${more}`)
    // The log grows beside the file: what fails is a write into the log, or of a page into the file, wherever it falls.
    const limit = Math.ceil(more + (more > 500 ? sizeOf(storeFiles(profileDir).file) / 1024 : 100))
    const words = ['-c', `ulimit -f ${limit}; exec "$0" "$@"`, process.execPath, script, 'decide', profileDir, keyText]
    const said = await hear(spawn('bash', words, { stdio: ['ignore', 'pipe', 'ignore'] }))
    const refusal = said.find(({ refused }) => refused !== undefined)
    expect(['store/io', 'store/full']).toContain(refusal?.refused)
    const store = open(profileDir)
    const here = listCommands(store).map(({ id }) => id)
    // The one that was refused is wholly absent, every other wholly there.
    expect(here).toEqual(acknowledged(said))
    await expectSound(store)
    // With room again the desk goes on.
    decideSome(contextOf(store), here.length + 1, here.length + 2)
    await expectSound(store)
    store.close()
  })
})

/** Whether a process can set its own limit while it runs. */
const hasPrlimit = process.platform === 'linux' && spawnSync('prlimit', ['--fsize=1000000:', 'true']).status === 0

interface Run {
  readonly limit: number
  readonly profile: string
  readonly refused: string | null
  readonly at: string
  readonly acknowledged: string[]
}

test.runIf(hasPrlimit)(
  `${limits} limits drawn by a seed: refused in words, nothing half or damaged, and it goes on when the limit is gone`,
  async () => {
    const small = join(dir, 'small-profile')
    mkdirSync(small)
    const filled = open(small)
    fillStore(filled, 40)
    filled.close()
    const words = [script, 'limits', small, keyText, seed, String(limits)]
    const runs = await hear<Run>(spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] }))
    expect(runs).toHaveLength(limits)
    for (const { limit, profile, refused, at, acknowledged: ids } of runs) {
      const what = `seed ${seed}: ${limit} bytes, refused at ${at}`
      expect(['store/io', 'store/full'], what).toContain(refused)
      const store = open(profile)
      expect(
        listCommands(store).map(({ id }) => id),
        what,
      ).toEqual(ids)
      decideSome(contextOf(store), ids.length + 1, ids.length + 1)
      await expectSound(store)
      // Nothing had to be mended for it.
      expect(store.findOf("SELECT 1 FROM settings WHERE key = 'store-history'"), what).toBeUndefined()
      store.close()
      rmSync(profile, { recursive: true, force: true })
    }
    // They must have struck each kind of write, else this says less than it seems to.
    expect(new Set(runs.map(({ at }) => at))).toEqual(new Set(['decide', 'pull', 'write back']))
  },
)

/** A file system of a few megabytes of one's own, where this machine lets an ordinary user have one. */
const inSmallDisk = (command: string): string[] => ['-Urm', 'bash', '-c', command]
const hasSmallDisk =
  process.platform === 'linux' &&
  spawnSync('unshare', inSmallDisk(`mount -t tmpfs -o size=1m tmpfs '${tmpdir()}'`)).status === 0

test.runIf(hasSmallDisk)(
  'a disk that is full: refused in words, nothing half, and it goes on in the same run with room again',
  async () => {
    const profileDir = profileFor('full')
    const bytes = sizeOf(storeFiles(profileDir).file) + sizeOf(storeFiles(profileDir).spare)
    const disk = join(dir, 'small')
    const command = `mkdir -p '${disk}' && mount -t tmpfs -o size=${bytes + 4 * 1024 * 1024} tmpfs '${disk}' &&
    cp '${profileDir}'/*.db '${disk}/' && exec '${process.execPath}' '${script}' fill-disk '${disk}' ${keyText}`
    const said = await hear(spawn('unshare', inSmallDisk(command), { stdio: ['ignore', 'pipe', 'inherit'] }))
    expect(said.flatMap(({ refused }) => refused ?? [])).toEqual(['store/full', 'store/full', 'store/full'])
    const end = said.at(-1)
    expect(end?.commands).toEqual(acknowledged(said))
    expect(end?.commands?.length).toBeGreaterThanOrEqual(4)
    expect(end?.whole).toEqual([{ integrity_check: 'ok' }])
  },
)
