import { webcrypto } from 'node:crypto'
import { z } from 'zod'

/** The P-256 key with which a device proves that a token is its own (RFC 9449); private, as a JWK. */
export const ProofKey = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  d: z.string(),
  x: z.string(),
  y: z.string(),
})
export type ProofKey = z.infer<typeof ProofKey>

const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const

/** A new key, for a device that has none yet. */
export async function makeProofKey(): Promise<ProofKey> {
  const { privateKey } = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const { kty, crv, d, x, y } = await webcrypto.subtle.exportKey('jwk', privateKey)
  return ProofKey.parse({ kty, crv, d, x, y })
}

/** The two halves as a library takes them. */
export async function readProofKey(key: ProofKey): Promise<CryptoKeyPair> {
  const { d, ...open } = key
  const privateKey = await webcrypto.subtle.importKey('jwk', { ...open, d }, algorithm, false, ['sign'])
  const publicKey = await webcrypto.subtle.importKey('jwk', open, algorithm, true, ['verify'])
  // One class under two names: the page's and Node's.
  return { privateKey: privateKey as CryptoKey, publicKey: publicKey as CryptoKey }
}
