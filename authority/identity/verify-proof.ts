import { createHash } from 'node:crypto'
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose'
import { z } from 'zod'
import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { Db } from '../db/types.ts'
import { takeProof } from '../repositories/used-proofs.ts'
import { tokenRefused } from './verify-token.ts'

/** How far a proof may be from the authority's clock, in seconds; desks reckon by its time (`serverTime`). */
const windowSeconds = 300
const algorithms = ['ES256', 'EdDSA', 'Ed25519']

const Claims = z.looseObject({
  jti: z.string().min(1).max(200),
  htm: z.string(),
  htu: z.string(),
  iat: z.number(),
  ath: z.string().optional(),
})

/** The call that a proof has to be for. */
export interface ProvenCall {
  readonly method: string
  /** Addresses by which this very route may have been called. */
  readonly urls: readonly string[]
  /** The token that goes with it, if one does. */
  readonly token: string | null
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('base64url')

/** An address without its query; undefined for what is none. */
function bareUrl(text: string): string | undefined {
  const url = URL.parse(text)
  return url ? `${url.origin}${url.pathname}` : undefined
}

/**
 * Checks a proof of possession (RFC 9449) and uses it up.
 *
 * @returns the thumbprint of the key that made it.
 * @throws {AppError} `session/token-refused` with the part that is wrong as its reason.
 */
export async function verifyProof(
  db: Db,
  proof: string | undefined,
  { method, urls, token }: ProvenCall,
  now: number,
): Promise<string> {
  if (proof === undefined) throw tokenRefused('proof-missing')
  try {
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, { algorithms, typ: 'dpop+jwt' })
    const { jti, htm, htu, iat, ath } = Claims.parse(payload)
    if (Math.abs(now / 1000 - iat) > windowSeconds) throw tokenRefused('proof-time')
    if (htm !== method) throw tokenRefused('proof-method')
    const called = bareUrl(htu)
    if (called === undefined || !urls.includes(called)) throw tokenRefused('proof-address')
    if (token !== null && ath !== sha256(token)) throw tokenRefused('proof-token')
    const { jwk } = protectedHeader
    if (!jwk) throw tokenRefused('proof-key')
    const thumbprint = await calculateJwkThumbprint(jwk)
    const expiresAt = isoInstant((iat + 2 * windowSeconds) * 1000)
    if (!(await takeProof(db, sha256(`${thumbprint} ${jti}`), expiresAt))) throw tokenRefused('proof-used')
    return thumbprint
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown
    throw tokenRefused('proof', thrown)
  }
}
