import '#tools/setup/guard.mjs'
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { zipSync } from 'fflate'
import { migrations } from '#core/db/migrate.ts'
import { manifestEntry } from '#main/updates/offline-package.ts'
import {
  manifestNameOf,
  manifestText,
  ReleaseManifest,
  type SignedRelease,
} from '#shared/domain/updates/release-manifest.ts'

/** The public half as builds carry it: SPKI in base64. */
export function publicKeyText(key: KeyObject): string {
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64')
}

/** Describes an installer. @throws {ZodError} naming what does not fit, before anything is signed. */
export function describeRelease(
  installer: string,
  about: Omit<ReleaseManifest, 'format' | 'file' | 'schema'>,
): ReleaseManifest {
  const bytes = readFileSync(installer)
  return ReleaseManifest.parse({
    ...about,
    format: 1,
    schema: migrations.length,
    file: {
      name: basename(installer),
      bytes: bytes.byteLength,
      sha512: createHash('sha512').update(bytes).digest('base64'),
    },
  })
}

/** Signs a manifest with each key: with the old and the new one while keys change. */
export function signRelease(manifest: ReleaseManifest, keys: readonly KeyObject[]): SignedRelease {
  const text = manifestText(manifest)
  return {
    manifest: text,
    signatures: keys.map((key) => sign(null, Buffer.from(text), key).toString('base64')),
  }
}

/** An offline package: the signed manifest first, then the installer as it is. */
export function packRelease(signed: SignedRelease, installer: string): Uint8Array {
  const files = {
    [manifestEntry]: new TextEncoder().encode(JSON.stringify(signed)),
    [basename(installer)]: new Uint8Array(readFileSync(installer)),
  }
  return zipSync(files, { level: 0 })
}

/** The private key: PEM in a file or in the environment, never in this repository. */
function privateKey(file: string | undefined): KeyObject {
  const text = file === undefined ? process.env['MUMARIS_RELEASE_KEY'] : readFileSync(file, 'utf8')
  if (!text) throw new Error('Name the private key: --key FILE, or MUMARIS_RELEASE_KEY with its PEM text.')
  const key = createPrivateKey(text)
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('Releases are signed with an Ed25519 key.')
  return key
}

const usage = `
node tools/release/sign-release.ts --new-key FILE
  makes a key pair, writes the private key to FILE and prints the public one for MUMARIS_UPDATE_KEYS
node tools/release/sign-release.ts INSTALLER --version 0.2.0 --platform win32 --arch x64
  [--channel stable|early] [--rollout 0..100] [--minimum-from 0.1.0] [--key FILE]...
  writes the signed manifest for the update server and the offline package (.mdu) beside the installer`

function run(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'new-key': { type: 'string' },
      version: { type: 'string' },
      platform: { type: 'string' },
      arch: { type: 'string' },
      channel: { type: 'string', default: 'stable' },
      rollout: { type: 'string', default: '100' },
      'minimum-from': { type: 'string', default: '0.1.0' },
      key: { type: 'string', multiple: true },
    },
  })
  if (values['new-key'] !== undefined) {
    const { privateKey: made } = generateKeyPairSync('ed25519')
    writeFileSync(values['new-key'], made.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx' })
    console.log(publicKeyText(made))
    return
  }
  const [installer] = positionals
  if (installer === undefined) throw new Error(usage)
  const keys = (values.key ?? [undefined]).map(privateKey)
  const manifest = describeRelease(installer, {
    version: values.version ?? '',
    channel: values.channel as 'stable',
    platform: values.platform as 'win32',
    arch: values.arch as 'x64',
    minimumFrom: values['minimum-from'],
    rollout: Number(values.rollout),
    releasedAt: new Date().toISOString(),
  })
  const signed = signRelease(manifest, keys)
  const { version, platform, arch } = manifest
  const written = {
    [manifestNameOf(manifest)]: JSON.stringify(signed),
    [`mumaris-desk-${version}-${platform}-${arch}.mdu`]: packRelease(signed, installer),
  }
  for (const [name, content] of Object.entries(written)) {
    writeFileSync(join(dirname(installer), name), content)
    console.log(join(dirname(installer), name))
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) run()
