import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDeskCore } from '#core/workers/desk-core.ts'
import type { DeskCore } from '#core/workers/desk-core-types.ts'
import type { DeviceAbout } from '#shared/contracts/device.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { collectBundle, scrub, zipBundle } from './bundle.ts'

/** What must be in no bundle, however it got into a file from which one is made. */
const canaries = [
  'كناريالقلعة',
  'canary.bird.4711@example.sa',
  '+966550471147',
  '1000047113',
  'canary-clerk',
  'passphrase-canary',
]

const about: DeviceAbout = {
  versions: { application: '0.1.0', electron: '45', chromium: '150', node: '24' },
  system: { platform: 'linux', release: '6', arch: 'x64' },
  authority: { url: 'https://desk.example', from: 'policy' },
  policy: { kind: 'file', place: '/etc/mumaris-desk/policy.json', sets: ['authority'] },
}

let profileDir: string
let core: DeskCore
beforeAll(async () => {
  profileDir = mkdtempSync(join(tmpdir(), 'bundle-'))
  mkdirSync(join(profileDir, 'logs'))
  mkdirSync(join(profileDir, 'Crashpad'))
  writeFileSync(join(profileDir, 'Crashpad', 'canary-clerk.dmp'), canaries.join(' '))
  writeFileSync(join(profileDir, 'settings.json'), JSON.stringify({ wrappedKey: 'passphrase-canary' }))
  core = await createDeskCore({
    profileDir,
    key: new Uint8Array(randomBytes(32)),
    authorityUrl: 'http://127.0.0.1:9',
    demo: true,
    protected: false,
    backgroundSync: false,
    network: 'node',
    offline: true,
  })
})
afterAll(async () => {
  await core.close()
  rmSync(profileDir, { recursive: true, force: true, maxRetries: 5 })
})

test('a bundle says how the desk is, and nothing of anybody, even where a log was spoilt', async () => {
  const lines = [
    `[2026-11-27 14:53:55.123] [error] fault code=internal channel=members.get trace=TypeError`,
    `    at open (file:///C:/Users/canary-clerk/AppData/Local/Programs/mumaris-desk/resources/app.asar/out/main/index.js:9:1)`,
    `    at read (${homedir()}/desk/out/main/index.js:1:1)`,
    `[2026-11-27 14:53:56.000] [info] spoilt ${canaries.slice(0, 4).join(' ')}`,
  ]
  writeFileSync(join(profileDir, 'logs', 'main.log'), `${lines.join('\n')}\n`)
  const files = await collectBundle({ about, profileDir, crashDumps: join(profileDir, 'Crashpad'), core })
  expect(files.map(({ name }) => name)).toEqual([
    'README.txt',
    'about.json',
    'check.json',
    'sync.json',
    'counts.json',
    'crash-dumps.json',
    'main.log',
  ])
  const text = (name: string) => files.find((file) => file.name === name)?.text ?? ''
  expect(text('main.log')).toContain('fault code=internal channel=members.get trace=TypeError')
  expect(text('main.log')).toContain('app.asar/out/main/index.js:9:1')
  expect(text('main.log')).toContain('14:53:55.123')
  expect(JSON.parse(text('about.json'))).toEqual(about)
  expect(JSON.parse(text('sync.json'))).toMatchObject({ line: 'offline', counts: { waiting: 0 } })
  expect(JSON.parse(text('check.json'))).toMatchObject({ facts: { schemaVersion: expect.any(Number) } })
  // Nobody is signed in: the desk does not count for nobody, and says so.
  expect(JSON.parse(text('counts.json'))).toEqual({ refused: 'session/required' })
  expect(JSON.parse(text('crash-dumps.json'))).toMatchObject([{ bytes: expect.any(Number) }])

  // What is shown is what is written.
  const zipped = unzipSync(zipBundle(files))
  expect(Object.entries(zipped).map(([name, bytes]) => [name, strFromU8(bytes)])).toEqual(
    files.map((file) => [file.name, file.text]),
  )
  const all = files.filter(({ name }) => name !== 'README.txt').map((file) => file.text)
  for (const canary of [...canaries, homedir()]) expect(all.join('\n')).not.toContain(canary)
})

test('a start that failed has a bundle too, with why', async () => {
  const failure = new AppError('store/migration-failed', { from: 7, to: 8 })
  const files = await collectBundle({ about, profileDir: join(profileDir, 'nothing'), crashDumps: '/nothing', failure })
  expect(files.map(({ name }) => name)).toEqual(['README.txt', 'about.json', 'failure.json', 'crash-dumps.json'])
  const failed = files.find(({ name }) => name === 'failure.json')?.text ?? ''
  expect(JSON.parse(failed)).toEqual({ code: 'store/migration-failed', detail: { from: 7, to: 8 } })
})

test('of a long log the end is taken, from the beginning of a line', async () => {
  const line = '[2026-11-27 14:53:55.123] [info] started version=0.1.0\n'
  writeFileSync(join(profileDir, 'logs', 'main.log'), `first ${line.repeat(10_000)}`)
  const files = await collectBundle({ about, profileDir, crashDumps: '/nothing' })
  const log = files.find(({ name }) => name === 'main.log')
  expect(log?.bytes).toBeLessThanOrEqual(300_000)
  expect(log?.text.startsWith('[2026')).toBe(true)
})

test('paths keep their end, and lose whose they are', () => {
  expect(scrub('at C:\\Users\\Noura A\\x.js', '/root')).toBe('at C:\\Users\\~\\x.js')
  expect(scrub('/home/noura/x.js:1', '/root')).toBe('/home/~/x.js:1')
  expect(scrub('/root/x.js', '/root')).toBe('~/x.js')
})
