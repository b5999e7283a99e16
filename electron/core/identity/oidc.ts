import * as oidc from 'openid-client'
import { AppError } from '#shared/kernel/errors.ts'
import { isPlainOnThisMachine } from '#shared/kernel/secure-address.ts'
import type { SignIn } from '#shared/protocol/session.ts'
import { type ProofKey, readProofKey } from './proof-key.ts'

/** The network, as `core/sync` has it; only what a sign-in needs of it. */
export type SignInFetch = (
  url: string,
  init: {
    readonly method: 'GET' | 'POST'
    readonly headers: Readonly<Record<string, string>>
    readonly body?: string
    readonly signal: AbortSignal
  },
) => Promise<Response>

/** Longest wait for an answer of the provider, in seconds. */
const timeout = 15

/** With what a clerk's next access token is asked for; kept encrypted in the store. */
export interface Grant {
  readonly signIn: SignIn
  /** Null where the provider gave none: the clerk signs in again when their session has ended. */
  readonly refreshToken: string | null
}

/** What a sign-in works with. */
export interface SignInAids {
  readonly fetch: SignInFetch
  readonly redirectUri: string
  readonly language: 'ar' | 'en'
  /** The key of this device, the same for all of its clerks. */
  readonly proofKey: ProofKey
  /** By how many milliseconds the authority is ahead of this machine's clock: proofs and tokens are timed by its own. */
  readonly clockAhead: number
}

/** What a clerk's sign-in gave: a short-lived access token, and what the next one is asked for with. */
export interface Tokens {
  readonly grant: Grant
  /** Posts JSON with the access token, and with a proof of the device's key where it is bound to that. */
  readonly present: (url: URL, body: string) => Promise<Response>
}

/** A sign-in that waits for the browser. */
export interface StartedSignIn {
  /** Where the system's browser is sent. */
  readonly url: URL
  /** What the provider answers with belongs to this sign-in only when it names this. */
  readonly state: string
  /** Takes the address that the browser came back to. @throws AppError `session/sign-in-failed`, `sync/offline`. */
  readonly finish: (address: URL) => Promise<Tokens>
}

function throughPort(fetch: SignInFetch): oidc.CustomFetch {
  return async (url, { method, headers, body, signal }) => {
    // The library sends forms and texts, never bytes.
    const text = typeof body === 'string' || body instanceof URLSearchParams ? { body: body.toString() } : {}
    try {
      return await fetch(url, {
        method: method === 'POST' ? 'POST' : 'GET',
        headers,
        signal: signal ?? AbortSignal.timeout(timeout * 1000),
        ...text,
      })
    } catch (thrown) {
      throw new AppError('sync/offline', {}, { cause: thrown })
    }
  }
}

/** Provider's trouble as errors of the table; what the provider itself refuses is `refusal`. */
function explain(thrown: unknown, refusal: 'session/sign-in-failed' | 'session/sign-in-again'): AppError {
  for (let cause: unknown = thrown; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof AppError) return cause
    if (cause instanceof oidc.ResponseBodyError) {
      if (cause.status >= 500) return new AppError('authority/unavailable', { status: cause.status }, { cause: thrown })
      return new AppError(refusal, { reason: cause.error.slice(0, 60) }, { cause: thrown })
    }
    // Its metadata were asked for, or it answered with a page of whatever stands before it.
    if (cause instanceof oidc.ClientError && cause.cause instanceof Response && cause.cause.status >= 500)
      return new AppError('authority/unavailable', { status: cause.cause.status }, { cause: thrown })
    if (cause instanceof oidc.AuthorizationResponseError)
      return new AppError(refusal, { reason: cause.error.slice(0, 60) }, { cause: thrown })
  }
  return new AppError(refusal, { reason: 'protocol' }, { cause: thrown })
}

type Aids = Pick<SignInAids, 'fetch' | 'proofKey' | 'clockAhead'>

