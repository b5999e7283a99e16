import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { Grant } from '#core/identity/oidc.ts'
import { makeProofKey, type ProofKey } from '#core/identity/proof-key.ts'
import type { AuthorityFetch } from '#core/sync/authority-line.ts'
import { type HeldClerk, Slots } from '#core/vault/slots.ts'
import { VaultFile } from '#core/vault/vault-file.ts'
import type { SignInState, VaultClerk } from '#shared/contracts/vault.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { sealEscrow } from '#shared/domain/escrow.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { SessionOutput } from '#shared/protocol/session.ts'
import { type Arrival, AuthoritySignIn } from './authority-sign-in.ts'
import { askDataKey } from './data-key.ts'
import type { KeeperErrand, KeeperStart } from './messages.ts'
import { databaseFile } from './reader-desk.ts'
import type { Desk } from './serve.ts'
import { Wiper } from './wiper.ts'

/** A clerk's way into the store. */
export interface Unlocked {
  readonly clerk: Clerk
  readonly dataKey: Uint8Array
  readonly signingKey: Uint8Array
  readonly proofKey: ProofKey | null
  /** Of a sign-in at the authority just now. */
  readonly fresh: { readonly grant: Grant; readonly session: SessionOutput } | null
}

/** What the keeper tells of itself; the core adds what it knows. */
export interface KeeperView {
  readonly device: string
  readonly authority: { nameAr: string; nameEn: string } | null
  readonly clerks: VaultClerk[]
  readonly signIn: SignInState
  readonly wipe: Wiper['state']
}

export interface KeeperPorts {
  readonly fetch: AuthorityFetch
  /** Opens the system's browser. */
  readonly openBrowser: (url: string) => void
  /** Something that the lock shows has changed. */
  readonly onChanged: () => void
  /** Milliseconds that only grow. */
  readonly elapsed: () => number
  /** The machine's clock. */
  readonly now: () => number
}

/**
 * The vault of a device, and the sign-in at the authority: all that happens before a store is open. It makes keys of
 * passphrases, which takes a while, in a thread of its own; and it never sees the store.
 */
export class KeeperDesk implements Desk<KeeperErrand> {
  readonly #start: KeeperStart
  readonly #ports: KeeperPorts
  readonly #file: VaultFile
  readonly #slots: Slots
  readonly #wiper: Wiper
  readonly #signIns: AuthoritySignIn
  #arrival: Arrival | undefined
  #signIn: SignInState = { step: 'none', clerk: null }

