import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'

/** SHA-256 of a text's UTF-8 bytes, in hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

/** Keys that were read lately, by their text: reading one costs a quarter of what checking with it does. */
const opened = new Map<string, KeyObject>()
const mostOpened = 2000

function openKey(publicKey: string): KeyObject {
  const known = opened.get(publicKey)
  if (known) return known
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' })
  const [oldest] = opened.keys()
  if (opened.size >= mostOpened && oldest !== undefined) opened.delete(oldest)
  opened.set(publicKey, key)
  return key
}

/**
 * Whether an Ed25519 signature (base64url) over `text` was made with the private half of `publicKey` (raw 32 bytes in
 * base64url). A key that is none counts as a wrong one.
 */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  try {
    return verify(null, Buffer.from(text, 'utf8'), openKey(publicKey), Buffer.from(signature, 'base64url'))
  } catch {
    return false
  }
}
