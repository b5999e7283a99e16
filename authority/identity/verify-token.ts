import {
  createLocalJWKSet,
  createRemoteJWKSet,
  decodeProtectedHeader,
  errors,
  type JWK,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose'
import { z } from 'zod'
import { AppError } from '#shared/kernel/errors.ts'
import type { IdentityKeys } from '../repositories/identity-keys.ts'

/** What an access token was found to say. */
export interface VerifiedToken {
  /** The value of the claim that names the clerk. */
  readonly clerkId: string
  /** Thumbprint of the key that it is bound to; null where it is bound to none. */
  readonly boundTo: string | null
}

/** Whose access tokens are taken. */
export interface TrustedIssuer {
  readonly issuer: string
  readonly audience: string
  readonly clerkClaim: string
  /** Types of token (`typ`) that are taken besides access tokens by their own type; for providers that use no other. */
  readonly otherTypes: readonly (string | undefined)[]
  readonly keys: JWTVerifyGetKey
}

const algorithms = ['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519', 'PS256', 'PS384', 'PS512', 'RS256', 'RS384', 'RS512']
const accessType = /^(application\/)?at\+jwt$/i
const toleranceSeconds = 5
const askMilliseconds = 5000

const Bound = z.looseObject({ cnf: z.looseObject({ jkt: z.string().optional() }).optional() })

/** A token that is not taken; `reason` is for the log and for whoever sets a provider up. */
export const tokenRefused = (reason: string, cause?: unknown): AppError =>
  new AppError('session/token-refused', { reason }, { cause })

/**
 * What an access token says, if this issuer made it for this authority and it has not ended at `now`.
 *
 * @throws {AppError} `session/token-refused` with a reason; `authority/unavailable` when the issuer's keys cannot be had.
 */
export async function verifyToken(token: string, trusted: TrustedIssuer, now: number): Promise<VerifiedToken> {
  const { issuer, audience, clerkClaim, otherTypes, keys } = trusted
  try {
    const { typ } = decodeProtectedHeader(token)
    if (!accessType.test(typ ?? '') && !otherTypes.includes(typ)) throw tokenRefused('type')
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms,
      currentDate: new Date(now),
      clockTolerance: toleranceSeconds,
      requiredClaims: ['exp', 'iat', clerkClaim],
    })
    const clerkId = payload[clerkClaim]
    if (typeof clerkId !== 'string' || clerkId === '') throw tokenRefused('clerk')
    return { clerkId, boundTo: Bound.parse(payload).cnf?.jkt ?? null }
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown
    if (thrown instanceof errors.JWTExpired) throw tokenRefused('expired', thrown)
    if (thrown instanceof errors.JWTClaimValidationFailed) throw tokenRefused(thrown.claim, thrown)
    const away =
      thrown instanceof errors.JWKSTimeout ||
      (thrown instanceof Error && thrown.name === 'TypeError' && /fetch/.test(thrown.message))
    const asked = thrown instanceof errors.JOSEError && thrown.code === 'ERR_JOSE_GENERIC'
    if (away || asked) throw new AppError('authority/unavailable', { part: 'sign-in' }, { cause: thrown })
    throw tokenRefused('signature', thrown)
  }
}

/** The public halves of the own provider's keys. */
export function ownKeys(keys: IdentityKeys): JWTVerifyGetKey {
  const open = keys.jwks.keys.map(({ kty, crv, x, y, kid, alg, use }) => ({ kty, crv, x, y, kid, alg, use }) as JWK)
  return createLocalJWKSet({ keys: open })
}

const Metadata = z.looseObject({ issuer: z.string(), jwks_uri: z.url() })

/** The keys of another provider, found by its metadata. Throws `authority/unavailable` when it is away or calls itself otherwise. */
export async function discover(issuer: string): Promise<JWTVerifyGetKey> {
  try {
    const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
    const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(askMilliseconds) })
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}`)
    const metadata = Metadata.parse(await answer.json())
    if (metadata.issuer !== issuer) throw new Error(`${url} calls itself ${metadata.issuer}`)
    return createRemoteJWKSet(new URL(metadata.jwks_uri), { timeoutDuration: askMilliseconds })
  } catch (cause) {
    throw new AppError('authority/unavailable', { part: 'sign-in' }, { cause })
  }
}
