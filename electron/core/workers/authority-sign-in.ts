import { randomBytes } from 'node:crypto'
import { openLoopback } from '#core/identity/loopback.ts'
import { type Grant, startSignIn, type Tokens } from '#core/identity/oidc.ts'
import type { ProofKey } from '#core/identity/proof-key.ts'
import { publicKeyOf } from '#core/repositories/signing-keys.ts'
import { AuthorityClient } from '#core/sync/authority-client.ts'
import type { AuthorityFetch } from '#core/sync/authority-line.ts'
import type { SignInState } from '#shared/contracts/vault.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { SessionOutput } from '#shared/protocol/session.ts'
import { openSession, signInFetch } from './open-session.ts'

/** How long a clerk may take in the browser, in milliseconds. */
const browserTime = 10 * 60_000

/** What the authority said of a clerk who has come back from the browser. */
export interface Arrival {
  readonly clerk: Clerk
  readonly grant: Grant
  readonly session: SessionOutput
  /** The private half of the key that the authority knows as theirs on this device, 32 bytes. */
  readonly signingKey: Uint8Array
}

export interface AuthoritySignInOptions {
  readonly authorityUrl: string
  readonly fetch: AuthorityFetch
  readonly device: { readonly id: string; readonly name: string }
  /** Opens the system's browser. */
  readonly openBrowser: (url: string) => void
  /** Keeps what the authority is called, and answers the key of this device. */
  readonly meet: (authority: { nameAr: string; nameEn: string }) => Promise<ProofKey>
  /** The key with which a clerk signs here, where it is in memory. */
  readonly findKey: (clerkId: string) => Uint8Array | undefined
  /** The machine's clock. */
  readonly now: () => number
  readonly onStep: (step: SignInState['step']) => void
}

/** Sign-ins at the authority, in the system's browser: one at a time. */
export class AuthoritySignIn {
  readonly #options: AuthoritySignInOptions
  /** The authority's words that concern somebody who is signing in. */
  readonly client: AuthorityClient
  #leaving: AbortController | undefined

  constructor(options: AuthoritySignInOptions) {
    this.#options = options
    this.client = new AuthorityClient({
      baseUrl: options.authorityUrl,
      fetch: options.fetch,
      after: (milliseconds, work) => {
        const timer = setTimeout(work, milliseconds)
        return () => clearTimeout(timer)
      },
    })
  }

  /**
   * Sends the browser to the authority and waits until the clerk comes back. A newer sign-in ends an older one.
   *
   * @throws AppError `session/sign-in-failed`, `sync/offline`, and what the authority says of the clerk or the device.
   */
  async begin(language: 'ar' | 'en'): Promise<Arrival> {
    this.#leaving?.abort()
    const leaving = new AbortController()
    this.#leaving = leaving
    try {
      return await this.#arrive(language, leaving.signal)
    } catch (thrown) {
      if (this.#leaving === leaving) this.#options.onStep('none')
      if (leaving.signal.aborted) throw new AppError('session/sign-in-failed', { reason: 'cancelled' })
      throw thrown
    } finally {
      if (this.#leaving === leaving) this.#leaving = undefined
    }
  }

  cancel(): void {
    this.#leaving?.abort()
  }

  async #arrive(language: 'ar' | 'en', cancelled: AbortSignal): Promise<Arrival> {
    const { fetch, meet, now, onStep, openBrowser } = this.#options
    onStep('preparing')
    const { signIn, nameAr, nameEn, serverTime } = await this.client.getMeta()
    const clockAhead = Date.parse(serverTime) - now()
    if (signIn === null) throw new AppError('session/sign-in-failed', { reason: 'no-provider' })
    const proofKey = await meet({ nameAr, nameEn })
    const loopback = await openLoopback()
    try {
      const { redirectUri } = loopback
      const aids = { fetch: signInFetch(fetch), redirectUri, language, proofKey, clockAhead }
      const started = await startSignIn(signIn, aids)
      cancelled.throwIfAborted()
      onStep('browser')
      const arrival = loopback.arrival(started.state, AbortSignal.any([cancelled, AbortSignal.timeout(browserTime)]))
      openBrowser(started.url.href)
      const address = await arrival
      onStep('exchanging')
      return await this.#introduce(await started.finish(address))
    } finally {
      loopback.close()
    }
  }

  /** Tells the authority this device, and the key with which the clerk will sign here. */
  async #introduce(tokens: Tokens): Promise<Arrival> {
    const { authorityUrl, device, findKey } = this.#options
    const ask = (signingKey: Uint8Array) => {
      const publicKey = publicKeyOf(signingKey)
      return openSession(tokens, authorityUrl, { device: device.id, deviceName: device.name, publicKey })
    }
    const fresh = new Uint8Array(randomBytes(32))
    const session = await ask(fresh)
    const { grant } = tokens
    // Only now it is known who they are; a clerk who works here keeps the key that signed what waits.
    const own = findKey(session.clerk.id)
    if (!own) return { clerk: session.clerk, grant, session, signingKey: fresh }
    const again = await ask(own)
    return { clerk: again.clerk, grant, session: again, signingKey: own }
  }
}
