import { createCipheriv, createDecipheriv, createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import type { Db } from '../../db/types.ts'
import { findIdentityKeys, type IdentityKeys, settleIdentityKeys } from '../../repositories/identity-keys.ts'

const algorithm = 'aes-256-gcm'
const ivBytes = 12
const tagBytes = 16

/** New keys of a provider: ES256 for its tokens, 256 random bits each for cookies and secrets. */
function makeIdentityKeys(): IdentityKeys {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const jwk = privateKey.export({ format: 'jwk' })
  const { crv, kty, x, y } = jwk
  // RFC 7638: the members that make the key, in the order of their names.
  const kid = createHash('sha256').update(JSON.stringify({ crv, kty, x, y }), 'utf8').digest('base64url')
  return {
    jwks: { keys: [{ ...jwk, kid, use: 'sig', alg: 'ES256' }] },
    cookies: randomBytes(32).toString('base64url'),
    secrets: randomBytes(32).toString('base64url'),
  }
}

/** The keys of the register's provider; made by whichever process comes first. `at`: ISO instant. */
export async function getIdentityKeys(db: Db, at: string): Promise<IdentityKeys> {
  return (await findIdentityKeys(db)) ?? settleIdentityKeys(db, makeIdentityKeys(), at)
}

/** The key under which second factors are kept: of the environment where one is given, else the register's own. */
export function secretsKey(keys: IdentityKeys, fromEnvironment: string | undefined): Buffer {
  return fromEnvironment === undefined
    ? Buffer.from(keys.secrets, 'base64url')
    : createHash('sha256').update(`mumaris-secrets:${fromEnvironment}`, 'utf8').digest()
}

/** Seals a secret for its owner: in another's row it does not open. Base64 of iv, tag and cipher text. */
export function sealSecret(secret: Uint8Array, key: Uint8Array, owner: string): string {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv(algorithm, key, iv).setAAD(Buffer.from(owner, 'utf8'))
  const text = Buffer.concat([cipher.update(secret), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64')
}

/** Opens what `sealSecret` made; throws where key or owner is another. */
export function openSecret(sealed: string, key: Uint8Array, owner: string): Buffer {
  const bytes = Buffer.from(sealed, 'base64')
  const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
    .setAAD(Buffer.from(owner, 'utf8'))
    .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
  return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()])
}