  constructor(start: KeeperStart, ports: KeeperPorts) {
    this.#start = start
    this.#ports = ports
    this.#file = VaultFile.open(start.profileDir, start.deviceSecret, start.device)
    const { profileDir, authorityUrl, deviceSecret } = start
    const { fetch, now, onChanged, elapsed } = ports
    this.#slots = new Slots({ file: this.#file, deviceSecret, onChanged, elapsed, now })
    this.#wiper = new Wiper({ profileDir, authorityUrl, fetch, now, onChanged })
    this.#signIns = new AuthoritySignIn({
      authorityUrl,
      fetch,
      device: { id: this.#file.contents.device, name: start.deviceName },
      openBrowser: ports.openBrowser,
      meet: (authority) => this.#meet(authority),
      findKey: (clerkId) => this.#slots.find(clerkId)?.keys.signingKey,
      now,
      onStep: (step) => void this.#step(step, null),
    })
    this.#wiper.resume()
  }

  async handle(errand: KeeperErrand, input: unknown): Promise<unknown> {
    // A device that is wiped begins anew with the next start, under another secret and another name.
    if (this.#wiper.state !== 'none' && errand !== 'keeper.describe' && errand !== 'keeper.resumeWipe')
      throw new AppError('session/wipe')
    switch (errand) {
      case 'keeper.describe':
        return this.#describe()
      case 'keeper.unlock': {
        const { clerkId, passphrase } = input as { clerkId: string; passphrase: string }
        return this.#wayIn(await this.#slots.unlock(clerkId, passphrase))
      }
      case 'keeper.reopen': {
        const { clerkId, secret } = input as { clerkId: string; secret: string }
        return this.#wayIn(await this.#slots.reopen(clerkId, secret))
      }
      case 'keeper.again':
        return this.#wayIn(this.#slots.get((input as { clerkId: string }).clerkId))
      case 'keeper.signIn':
        return this.#signInAtAuthority((input as { language: 'ar' | 'en' }).language)
      case 'keeper.cancelSignIn':
        this.#signIns.cancel()
        this.#arrival = undefined
        return this.#step('none', null)
      case 'keeper.enrol':
        return this.#enrol(input as { passphrase: string; pin: string | null })
      case 'keeper.change': {
        const change = input as {
          clerkId: string
          passphrase: string
          newPassphrase: string | null
          pin: string | null
        }
        const { clerkId, passphrase, newPassphrase: next, pin } = change
        await this.#slots.change(clerkId, passphrase, { next, pin })
        return null
      }
      case 'keeper.forget':
        this.#slots.forget((input as { clerkId: string }).clerkId)
        return null
      case 'keeper.wipe':
        return this.#wipe((input as { collected: Uint8Array<ArrayBuffer> }).collected)
      case 'keeper.resumeWipe':
        this.#wiper.resume()
        return null
      case 'keeper.notes':
        return this.#file.contents.notes
      case 'keeper.dropNotes':
        this.#file.dropNotes((input as { upTo: number }).upTo)
        return null
    }
  }

  #describe(): KeeperView {
    const { device, authority } = this.#file.contents
    return { device, authority, clerks: this.#slots.describe(), signIn: this.#signIn, wipe: this.#wiper.state }
  }

  #wayIn({ clerk, keys }: HeldClerk, fresh: Unlocked['fresh'] = null): Unlocked {
    const { dataKey, signingKey } = keys
    return { clerk, dataKey, signingKey, proofKey: this.#file.contents.proofKey, fresh }
  }

  /** Keeps what the authority is called, and makes this device's key before the first word with it. */
  async #meet(authority: { nameAr: string; nameEn: string }): Promise<ProofKey> {
    const proofKey = this.#file.contents.proofKey ?? (await makeProofKey())
    this.#file.change((contents) => ({ ...contents, authority, proofKey }))
    return proofKey
  }

  #step(step: SignInState['step'], clerk: Clerk | null): SignInState {
    this.#signIn = { step, clerk }
    this.#ports.onChanged()
    return this.#signIn
  }

  /**
   * Sends the browser to the authority and waits until the clerk comes back.
   *
   * @returns `renewed`: the clerk's keys are in memory already, and only their sign-in had ended.
   */
  async #signInAtAuthority(language: 'ar' | 'en'): Promise<{ state: SignInState; renewed: Unlocked | null }> {
    this.#arrival = undefined
    const arrival = await this.#signIns.begin(language)
    const { clerk, grant, session } = arrival
    const held = this.#slots.find(clerk.id)
    if (held) {
      await this.#keepEscrow(held.keys.dataKey, session)
      return { state: this.#step('none', null), renewed: this.#wayIn({ ...held, clerk }, { grant, session }) }
    }
    this.#arrival = arrival
    return { state: this.#step('choose-passphrase', clerk), renewed: null }
  }

  /**
   * The key of the store: the one that somebody has unlocked, a new one where there is no store yet, or, for who has
   * forgotten their passphrase, the one that the authority can open. @throws AppError `vault/no-way-in`.
   */
  async #getDataKey({ token }: SessionOutput): Promise<Uint8Array> {
    if (this.#slots.dataKey) return this.#slots.dataKey
    if (!existsSync(databaseFile(this.#start.profileDir))) return new Uint8Array(randomBytes(32))
    const { device, escrow } = this.#file.contents
    if (escrow === null) throw new AppError('vault/no-way-in')
    return askDataKey(this.#signIns.client, { token, device, escrow: escrow.sealed })
  }

  /** Seals the store's key to the authority, once for each key that the authority has had. */
  async #keepEscrow(dataKey: Uint8Array, { sealingKey }: SessionOutput): Promise<void> {
    if (sealingKey === null || this.#file.contents.escrow?.to === sealingKey) return
    const point = new Uint8Array(Buffer.from(sealingKey, 'base64url'))
    const sealed = Buffer.from(await sealEscrow(this.#file.contents.device, dataKey, point)).toString('base64')
    this.#file.change((contents) => ({ ...contents, escrow: { to: sealingKey, sealed } }))
  }

  async #enrol({ passphrase, pin }: { passphrase: string; pin: string | null }): Promise<Unlocked> {
    if (!this.#arrival) throw new AppError('session/sign-in-failed', { reason: 'nobody' })
    const { clerk, grant, session, signingKey } = this.#arrival
    const dataKey = await this.#getDataKey(session)
    const held = await this.#slots.enrol(clerk, { dataKey, signingKey, pin }, passphrase)
    await this.#keepEscrow(dataKey, session)
    this.#arrival = undefined
    this.#step('none', null)
    return this.#wayIn(held, { grant, session })
  }

  /** Destroys every key, at the authority's order; the core then closes the store and lets the rest go. */
  async #wipe(collected: Uint8Array<ArrayBuffer>): Promise<null> {
    const { device, proofKey } = this.#file.contents
    if (proofKey === null) throw new AppError('permission/denied', { reason: 'no-wipe' })
    await this.#wiper.begin({ device, proofKey }, collected)
    this.#slots.forgetAll()
    return null
  }

  close(): void {
    this.#signIns.cancel()
    this.#wiper.close()
    this.#slots.forgetAll()
  }
}
