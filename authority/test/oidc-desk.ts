import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto'
import { exportJWK, type JWK, SignJWT } from 'jose'
import * as client from 'openid-client'
import { MetaOutput, type SessionInput, type SignIn } from '#shared/protocol/session.ts'

const redirectUri = 'http://127.0.0.1:51789/callback'

interface ProofKey {
  readonly pair: client.CryptoKeyPair
  readonly jwk: JWK
}

/** The tokens of a sign-in. */
export interface DeskTokens {
  readonly access: string
  readonly refresh: string
  readonly id: client.IDToken
}

/** What a test changes of an authorization request; null leaves a parameter out. */
export type Changes = Readonly<Record<string, string | null>>

/** A desk reduced to its sign-in: `openid-client` as the desk uses it, and calls to the authority by its key. */
export class OidcDesk {
  readonly url: string
  readonly signIn: SignIn
  readonly config: client.Configuration
  readonly #key: ProofKey
  readonly device: string

  private constructor(url: string, signIn: SignIn, config: client.Configuration, key: ProofKey, device: string) {
    this.url = url
    this.signIn = signIn
    this.config = config
    this.#key = key
    this.device = device
  }

  /** Asks the authority how clerks sign in, and makes the key of a new device. */
  static async meet(url: string, device = `desk-${randomUUID().slice(0, 8)}`): Promise<OidcDesk> {
    const { signIn } = MetaOutput.parse(await (await fetch(`${url}/v1/meta`)).json())
    if (!signIn) throw new Error('Nobody signs in here.')
    const options = { execute: [client.allowInsecureRequests] }
    const config = await client.discovery(new URL(signIn.issuer), signIn.clientId, undefined, client.None(), options)
    const pair = await client.randomDPoPKeyPair('ES256', { extractable: true })
    return new OidcDesk(url, signIn, config, { pair, jwk: await exportJWK(pair.publicKey) }, device)
  }

  /** The address to which the browser is sent, and what has to come back. */
  async begin(changes: Changes = {}) {
    const verifier = client.randomPKCECodeVerifier()
    const state = client.randomState()
    const parameters: Record<string, string> = {
      redirect_uri: redirectUri,
      scope: this.signIn.scopes,
      resource: this.signIn.resource,
      prompt: 'consent',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
    }
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) delete parameters[name]
      else parameters[name] = value
    }
    return { address: client.buildAuthorizationUrl(this.config, parameters).href, verifier, state }
  }

  #dpop(): client.DPoPOptions | undefined {
    return this.signIn.dpop ? { DPoP: client.getDPoPHandle(this.config, this.#key.pair) } : undefined
  }

  /** Exchanges what came back for tokens. */
  async finish(back: string, { verifier, state }: { verifier: string; state: string }): Promise<DeskTokens> {
    const checks = { pkceCodeVerifier: verifier, expectedState: state }
    const parameters = { resource: this.signIn.resource }
    const tokens = await client.authorizationCodeGrant(this.config, new URL(back), checks, parameters, this.#dpop())
    const id = tokens.claims()
    if (!tokens.refresh_token || !id) throw new Error('The answer lacks a token.')
    return { access: tokens.access_token, refresh: tokens.refresh_token, id }
  }

  /** Another access token. */
  async refresh(token: string) {
    return client.refreshTokenGrant(this.config, token, { resource: this.signIn.resource }, this.#dpop())
  }

  /** A proof of the device's key for one call; `over` plants what a thief would have to. */
  async proof(
    method: string,
    path: string,
    { token, over = {}, key = this.#key }: { token?: string; over?: Record<string, unknown>; key?: ProofKey } = {},
  ): Promise<string> {
    const ath = token === undefined ? {} : { ath: createHash('sha256').update(token).digest('base64url') }
    const claims = {
      jti: randomUUID(),
      htm: method,
      htu: `${this.url}${path}`,
      iat: Math.floor(Date.now() / 1000),
      ...ath,
      ...over,
    }
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: key.jwk })
      .sign(key.pair.privateKey)
  }

  /** Another device's key. */
  static async otherKey(): Promise<ProofKey> {
    const pair = await client.randomDPoPKeyPair('ES256', { extractable: true })
    return { pair, jwk: await exportJWK(pair.publicKey) }
  }

  /** Asks for a session; `headers` take the place of its own. */
  async openSession(access: string, headers?: Readonly<Record<string, string>>): Promise<Response> {
    const input: SessionInput = { device: this.device, deviceName: 'الشباك 1', publicKey: clerkKey() }
    const own = async () => ({
      authorization: `DPoP ${access}`,
      dpop: await this.proof('POST', '/v1/sessions', { token: access }),
    })
    return fetch(`${this.url}/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(headers ?? (await own())) },
      body: JSON.stringify(input),
    })
  }

  /** A call that the device makes for itself, without any clerk. */
  async call(method: string, path: string, body?: Uint8Array<ArrayBuffer>): Promise<Response> {
    const type = body ? { 'content-type': 'application/octet-stream' } : {}
    return fetch(`${this.url}${path}`, {
      method,
      headers: { dpop: await this.proof(method, path), ...type },
      ...(body && { body }),
    })
  }
}

/** A clerk's signing key, its public half as it is enrolled. */
function clerkKey(): string {
  return generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x ?? ''
}
