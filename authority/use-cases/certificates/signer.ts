import { createPrivateKey, type KeyObject, sign } from 'node:crypto'
import type { SignerPorts } from '#shared/domain/certificates/ports.ts'
import type { RegisterKey } from '../../repositories/register-keys.ts'

/** Private keys that were read: reading one costs more than signing with it. */
const opened = new WeakMap<RegisterKey, KeyObject>()

/**
 * `r ‖ s`, 32 bytes each, from the DER form of a P-256 signature: a sequence (2 bytes of head) of two integers that are
 * shorter than 32 bytes by their leading zeros, or longer by one that keeps them positive. Node makes either form, but
 * this one takes it twice as long.
 */
export function plainSignature(der: Uint8Array): Uint8Array {
  const plain = new Uint8Array(64)
  let at = 2
  for (const end of [32, 64]) {
    const length = der[at + 1] ?? 0
    const from = at + 2
    const kept = Math.min(length, 32)
    plain.set(der.subarray(from + length - kept, from + length), end - kept)
    at = from + length
  }
  return plain
}

/** Signs ES256 with a key of the register. */
export function signerOf(key: RegisterKey): SignerPorts {
  const known = opened.get(key)
  const privateKey =
    known ?? createPrivateKey({ key: Buffer.from(key.privateKey, 'base64'), format: 'der', type: 'pkcs8' })
  opened.set(key, privateKey)
  return {
    // The bare key: with an object around it the same signature takes half as long again.
    sign: (message) => plainSignature(sign('sha256', message, privateKey)),
  }
}
