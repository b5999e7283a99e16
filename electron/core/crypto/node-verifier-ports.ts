import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import type { VerifierPorts } from '#shared/domain/certificates/ports.ts'

/** Keys that were used lately, by their point: making one takes as long as a verification. */
const keys = new Map<string, KeyObject>()
const mostKeys = 64

function keyOf(point: Uint8Array): KeyObject {
  const bytes = Buffer.from(point)
  const name = bytes.toString('base64url')
  const known = keys.get(name)
  if (known) return known
  const x = bytes.subarray(1, 33).toString('base64url')
  const y = bytes.subarray(33, 65).toString('base64url')
  const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
  if (keys.size >= mostKeys) keys.clear()
  keys.set(name, key)
  return key
}

/** What the certificate verifier needs, by Node's own modules. */
export const nodeVerifierPorts: VerifierPorts = {
  verifyEs256(publicKey, message, signature) {
    try {
      return verify('sha256', message, { key: keyOf(publicKey), dsaEncoding: 'ieee-p1363' }, signature)
    } catch {
      return false
    }
  },
  inflate(bytes, maxBytes) {
    // `info` tells how much was read: a stream with something behind it is refused.
    const { buffer, engine } = inflateSync(bytes, { maxOutputLength: maxBytes, info: true }) as unknown as {
      buffer: Buffer
      engine: { bytesWritten: number }
    }
    if (engine.bytesWritten !== bytes.length) throw new RangeError('Bytes after the end of the stream')
    return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
  },
}
