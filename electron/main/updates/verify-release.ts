import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { ReleaseManifest, SignedRelease } from '#shared/domain/updates/release-manifest.ts'
import { AppError } from '#shared/kernel/errors.ts'

/** A release whose manifest is proven, with what proves it. */
export interface ProvenRelease {
  readonly manifest: ReleaseManifest
  readonly signed: SignedRelease
}

/** A public key as a build carries it: SPKI in base64. @throws {AppError} `update/off` for a build with a broken one. */
function keyOf(text: string): KeyObject {
  try {
    return createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' })
  } catch (thrown) {
    throw new AppError('update/off', { reason: 'key' }, { cause: thrown })
  }
}

/**
 * Proves what a release says of itself: one of the build's own keys must have signed its exact text. Nothing of the text
 * is believed before.
 *
 * @throws {AppError} `update/not-signed`.
 */
export function proveManifest(value: unknown, keys: readonly string[]): ProvenRelease {
  const signed = SignedRelease.safeParse(value)
  if (!signed.success) throw new AppError('update/not-signed', { reason: 'form' })
  const text = Buffer.from(signed.data.manifest)
  const isOurs = keys
    .map(keyOf)
    .some((key) =>
      signed.data.signatures.some((signature) => verify(null, text, key, Buffer.from(signature, 'base64'))),
    )
  if (!isOurs) throw new AppError('update/not-signed', { reason: 'key' })
  let said: unknown
  try {
    said = JSON.parse(signed.data.manifest)
  } catch (thrown) {
    throw new AppError('update/not-signed', { reason: 'form' }, { cause: thrown })
  }
  const manifest = ReleaseManifest.safeParse(said)
  // Signed by us in a form that this version does not know: it is a later one's.
  if (!manifest.success) throw new AppError('update/step-missing', { reason: 'form' })
  return { manifest: manifest.data, signed: signed.data }
}

/** SHA-512 of a file in base64. */
async function sha512Of(path: string): Promise<string> {
  const hash = createHash('sha512')
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(piece as Buffer)
  return hash.digest('base64')
}

/** Proves that a file is the installer of a manifest. @throws {AppError} `update/damaged`. */
export async function proveInstaller(path: string, { file }: ReleaseManifest): Promise<void> {
  const found = await stat(path).catch(() => undefined)
  if (found?.size !== file.bytes) throw new AppError('update/damaged', { reason: 'size' })
  if ((await sha512Of(path)) !== file.sha512) throw new AppError('update/damaged', { reason: 'hash' })
}