async function discover(settings: SignIn, { fetch, clockAhead }: Aids): Promise<oidc.Configuration> {
  const issuer = new URL(settings.issuer)
  const metadata = { token_endpoint_auth_method: 'none', [oidc.clockSkew]: Math.round(clockAhead / 1000) }
  return oidc.discovery(issuer, settings.clientId, metadata, oidc.None(), {
    timeout,
    [oidc.customFetch]: throughPort(fetch),
    execute: isPlainOnThisMachine(issuer) ? [oidc.allowInsecureRequests] : [],
  })
}

interface Bound {
  readonly config: oidc.Configuration
  /** The proof of the device's key, where the provider binds tokens to one (RFC 9449). */
  readonly options: oidc.DPoPOptions
}

async function bind(signIn: SignIn, aids: Aids): Promise<Bound> {
  const config = await discover(signIn, aids)
  if (!signIn.dpop) return { config, options: {} }
  return { config, options: { DPoP: oidc.getDPoPHandle(config, await readProofKey(aids.proofKey)) } }
}

function toTokens(
  { config, options }: Bound,
  signIn: SignIn,
  answer: oidc.TokenEndpointResponse,
  refreshToken: string | null,
): Tokens {
  return {
    // A provider that does not rotate gives none anew.
    grant: { signIn, refreshToken: answer.refresh_token ?? refreshToken },
    present: async (url, body) => {
      const headers = new Headers({ 'content-type': 'application/json', accept: 'application/json' })
      try {
        return await oidc.fetchProtectedResource(config, answer.access_token, url, 'POST', body, headers, options)
      } catch (thrown) {
        // The authority's refusal is read by whoever asked.
        if (thrown instanceof oidc.WWWAuthenticateChallengeError) return thrown.response
        throw explain(thrown, 'session/sign-in-again')
      }
    },
  }
}

/**
 * Begins a sign-in: OpenID Connect authorization code with PKCE (RFC 7636) and a loopback redirect (RFC 8252), tokens
 * bound to the key of this device (RFC 9449) where the provider can.
 *
 * @throws AppError `sync/offline`, `authority/unavailable`, `session/sign-in-failed`.
 */
export async function startSignIn(
  signIn: SignIn,
  { redirectUri, language, ...aids }: SignInAids,
): Promise<StartedSignIn> {
  try {
    const bound = await bind(signIn, aids)
    const verifier = oidc.randomPKCECodeVerifier()
    const state = oidc.randomState()
    const { resource } = signIn
    const url = oidc.buildAuthorizationUrl(bound.config, {
      redirect_uri: redirectUri,
      scope: signIn.scopes,
      resource,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      // Somebody else may have signed in with this browser before; and without consent there is no refresh token.
      prompt: 'login consent',
      ui_locales: language,
      ...(bound.options.DPoP === undefined ? {} : { dpop_jkt: await bound.options.DPoP.calculateThumbprint() }),
    })
    return {
      url,
      state,
      finish: async (address) => {
        try {
          const checks = { pkceCodeVerifier: verifier, expectedState: state, idTokenExpected: true }
          const answer = await oidc.authorizationCodeGrant(bound.config, address, checks, { resource }, bound.options)
          return toTokens(bound, signIn, answer, null)
        } catch (thrown) {
          throw explain(thrown, 'session/sign-in-failed')
        }
      },
    }
  } catch (thrown) {
    throw explain(thrown, 'session/sign-in-failed')
  }
}

/**
 * Another access token for a clerk who has signed in before.
 *
 * @throws AppError `session/sign-in-again` when the provider gives none any more; `sync/offline`, `authority/unavailable`
 *   when it does not answer.
 */
export async function renewTokens({ signIn, refreshToken }: Grant, aids: Aids): Promise<Tokens> {
  if (refreshToken === null) throw new AppError('session/sign-in-again', { reason: 'no-refresh-token' })
  try {
    const bound = await bind(signIn, aids)
    const { resource } = signIn
    const answer = await oidc.refreshTokenGrant(bound.config, refreshToken, { resource }, bound.options)
    return toTokens(bound, signIn, answer, refreshToken)
  } catch (thrown) {
    throw explain(thrown, 'session/sign-in-again')
  }
}
