import type { Store } from '#core/db/store.ts'
import type { ProofKey } from '#core/identity/proof-key.ts'
import { findSetting, putSetting } from '#core/repositories/settings.ts'
import type { AuthorityClient } from '#core/sync/authority-client.ts'
import type { AuthorityFetch } from '#core/sync/authority-line.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { DemoSessionInput, SessionOutput } from '#shared/protocol/session.ts'
import type { WorkerStart } from './messages.ts'
import { renewSession } from './open-session.ts'

export interface GrantsOptions {
  readonly start: WorkerStart
  readonly store: Store
  readonly client: AuthorityClient
  readonly fetch: AuthorityFetch
  /** The authority wants this device wiped. */
  readonly onWipe: () => void
}

/** Sessions of this device's clerks: from a demo's list, or by what the provider gave each of them. */
export class Grants {
  readonly #options: GrantsOptions
  /** By which the authority knows this device; there since somebody has unlocked. */
  proofKey: ProofKey | null = null

  constructor(options: GrantsOptions) {
    this.#options = options
  }

  /**
   * @throws AppError `session/sign-in-again` where the provider gives none any more, `session/provider-away`; what the
   *   authority says.
   */
  async openSession(clerk: DemoSessionInput): Promise<SessionOutput> {
    const { start, store, client, fetch, onWipe } = this.#options
    const said = {
      ...(start.deviceName !== undefined && { deviceName: start.deviceName }),
      ...(start.appVersion && { appVersion: start.appVersion }),
    }
    if (findSetting(store, 'authority')?.demo ?? start.demo) return client.openDemoSession({ ...clerk, ...said })
    const { clerkId, device, publicKey } = clerk
    const grant = findSetting(store, 'grants')?.[clerkId]
    if (!grant || !this.proofKey) throw new AppError('session/sign-in-again')
    const { authorityUrl, deviceName } = start
    const renewed = await renewSession(
      grant,
      { fetch, proofKey: this.proofKey, clockAhead: findSetting(store, 'clock')?.difference ?? 0, authorityUrl },
      { ...said, device, deviceName: deviceName ?? device, publicKey },
    ).catch((thrown: unknown) => {
      if (thrown instanceof AppError && thrown.code === 'session/wipe') onWipe()
      throw thrown
    })
    // Of a provider that rotates, the one before is worth nothing from here on.
    putSetting(store, 'grants', { ...findSetting(store, 'grants'), [clerkId]: renewed.grant })
    return renewed.session
  }
}
