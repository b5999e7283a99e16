import { proveDevice } from '#core/identity/device-proof.ts'
import type { ProofKey } from '#core/identity/proof-key.ts'
import { parseJson, problemOf, readText } from '#core/sync/authority-answers.ts'
import type { AuthorityFetch, AuthorityRequest } from '#core/sync/authority-line.ts'
import { destroyVault } from '#core/vault/vault-file.ts'
import {
  beginWipe,
  deleteStore,
  endWipe,
  findWipeOrder,
  noteHandedIn,
  readSealed,
  type WipeOrder,
} from '#core/vault/wipe-order.ts'
import { seal } from '#shared/domain/sealing.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { DeviceCheckOutput } from '#shared/protocol/devices.ts'
import { MetaOutput } from '#shared/protocol/session.ts'

/** Waits between two tries to hand in what was sealed, in milliseconds; the last one for ever. */
const waits = [5_000, 30_000, 5 * 60_000, 30 * 60_000] as const
/** Longest wait for an answer, in milliseconds. */
const timeout = 120_000

export interface WiperOptions {
  readonly profileDir: string
  readonly authorityUrl: string
  readonly fetch: AuthorityFetch
  /** The machine's clock. */
  readonly now: () => number
  /** Each step changes what the screen says. */
  readonly onChanged: () => void
}

/** Who a device is towards the authority. */
export interface DeviceIdentity {
  readonly device: string
  readonly proofKey: ProofKey
}

/**
 * Wipes a profile at the authority's order: the outbox is sealed to the authority, then the keys are destroyed, then the
 * files; then the sealed outbox is handed in. A kill at any moment only puts the rest off to the next start.
 */
export class Wiper {
  readonly #options: WiperOptions
  #stop: (() => void) | undefined
  #tries = 0
  #done = false

  constructor(options: WiperOptions) {
    this.#options = options
  }

  /** `none`: this device may be used. `done` is said by the authority, and the next start is that of a new device. */
  get state(): 'none' | 'running' | 'done' {
    return this.#done ? 'done' : findWipeOrder(this.#options.profileDir) ? 'running' : 'none'
  }

  /** The authority's time: proofs are timed by its clock. */
  async #askTime(): Promise<number> {
    const { authorityUrl, fetch, now } = this.#options
    try {
      const answer = await fetch(new URL('/v1/meta', authorityUrl).href, {
        method: 'GET',
        headers: { accept: 'application/json' },
        signal: AbortSignal.timeout(timeout),
      })
      const meta = MetaOutput.safeParse(parseJson(await readText(answer)))
      return meta.success ? Date.parse(meta.data.serverTime) : now()
    } catch (thrown) {
      throw new AppError('sync/offline', {}, { cause: thrown })
    }
  }

  async #ask(identity: DeviceIdentity, path: string, init: Pick<AuthorityRequest, 'method' | 'body'>): Promise<string> {
    const { authorityUrl, fetch } = this.#options
    const url = new URL(`/v1/devices/${encodeURIComponent(identity.device)}/${path}`, authorityUrl).href
    const proof = proveDevice(identity.proofKey, { method: init.method, url, now: await this.#askTime() })
    const type = typeof init.body === 'string' ? 'application/json' : 'application/octet-stream'
    let response: Response
    try {
      response = await fetch(url, {
        ...init,
        headers: {
          accept: 'application/json',
          dpop: proof,
          ...(init.body === undefined ? {} : { 'content-type': type }),
        },
        signal: AbortSignal.timeout(timeout),
      })
    } catch (thrown) {
      throw new AppError('sync/offline', {}, { cause: thrown })
    }
    const text = await readText(response)
    if (!response.ok) throw problemOf(response, text)
    return text
  }

  /**
   * Seals what was collected of the outbox, and destroys every key of this profile.
   *
   * @param collected what the authority has not acknowledged (`collectOutbox`).
   * @throws AppError `sync/offline`, `permission/denied` when the authority wants no wipe; nothing has happened then.
   */
  async begin(identity: DeviceIdentity, collected: Uint8Array<ArrayBuffer>): Promise<void> {
    const { profileDir } = this.#options
    const answer = DeviceCheckOutput.safeParse(parseJson(await this.#ask(identity, 'check', { method: 'POST' })))
    if (!answer.success) throw new AppError('authority/bad-answer', { path: '/v1/devices/check' })
    const { state, sealingKey } = answer.data
    if (state !== 'wipe' || sealingKey === null) throw new AppError('permission/denied', { reason: 'no-wipe' })
    const sealed = await seal(collected, new Uint8Array(Buffer.from(sealingKey, 'base64url')))
    beginWipe(profileDir, identity, sealed)
    destroyVault(profileDir)
    this.#options.onChanged()
  }

  /** Goes on with a wipe that has begun, until the authority knows that it is done. The store is closed by now. */
  resume(): void {
    const order = findWipeOrder(this.#options.profileDir)
    if (!order) return
    destroyVault(this.#options.profileDir)
    deleteStore(this.#options.profileDir)
    void this.#finish(order)
  }

  async #finish(order: WipeOrder): Promise<void> {
    const { profileDir, onChanged } = this.#options
    try {
      if (!order.handedIn) {
        await this.#ask(order, 'sealed-outbox', { method: 'PUT', body: readSealed(profileDir) })
        noteHandedIn(profileDir, order)
      }
      await this.#ask(order, 'wiped', { method: 'POST' })
      endWipe(profileDir)
      this.#done = true
      onChanged()
    } catch {
      // No line, or an authority that is away: what is left here opens nothing, and waits.
      const wait = waits[Math.min(this.#tries, waits.length - 1)] ?? 0
      this.#tries += 1
      const timer = setTimeout(() => this.resume(), wait)
      this.#stop = () => clearTimeout(timer)
    }
  }

  close(): void {
    this.#stop?.()
  }
}
