import { createPrivateKey, randomUUID, sign } from 'node:crypto'
import type { ProofKey } from './proof-key.ts'

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/**
 * A proof that a call comes from this device (RFC 9449, section 4.2), without any token: the header `DPoP` of what a
 * device says for itself.
 *
 * @param now the machine's clock, in milliseconds.
 */
export function proveDevice(key: ProofKey, { method, url, now }: { method: string; url: string; now: number }): string {
  const { d, ...open } = key
  const { origin, pathname } = new URL(url)
  const head = base64url({ typ: 'dpop+jwt', alg: 'ES256', jwk: open })
  const claims = base64url({ jti: randomUUID(), htm: method, htu: `${origin}${pathname}`, iat: Math.floor(now / 1000) })
  const signature = sign('sha256', Buffer.from(`${head}.${claims}`), {
    key: createPrivateKey({ format: 'jwk', key: { ...open, d } }),
    dsaEncoding: 'ieee-p1363',
  })
  return `${head}.${claims}.${signature.toString('base64url')}`
}
