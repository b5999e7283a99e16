import type { JWTVerifyGetKey } from 'jose'
import type { Provider } from 'oidc-provider'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { SignIn } from '#shared/protocol/session.ts'
import type { Config, ForeignProvider } from '../config.ts'
import { sweepPayloads } from '../repositories/oidc-payloads.ts'
import { sweepSessions } from '../repositories/sessions.ts'
import { sweepFailures } from '../repositories/sign-in-failures.ts'
import { sweepProofs } from '../repositories/used-proofs.ts'
import type { AuthorityContext } from '../use-cases/context.ts'
import { getIdentityKeys } from '../use-cases/identity/secrets.ts'
import { forgetMilliseconds } from '../use-cases/identity/tries.ts'
import type { SignedIn } from '../use-cases/session/open-session.ts'
import { authorityResource, deskClientId, deskScopes, makeProvider } from './provider.ts'
import { verifyProof } from './verify-proof.ts'
import { discover, ownKeys, type TrustedIssuer, tokenRefused, verifyToken } from './verify-token.ts'

/** A call that carries a proof, as its headers say it. */
export interface SignedCall {
  readonly method: string
  /** Without its query. */
  readonly path: string
  readonly authorization: string | undefined
  readonly proof: string | undefined
}

/** Where the authority is reached: its public address, or what it listens on. */
export interface Reached {
  /** First the one by which it calls itself; none has a slash at the end. */
  readonly urls: readonly string[]
}

const own = { path: '/oidc', clerkClaim: 'sub' } as const

/** Addresses of an authority: the configured one alone, else every name that this machine has for the port. */
export function reachedAt(config: Pick<Config, 'publicUrl'>, port: number | undefined): Reached {
  if (config.publicUrl !== undefined) return { urls: [config.publicUrl] }
  const tail = port === undefined ? '' : `:${port}`
  return { urls: ['127.0.0.1', 'localhost', '[::1]'].map((name) => `http://${name}${tail}`) }
}

/** Who asks, by the authority's own provider or by another one that is configured. */
export class Identity {
  readonly #context: AuthorityContext
  readonly #reached: () => Reached
  #provider: { readonly issuer: string; readonly made: Promise<Provider> } | undefined
  #foreign: Promise<JWTVerifyGetKey> | undefined

  constructor(context: AuthorityContext, reached: () => Reached) {
    this.#context = context
    this.#reached = reached
  }

  /** The address of the own provider. */
  get issuer(): string {
    return `${this.#reached().urls[0] ?? ''}${own.path}`
  }

  /** How desks sign clerks in. */
  describe(): SignIn {
    const foreign = this.#context.config.provider
    if (!foreign)
      return {
        issuer: this.issuer,
        clientId: deskClientId,
        scopes: deskScopes,
        resource: authorityResource,
        dpop: true,
      }
    const { issuer, clientId, audience, bearer } = foreign
    return { issuer, clientId, scopes: deskScopes, resource: audience, dpop: !bearer }
  }

  /** The authority's own provider, made when it is first asked for: then it is known where it listens. */
  provider(): Promise<Provider> {
    const { issuer } = this
    if (this.#provider?.issuer === issuer) return this.#provider.made
    const made = this.#make(issuer)
    this.#provider = { issuer, made }
    made.catch(() => {
      this.#provider = undefined
    })
    return made
  }

  async #make(issuer: string): Promise<Provider> {
    const { db, clock, log, config } = this.#context
    const keys = await getIdentityKeys(db, isoInstant(clock.now()))
    return makeProvider({ db, keys, issuer, log, authority: config })
  }

  /**
   * Whom an access token and its proof speak for.
   *
   * @throws {AppError} `session/token-refused` with a reason; `authority/unavailable` when another provider is away.
   */
  async verify(call: SignedCall): Promise<SignedIn> {
    const { db, clock, config } = this.#context
    const now = clock.now()
    const [, scheme = '', token = ''] = /^(DPoP|Bearer) ([\w.~+/=-]{1,6000})$/i.exec(call.authorization ?? '') ?? []
    if (token === '') throw tokenRefused('token-missing')
    const { clerkId, boundTo } = await verifyToken(token, await this.#trusted(), now)
    if (boundTo === null) {
      if (!config.provider?.bearer || scheme.toLowerCase() !== 'bearer') throw tokenRefused('token-unbound')
      return { clerkId, proofKey: null }
    }
    // A bound token that comes without its proof is a stolen one.
    if (scheme.toLowerCase() !== 'dpop') throw tokenRefused('proof-missing')
    const urls = this.#reached().urls.map((url) => `${url}${call.path}`)
    const proofKey = await verifyProof(db, call.proof, { method: call.method, urls, token }, now)
    if (proofKey !== boundTo) throw tokenRefused('proof-key')
    return { clerkId, proofKey }
  }

  /** The key of a device that calls without any clerk. Throws `session/token-refused`. */
  verifyDevice({ method, path, proof }: SignedCall): Promise<string> {
    const urls = this.#reached().urls.map((url) => `${url}${path}`)
    return verifyProof(this.#context.db, proof, { method, urls, token: null }, this.#context.clock.now())
  }

  async #trusted(): Promise<TrustedIssuer> {
    const { db, clock, config } = this.#context
    if (config.provider) return this.#trustForeign(config.provider)
    const keys = ownKeys(await getIdentityKeys(db, isoInstant(clock.now())))
    return { issuer: this.issuer, audience: authorityResource, clerkClaim: own.clerkClaim, otherTypes: [], keys }
  }

  async #trustForeign({ issuer, audience, clerkClaim }: ForeignProvider): Promise<TrustedIssuer> {
    this.#foreign ??= discover(issuer)
    try {
      const keys = await this.#foreign
      return { issuer, audience, clerkClaim, otherTypes: ['JWT', undefined], keys }
    } catch (thrown) {
      this.#foreign = undefined
      throw thrown
    }
  }

  /** Forgets what has expired. */
  async sweep(): Promise<void> {
    const { db, clock } = this.#context
    const now = isoInstant(clock.now())
    await sweepPayloads(db, now)
    await sweepProofs(db, now)
    await sweepSessions(db, now)
    await sweepFailures(db, isoInstant(clock.now() - forgetMilliseconds))
  }
}

/** Refuses to sign people in where their passwords would go over a network in the clear. */
export function demandSafeAddress(config: Config, host: string): void {
  const loopback = /^(127(\.\d+){3}|localhost|::1)$/.test(host)
  if (config.demo || loopback || config.publicUrl !== undefined) return
  throw new Error(
    'Clerks sign in here: say by which https address it is reached (--public-url), or let it listen on 127.0.0.1.',
  )
}
