import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPackage } from '#main/updates/offline-package.ts'
import { proveManifest } from '#main/updates/verify-release.ts'
import { root } from '#tools/run/command.ts'
import { publicKeyText, signRelease } from './sign-release.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sign-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (words: string[], env: NodeJS.ProcessEnv = {}) =>
  spawnSync(process.execPath, [join(root, 'tools/release/sign-release.ts'), ...words], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  })

const about = ['--version', '0.2.0', '--platform', 'win32', '--arch', 'x64', '--rollout', '10']

test('what the command signs and packs is what a desk proves and opens', async () => {
  const keyFile = join(folder, 'release-key.pem')
  const made = run(['--new-key', keyFile])
  const publicKey = made.stdout.trim()
  if (process.platform !== 'win32') expect(statSync(keyFile).mode & 0o077).toBe(0)
  expect(run(['--new-key', keyFile]).status).not.toBe(0)

  const installer = join(folder, 'mumaris-desk-0.2.0-win-x64.exe')
  writeFileSync(installer, Buffer.alloc(200_000, 'desk'))
  expect(run([installer, ...about, '--key', keyFile]).stderr).toBe('')
  const signed: unknown = JSON.parse(readFileSync(join(folder, 'stable-win32-x64.json'), 'utf8'))
  expect(proveManifest(signed, [publicKey]).manifest).toMatchObject({
    version: '0.2.0',
    rollout: 10,
    minimumFrom: '0.1.0',
  })
  const { file } = await openPackage(
    join(folder, 'mumaris-desk-0.2.0-win32-x64.mdu'),
    join(folder, 'opened'),
    [publicKey],
    () => undefined,
  )
  expect(readFileSync(file)).toEqual(readFileSync(installer))

  // The key's text may come by the environment too.
  const byEnvironment = run([installer, ...about], { MUMARIS_RELEASE_KEY: readFileSync(keyFile, 'utf8') })
  expect(byEnvironment.status).toBe(0)
})

test('nothing is signed without a key, with another kind of key, or with words that do not fit', () => {
  const installer = join(folder, 'installer.exe')
  writeFileSync(installer, 'x')
  expect(run([installer, ...about], { MUMARIS_RELEASE_KEY: '' }).stderr).toContain('Name the private key')
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const other = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
  expect(run([installer, ...about], { MUMARIS_RELEASE_KEY: other }).stderr).toContain('Ed25519')
  const ours = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
  const wrong = run([installer, '--version', '0.2', '--platform', 'win32', '--arch', 'x64'], {
    MUMARIS_RELEASE_KEY: ours,
  })
  expect(wrong.status).not.toBe(0)
  expect(readdirSync(folder).filter((name) => name.startsWith('mumaris-desk-0.2-'))).toEqual([])
})

test('while keys change, a release signed with both is a release to either build', () => {
  const [old, next, strange] = [1, 2, 3].map(() => generateKeyPairSync('ed25519').privateKey)
  if (!old || !next || !strange) throw new Error('no keys')
  const manifest = {
    format: 1,
    version: '0.2.0',
    channel: 'stable',
    platform: 'darwin',
    arch: 'universal',
    file: { name: 'desk.zip', bytes: 1, sha512: `${'A'.repeat(86)}==` },
    schema: 8,
    minimumFrom: '0.1.0',
    rollout: 100,
    releasedAt: '2026-11-27T08:00:00.000Z',
  } as const
  const signed = signRelease(manifest, [old, next])
  for (const key of [old, next]) expect(proveManifest(signed, [publicKeyText(key)]).manifest.version).toBe('0.2.0')
  expect(() => proveManifest(signed, [publicKeyText(strange)])).toThrow('update/not-signed')
})
