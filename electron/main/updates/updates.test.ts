import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { UpdateView } from '#shared/contracts/update.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { ElectronEngine } from './electron-engine.ts'
import { KeptReleases } from './kept-releases.ts'
import { manifestEntry } from './offline-package.ts'
import { isInRollout } from './release-rules.ts'
import { buildRelease, makeKey, ReleaseServer, signWith, type TestRelease } from './test-releases.ts'
import { Updates, type UpdatesOptions } from './updates.ts'

const key = makeKey()
let folder: string
let server: ReleaseServer
let feed: string
let told: UpdateView[]

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'updates-'))
  server = new ReleaseServer()
  feed = await server.open()
  told = []
})
afterEach(() => {
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

const lines: string[] = []
const log = {
  info: (event: string) => void lines.push(event),
  warn: (event: string) => void lines.push(event),
  error: (event: string) => void lines.push(event),
}

/** Updates of version 0.1.0 by electron-updater itself, against a real server and real files. */
function newUpdates(more: Partial<UpdatesOptions> = {}): Updates {
  const config = join(folder, 'app-update.yml')
  writeFileSync(config, 'updaterCacheDirName: desk\n')
  const network: UpdatesOptions['network'] = (url, init) => fetch(url, init)
  let checkedAt: string | null = null
  return new Updates({
    source: { feed, keys: [makeKey().text, key.text] },
    here: { version: '0.1.0', platform: 'linux', arch: 'x64', channel: 'stable' },
    machineId: () => 'machine',
    network,
    engine: new ElectronEngine({
      app: {
        version: '0.1.0',
        name: 'mumaris-desk',
        isPackaged: false,
        appUpdateConfigPath: config,
        userDataPath: folder,
        baseCachePath: join(folder, 'fetched'),
        whenReady: async () => undefined,
        relaunch: () => undefined,
        quit: () => undefined,
        onQuit: () => undefined,
      },
      network,
      platform: 'linux',
    }),
    kept: new KeptReleases(join(folder, 'kept'), [key.text]),
    folder,
    lastCheck: {
      get: () => checkedAt,
      set: (at) => {
        checkedAt = at
      },
    },
    now: () => Date.parse('2026-11-27T09:00:00.000Z'),
    tell: (view) => void told.push(view),
    log,
    ...more,
  })
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const thrown = await work.then(
    () => new Error('nothing was refused'),
    (reason: unknown) => reason,
  )
  if (thrown instanceof AppError) return thrown.code
  throw thrown
}

describe('from an update server', () => {
  test('a newer release is found, fetched with progress, proven, kept, and ready', async () => {
    const release = buildRelease({}, 3_000_000)
    server.offer(release, key)
    const updates = newUpdates()
    expect(await updates.check()).toMatchObject({
      step: 'available',
      release: { version: '0.2.0', bytes: 3_000_000 },
      lastCheckAt: '2026-11-27T09:00:00.000Z',
    })
    expect(updates.isReady).toBe(false)
    expect(await updates.download()).toMatchObject({ step: 'ready', offline: false })
    expect(told.map(({ step }) => step).filter((step, at, all) => step !== all[at - 1])).toEqual([
      'checking',
      'available',
      'downloading',
      'proving',
      'ready',
    ])
    const received = told.filter(({ step }) => step === 'downloading').map((view) => view.received)
    expect(received.length).toBeGreaterThan(2)
    expect(received).toEqual([...received].sort((a, b) => a - b))
    const kept = new KeptReleases(join(folder, 'kept'), [key.text])
    expect(readFileSync(await kept.getInstaller('0.2.0'))).toEqual(release.bytes)
  })

  test('nothing on the way tells the server who is asking', async () => {
    server.offer(buildRelease(), key)
    const updates = newUpdates()
    await updates.check()
    await updates.download()
    for (const headers of server.headers) {
      expect(Object.keys(headers).join(' ')).not.toMatch(/staging|cookie|authorization/i)
      expect(JSON.stringify(headers)).not.toContain('machine')
    }
  })

  test.each(['0.1.0', '0.0.9'])(
    'what is not newer is not offered, and an older one never installed: %s',
    async (version) => {
      server.offer(buildRelease({ version, minimumFrom: '0.0.1' }), key)
      const updates = newUpdates()
      expect(await updates.check()).toMatchObject({ step: 'none', release: null })
      expect(await updates.download()).toMatchObject({ step: 'none' })
      expect(server.asked.filter((path) => path.endsWith('.exe'))).toEqual([])
    },
  )

  test('a release that is not signed by us is refused before anything of it is fetched', async () => {
    server.offer(buildRelease(), makeKey())
    const updates = newUpdates()
    expect(await codeOf(updates.check())).toBe('update/not-signed')
    // One that was changed after it was signed, by one character.
    server.offer(buildRelease(), key)
    const { manifest, signatures } = signWith(buildRelease().manifest, key)
    server.signed = { manifest: manifest.replace('"rollout":100', '"rollout":99 '), signatures }
    expect(await codeOf(updates.check())).toBe('update/not-signed')
    expect(server.asked.filter((path) => /\.(yml|exe)$/.test(path))).toEqual([])
    expect(updates.view()).toMatchObject({ step: 'none', release: null })
  })

  test('a server that offers another file than the signed one is refused, though its own list is right', async () => {
    const release = buildRelease()
    server.offer(release, key)
    const other = buildRelease({}, release.bytes.length)
    server.otherBytes = other.bytes
    server.otherHash = other.manifest.file.sha512
    const updates = newUpdates()
    await updates.check()
    expect(await codeOf(updates.download())).toBe('update/damaged')
    // A list that is right with bytes that are not.
    server.otherHash = undefined
    expect(await codeOf(updates.download())).toBe('update/damaged')
    expect(updates.isReady).toBe(false)
    expect(existsSync(join(folder, 'kept'))).toBe(false)
    // The right one can be fetched after all of it.
    server.otherBytes = undefined
    expect(await updates.download()).toMatchObject({ step: 'ready' })
  })

  test('a download that is given up can be begun again', async () => {
    server.offer(buildRelease({}, 2_000_000), key)
    server.stalls = true
    const updates = newUpdates()
    await updates.check()
    const fetching = codeOf(updates.download())
    await expect.poll(() => updates.view().received).toBeGreaterThan(0)
    updates.cancel()
    expect(await fetching).toBe('update/cancelled')
    expect(updates.view()).toMatchObject({ step: 'available', received: 0 })
    server.stalls = false
    expect(await updates.download()).toMatchObject({ step: 'ready' })
  })

  test('other machines, other channels and missing steps are refused by name', async () => {
    const updates = newUpdates()
    server.offer(buildRelease({ platform: 'win32' }), key)
    server.release = { ...(server.release as TestRelease), manifest: buildRelease().manifest }
    expect(await codeOf(updates.check())).toBe('update/wrong-machine')
    server.offer(buildRelease({ channel: 'early' }), key)
    server.release = { ...(server.release as TestRelease), manifest: buildRelease().manifest }
    expect(await codeOf(updates.check())).toBe('update/wrong-machine')
    server.offer(buildRelease({ version: '0.9.0', minimumFrom: '0.5.0' }), key)
    expect(await codeOf(updates.check())).toBe('update/step-missing')
  })

  test('an early desk has the early channel’s releases', async () => {
    server.offer(buildRelease({ channel: 'early' }), key)
    const updates = newUpdates({ here: { version: '0.1.0', platform: 'linux', arch: 'x64', channel: 'early' } })
    await updates.check()
    expect(await updates.download()).toMatchObject({ step: 'ready' })
    expect(server.asked.some((path) => /^early.*\.yml$/.test(path))).toBe(true)
  })

  test('no server is told as that; in the background it is for the log alone', async () => {
    const updates = newUpdates()
    expect(await codeOf(updates.check())).toBe('update/unreachable')
    lines.length = 0
    await updates.checkQuietly()
    expect(lines).toEqual(['update-check-failed'])
  })

  test('a development build never asks', async () => {
    const updates = newUpdates({ source: null })
    expect(updates.view()).toMatchObject({ mode: 'off' })
    expect(await codeOf(updates.check())).toBe('update/off')
    expect(await codeOf(updates.open(join(folder, 'x.mdu')))).toBe('update/off')
    await updates.checkQuietly()
    expect(server.asked).toEqual([])
  })
})

describe('staged', () => {
  test('a machine waits for its turn, and keeps it as the percentage grows', async () => {
    const inAt = (rollout: number) =>
      Array.from({ length: 2000 }, (_, n) => n).filter((n) =>
        isInRollout({ version: '0.2.0', rollout }, `machine-${n}`),
      )
    const [ten, fifty, all] = [inAt(10), inAt(50), inAt(100)]
    expect(ten.length).toBeGreaterThan(140)
    expect(ten.length).toBeLessThan(260)
    expect(ten.filter((n) => !fifty.includes(n))).toEqual([])
    expect(all).toHaveLength(2000)
    expect(inAt(0)).toEqual([])
    // Not the same machines go first with every version.
    const next = Array.from({ length: 2000 }, (_, n) => n).filter((n) =>
      isInRollout({ version: '0.3.0', rollout: 10 }, `machine-${n}`),
    )
    expect(next.filter((n) => ten.includes(n)).length).toBeLessThan(60)

    server.offer(buildRelease({ rollout: 0 }), key)
    const updates = newUpdates()
    expect(await updates.check()).toMatchObject({ step: 'none', release: null })
    server.offer(buildRelease({ rollout: 100 }), key)
    expect(await updates.check()).toMatchObject({ step: 'available' })
  })
})

describe('an offline package', () => {
  const pack = (release: TestRelease, signed = signWith(release.manifest, key), bytes = release.bytes): string => {
    const path = join(folder, 'package.mdu')
    const entries = {
      [manifestEntry]: new TextEncoder().encode(JSON.stringify(signed)),
      [release.manifest.file.name]: bytes,
    }
    writeFileSync(path, zipSync(entries, { level: 0 }))
    return path
  }

  test('goes the same way as one from the server, and asks no server', async () => {
    const updates = newUpdates()
    // Held back from everybody: whoever carries it here has decided.
    const view = await updates.open(pack(buildRelease({ rollout: 0 }, 3_000_000)))
    expect(view).toMatchObject({ step: 'ready', offline: true, release: { version: '0.2.0' } })
    expect(server.asked).toEqual([])
    expect(readdirSync(folder)).not.toContain('incoming')
  })

  test('one that is older, of others, changed, cut short or none at all is refused, and leaves nothing', async () => {
    const updates = newUpdates()
    const older = pack(buildRelease({ version: '0.1.0' }))
    expect(await codeOf(updates.open(older))).toBe('update/older')
    expect(await codeOf(updates.open(pack(buildRelease({ platform: 'darwin' }))))).toBe('update/wrong-machine')
    const strange = buildRelease()
    expect(await codeOf(updates.open(pack(strange, signWith(strange.manifest, makeKey()))))).toBe('update/not-signed')
    const changed = buildRelease()
    const bytes = Buffer.from(changed.bytes)
    bytes[1000] = (bytes[1000] ?? 0) ^ 1
    expect(await codeOf(updates.open(pack(changed, undefined, bytes)))).toBe('update/damaged')
    const short = pack(buildRelease())
    writeFileSync(short, readFileSync(short).subarray(0, 200_000))
    expect(await codeOf(updates.open(short))).toBe('update/damaged')
    writeFileSync(short, 'no package')
    expect(await codeOf(updates.open(short))).toBe('update/damaged')
    expect(updates.view()).toMatchObject({ step: 'none', release: null })
    expect(readdirSync(folder).sort()).toEqual(['app-update.yml', 'package.mdu'])
  })
})

describe('the way back', () => {
  test('keeps the version before, proven again when it is asked for', async () => {
    const kept = new KeptReleases(join(folder, 'kept'), [key.text])
    const file = join(folder, 'installer')
    for (const version of ['0.2.0', '0.3.0', '0.10.0']) {
      const release = buildRelease({ version })
      writeFileSync(file, release.bytes)
      kept.keep({ manifest: release.manifest, signed: signWith(release.manifest, key) }, file)
    }
    expect(kept.versions()).toEqual(['0.10.0', '0.3.0', '0.2.0'])
    kept.prune('0.10.0')
    expect(kept.versions()).toEqual(['0.10.0', '0.3.0'])
    expect(kept.versionBefore('0.10.0')).toBe('0.3.0')
    expect(kept.versionBefore('0.3.0')).toBeUndefined()
    const installer = await kept.getInstaller('0.3.0')
    writeFileSync(installer, readFileSync(file))
    expect(await codeOf(kept.getInstaller('0.3.0'))).toBe('update/damaged')
    expect(await codeOf(kept.getInstaller('0.2.0'))).toBe('update/no-way-back')
    const others = new KeptReleases(join(folder, 'kept'), [makeKey().text])
    expect(await codeOf(others.getInstaller('0.10.0'))).toBe('update/not-signed')
  })
})
