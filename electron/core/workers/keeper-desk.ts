import { randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { Grant } from '#core/identity/oidc.ts'
import { makeProofKey, type ProofKey } from '#core/identity/proof-key.ts'
import type { AuthorityFetch } from '#core/sync/authority-line.ts'
import { openSlot, type SlotKeys, type SlotPlace, sealSlot } from '#core/vault/key-slot.ts'
import { mostTries, TryWaits } from '#core/vault/tries.ts'
import { VaultFile, type VaultSlot } from '#core/vault/vault-file.ts'
import type { SignInState, VaultClerk } from '#shared/contracts/vault.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { unmetPassphraseRules } from '#shared/domain/clerks/passphrase-policy.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import type { SessionOutput } from '#shared/protocol/session.ts'
import { type Arrival, AuthoritySignIn } from './authority-sign-in.ts'
import type { KeeperErrand, KeeperStart } from './messages.ts'
import { databaseFile } from './reader-desk.ts'
import type { Desk } from './serve.ts'
import { Wiper } from './wiper.ts'

/** Wrong PINs in a row after which only the passphrase opens the screen. */
const mostPinTries = 5

/** A clerk whose keys are in memory. */
interface Open {
  readonly keys: SlotKeys
  wrongPins: number
}

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

function samePin(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a.padEnd(8)), Buffer.from(b.padEnd(8))]
  return one.length === other.length && timingSafeEqual(one, other)
}

/**
 * The vault of a device, and the sign-in at the authority: all that happens before a store is open. It makes keys of
 * passphrases, which takes a while, in a thread of its own; and it never sees the store.
 */
export class KeeperDesk implements Desk<KeeperErrand> {
  readonly #start: KeeperStart
  readonly #ports: KeeperPorts
  readonly #file: VaultFile
  readonly #waits: TryWaits
  readonly #wiper: Wiper
  readonly #open = new Map<string, Open>()
  readonly #signIns: AuthoritySignIn
  /** In memory since the first clerk has unlocked: the store stays open when they leave. */
  #dataKey: Uint8Array | undefined
  #arrival: Arrival | undefined
  #signIn: SignInState = { step: 'none', clerk: null }

