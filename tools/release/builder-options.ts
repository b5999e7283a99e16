import { createPublicKey } from 'node:crypto'
import type { Configuration } from 'electron-builder'

/** `development`: unsigned, never updates itself. `release`: signed, or it fails. */
export type BuildMode = 'development' | 'release'

function required(env: NodeJS.ProcessEnv, name: string, what: string): string {
  const value = env[name]?.trim()
  if (!value) throw new Error(`A release build needs ${name}: ${what}.`)
  return value
}

/** Whether a text is an Ed25519 public key as sign-release.ts prints them: SPKI in base64. */
export function isReleaseKey(text: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' })
    return key.asymmetricKeyType === 'ed25519'
  } catch {
    return false
  }
}

/** A build with a key that is none would refuse every update. */
function requirePublicKey(text: string): void {
  if (isReleaseKey(text)) return
  throw new Error('MUMARIS_UPDATE_KEYS: Ed25519 public keys as sign-release.ts prints them, with commas between.')
}

/**
 * What a build adds to electron-builder.yml. A release without a publisher's name is refused: the updater would then
 * skip the check of the signature without a word; so is one without the keys that sign releases. Addresses come from the environment, never from this repository.
 */
export function builderOptions(mode: BuildMode, env: NodeJS.ProcessEnv = process.env): Configuration {
  if (mode === 'development') {
    return { publish: null, forceCodeSigning: false, mac: { identity: null }, extraMetadata: { updates: 'off' } }
  }
  const publisherName = required(env, 'MUMARIS_PUBLISHER_NAME', 'the name in the signing certificate')
  const url = required(env, 'MUMARIS_UPDATE_URL', 'the https address that serves updates')
  if (!url.startsWith('https://')) throw new Error('A release build needs an https address in MUMARIS_UPDATE_URL.')
  const updateKeys = required(env, 'MUMARIS_UPDATE_KEYS', 'the public keys that sign releases').split(',')
  for (const key of updateKeys) requirePublicKey(key)
  return {
    publish: { provider: 'generic', url, publishAutoUpdate: true },
    forceCodeSigning: true,
    win: { signtoolOptions: { publisherName: [publisherName] } },
    extraMetadata: { updates: 'on', updateFeed: url, updateKeys },
  }
}