  constructor(start: KeeperStart, ports: KeeperPorts) {
    this.#start = start
    this.#ports = ports
    this.#file = VaultFile.open(start.profileDir, start.deviceSecret, start.device)
    this.#waits = new TryWaits(ports.elapsed)
    const { profileDir, authorityUrl } = start
    const { fetch, now, onChanged } = ports
    this.#wiper = new Wiper({ profileDir, authorityUrl, fetch, now, onChanged })
    this.#signIns = new AuthoritySignIn({
      authorityUrl,
      fetch,
      device: { id: this.#file.contents.device, name: start.deviceName },
      openBrowser: ports.openBrowser,
      meet: (authority) => this.#meet(authority),
      findKey: (clerkId) => this.#open.get(clerkId)?.keys.signingKey,
      now,
      onStep: (step) => void this.#step(step, null),
    })
    this.#wiper.resume()
  }

  handle(errand: KeeperErrand, input: unknown): unknown {
    // A device that is wiped begins anew with the next start, under another secret and another name.
    if (this.#wiper.state !== 'none' && errand !== 'keeper.describe' && errand !== 'keeper.resumeWipe')
      throw new AppError('session/wipe')
    switch (errand) {
      case 'keeper.describe':
        return this.#describe()
      case 'keeper.unlock':
        return this.#unlock(input as { clerkId: string; passphrase: string })
      case 'keeper.signIn':
        return this.#signInAtAuthority((input as { language: 'ar' | 'en' }).language)
      case 'keeper.cancelSignIn':
        this.#signIns.cancel()
        this.#arrival = undefined
        return this.#step('none', null)
      case 'keeper.enrol':
        return this.#enrol(input as { passphrase: string; pin: string | null })
      case 'keeper.reopen':
        return this.#reopen(input as { clerkId: string; secret: string })
      case 'keeper.again':
        return this.#unlockedOf((input as { clerkId: string }).clerkId)
      case 'keeper.change':
        return this.#change(
          input as { clerkId: string; passphrase: string; newPassphrase: string | null; pin: string | null },
        )
      case 'keeper.wipe':
        return this.#wipe((input as { collected: Uint8Array<ArrayBuffer> }).collected)
      case 'keeper.resumeWipe':
        this.#wiper.resume()
        return null
      case 'keeper.forget':
        return this.#forget((input as { clerkId: string }).clerkId)
    }
  }

  #describe(): KeeperView {
    const { device, authority, slots } = this.#file.contents
    return {
      device,
      authority,
      clerks: slots.map((slot) => this.#describeClerk(slot)),
      signIn: this.#signIn,
      wipe: this.#wiper.state,
    }
  }

  #describeClerk({ clerk, slot, wrong, openedAt }: VaultSlot): VaultClerk {
    const open = this.#open.get(clerk.id)
    return {
      clerk,
      state: slot === null ? 'destroyed' : open ? 'open' : 'locked',
      hasPin: open !== undefined && open.keys.pin !== null && open.wrongPins < mostPinTries,
      waitSeconds: Math.ceil(this.#waits.left(clerk.id, wrong) / 1000),
      triesLeft: Math.max(0, mostTries - wrong),
      openedAt,
    }
  }

  #place(clerkId: string): SlotPlace {
    return { deviceSecret: this.#start.deviceSecret, device: this.#file.contents.device, clerkId }
  }

  /** Tries a passphrase on a slot; a wrong one is written down before it is told. */
  async #try(clerkId: string, passphrase: string): Promise<SlotKeys> {
    const before = this.#file.find(clerkId)
    if (!before) throw new AppError('vault/no-slot')
    if (before.slot === null) throw new AppError('vault/slot-destroyed')
    const wait = this.#waits.left(clerkId, before.wrong)
    if (wait > 0) throw new AppError('vault/wait', { seconds: Math.ceil(wait / 1000) })
    // Counted before it is tried: pulling the plug in the middle gives no try for nothing.
    const wrong = before.wrong + 1
    this.#waits.note(clerkId)
    this.#file.put({ ...before, wrong })
    try {
      const keys = await openSlot(before.slot, passphrase, this.#place(clerkId))
      this.#file.put({ ...before, wrong: 0, openedAt: isoInstant(this.#ports.now()) })
      return keys
    } catch (thrown) {
      if (wrong < mostTries) throw thrown
      this.#file.put({ ...before, slot: null, wrong })
      this.#open.delete(clerkId)
      throw new AppError('vault/slot-destroyed')
    } finally {
      this.#ports.onChanged()
    }
  }

  async #unlock({ clerkId, passphrase }: { clerkId: string; passphrase: string }): Promise<Unlocked> {
    this.#hold(clerkId, await this.#try(clerkId, passphrase))
    return this.#unlockedOf(clerkId)
  }

  /** The way in of somebody whose keys are in memory. */
  #unlockedOf(clerkId: string): Unlocked {
    const clerk = this.#file.find(clerkId)?.clerk
    const open = this.#open.get(clerkId)
    if (!clerk || !open) throw new AppError('vault/locked')
    const { dataKey, signingKey } = open.keys
    return { clerk, dataKey, signingKey, proofKey: this.#file.contents.proofKey, fresh: null }
  }

  async #reopen({ clerkId, secret }: { clerkId: string; secret: string }): Promise<Unlocked> {
    const open = this.#open.get(clerkId)
    if (!open) throw new AppError('vault/locked')
    const { pin } = open.keys
    if (pin !== null && /^\d{4,8}$/.test(secret) && open.wrongPins < mostPinTries) {
      if (!samePin(pin, secret)) {
        open.wrongPins += 1
        this.#ports.onChanged()
        throw new AppError('vault/wrong-pin', { left: mostPinTries - open.wrongPins })
      }
      open.wrongPins = 0
      return this.#unlockedOf(clerkId)
    }
    return this.#unlock({ clerkId, passphrase: secret })
  }

  /** Keeps what the authority is called, and makes this device's key before the first word with it. */
  async #meet(authority: { nameAr: string; nameEn: string }): Promise<ProofKey> {
    const proofKey = this.#file.contents.proofKey ?? (await makeProofKey())
    this.#file.change((contents) => ({ ...contents, authority, proofKey }))
    return proofKey
  }

  /** The clerk's keys are in memory from here on. */
  #hold(clerkId: string, keys: SlotKeys): void {
    this.#open.set(clerkId, { keys, wrongPins: 0 })
    this.#dataKey = keys.dataKey
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
    const open = this.#open.get(arrival.clerk.id)
    if (!open) {
      this.#arrival = arrival
      return { state: this.#step('choose-passphrase', arrival.clerk), renewed: null }
    }
    const { clerk, grant, session, signingKey } = arrival
    const { proofKey } = this.#file.contents
    const renewed = { clerk, dataKey: open.keys.dataKey, signingKey, proofKey, fresh: { grant, session } }
    return { state: this.#step('none', null), renewed }
  }

  /** The key of the store: the one that somebody has unlocked, or a new one where there is no store yet. */
  #getDataKey(): Uint8Array {
    if (this.#dataKey) return this.#dataKey
    if (existsSync(databaseFile(this.#start.profileDir))) throw new AppError('vault/locked')
    return new Uint8Array(randomBytes(32))
  }

  async #enrol({ passphrase, pin }: { passphrase: string; pin: string | null }): Promise<Unlocked> {
    const arrival = this.#arrival
    if (!arrival) throw new AppError('session/sign-in-failed', { reason: 'nobody' })
    const { clerk, grant, session, signingKey } = arrival
    requireStrong(passphrase, clerk)
    const dataKey = this.#getDataKey()
    const keys: SlotKeys = { dataKey, signingKey, pin }
    const slot = await sealSlot(keys, passphrase, this.#place(clerk.id))
    const at = isoInstant(this.#ports.now())
    this.#file.put({ clerk, slot, wrong: 0, enrolledAt: at, openedAt: at })
    this.#hold(clerk.id, keys)
    this.#arrival = undefined
    this.#step('none', null)
    return { clerk, dataKey, signingKey, proofKey: this.#file.contents.proofKey, fresh: { grant, session } }
  }

  async #change(input: {
    clerkId: string
    passphrase: string
    newPassphrase: string | null
    pin: string | null
  }): Promise<null> {
    const { clerkId, passphrase, newPassphrase, pin } = input
    const held = this.#file.find(clerkId)
    if (!held) throw new AppError('vault/no-slot')
    if (newPassphrase !== null) requireStrong(newPassphrase, held.clerk)
    const keys: SlotKeys = { ...(await this.#try(clerkId, passphrase)), pin }
    const slot = await sealSlot(keys, newPassphrase ?? passphrase, this.#place(clerkId))
    const current = this.#file.find(clerkId)
    if (!current) throw new AppError('vault/no-slot')
    this.#file.put({ ...current, slot })
    this.#hold(clerkId, keys)
    this.#ports.onChanged()
    return null
  }

  /** Destroys every key, at the authority's order; the core then closes the store and lets the rest go. */
  async #wipe(collected: Uint8Array<ArrayBuffer>): Promise<null> {
    const { device, proofKey } = this.#file.contents
    if (proofKey === null) throw new AppError('permission/denied', { reason: 'no-wipe' })
    await this.#wiper.begin({ device, proofKey }, collected)
    for (const { keys } of this.#open.values()) {
      keys.dataKey.fill(0)
      keys.signingKey.fill(0)
    }
    this.#open.clear()
    this.#dataKey = undefined
    return null
  }

  #forget(clerkId: string): null {
    this.#open.get(clerkId)?.keys.signingKey.fill(0)
    this.#open.delete(clerkId)
    this.#ports.onChanged()
    return null
  }

  close(): void {
    this.#signIns.cancel()
    this.#wiper.close()
    this.#open.clear()
  }
}

/** @throws AppError `vault/weak-passphrase` with what is missing. */
function requireStrong(passphrase: string, { nameAr, nameEn }: Clerk): void {
  const [missing] = unmetPassphraseRules(passphrase, [nameAr, nameEn])
  if (missing !== undefined) throw new AppError('vault/weak-passphrase', { missing })
}
