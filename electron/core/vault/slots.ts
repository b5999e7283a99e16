import { timingSafeEqual } from 'node:crypto'
import type { VaultClerk } from '#shared/contracts/vault.ts'
import type { Clerk } from '#shared/domain/clerks/clerk.ts'
import { unmetPassphraseRules } from '#shared/domain/clerks/passphrase-policy.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { isoInstant } from '#shared/kernel/ports.ts'
import { openSlot, type SlotKeys, type SlotPlace, sealSlot } from './key-slot.ts'
import { mostTries, TryWaits } from './tries.ts'
import type { VaultFile, VaultSlot } from './vault-file.ts'

/** Wrong PINs in a row after which only the passphrase opens the screen. */
const mostPinTries = 5

/** A clerk whose keys are in memory. */
export interface HeldClerk {
  readonly clerk: Clerk
  readonly keys: SlotKeys
}

export interface SlotsOptions {
  readonly file: VaultFile
  readonly deviceSecret: Uint8Array
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

/** @throws AppError `vault/weak-passphrase` with what is missing. */
function requireStrong(passphrase: string, { nameAr, nameEn }: Clerk): void {
  const [missing] = unmetPassphraseRules(passphrase, [nameAr, nameEn])
  if (missing !== undefined) throw new AppError('vault/weak-passphrase', { missing })
}

/** The clerks of a device: their sealed keys in the vault's file, and those of them that are open in memory. */
export class Slots {
  readonly #options: SlotsOptions
  readonly #waits: TryWaits
  readonly #open = new Map<string, { readonly keys: SlotKeys; wrongPins: number }>()
  /** In memory since the first clerk has unlocked: the store stays open when they leave. */
  #dataKey: Uint8Array | undefined

  constructor(options: SlotsOptions) {
    this.#options = options
    this.#waits = new TryWaits(options.elapsed)
  }

  /** The key of the store, since somebody has unlocked. */
  get dataKey(): Uint8Array | undefined {
    return this.#dataKey
  }

  /** Every clerk of this device, as the lock shows them. */
  describe(): VaultClerk[] {
    return this.#options.file.contents.slots.map(({ clerk, slot, wrong, openedAt }) => {
      const open = this.#open.get(clerk.id)
      return {
        clerk,
        state: slot === null ? 'destroyed' : open ? 'open' : 'locked',
        hasPin: open !== undefined && open.keys.pin !== null && open.wrongPins < mostPinTries,
        waitSeconds: Math.ceil(this.#waits.left(clerk.id, wrong) / 1000),
        triesLeft: Math.max(0, mostTries - wrong),
        openedAt,
      }
    })
  }

  /** Somebody whose keys are in memory. */
  find(clerkId: string): HeldClerk | undefined {
    const clerk = this.#options.file.find(clerkId)?.clerk
    const open = this.#open.get(clerkId)
    return clerk && open && { clerk, keys: open.keys }
  }

  /** Somebody whose keys are in memory. @throws AppError `vault/locked`. */
  get(clerkId: string): HeldClerk {
    const held = this.find(clerkId)
    if (!held) throw new AppError('vault/locked')
    return held
  }

  #getSlot(clerkId: string): VaultSlot {
    const slot = this.#options.file.find(clerkId)
    if (!slot) throw new AppError('vault/no-slot')
    return slot
  }

  #place(clerkId: string): SlotPlace {
    const { deviceSecret, file } = this.#options
    return { deviceSecret, device: file.contents.device, clerkId }
  }

  #hold(clerkId: string, keys: SlotKeys): void {
    this.#open.set(clerkId, { keys, wrongPins: 0 })
    this.#dataKey = keys.dataKey
  }

  /** Tries a passphrase on a slot; a wrong one is written down before it is told. */
  async #try(clerkId: string, passphrase: string): Promise<SlotKeys> {
    const { file, now, onChanged } = this.#options
    const before = this.#getSlot(clerkId)
    if (before.slot === null) throw new AppError('vault/slot-destroyed')
    const wait = this.#waits.left(clerkId, before.wrong)
    if (wait > 0) throw new AppError('vault/wait', { seconds: Math.ceil(wait / 1000) })
    // Counted before it is tried: pulling the plug in the middle gives no try for nothing.
    const wrong = before.wrong + 1
    this.#waits.note(clerkId)
    file.put({ ...before, wrong })
    try {
      const keys = await openSlot(before.slot, passphrase, this.#place(clerkId))
      // Read anew: another window may have changed the passphrase meanwhile.
      file.put({ ...this.#getSlot(clerkId), wrong: 0, openedAt: isoInstant(now()) })
      return keys
    } catch (thrown) {
      const at = isoInstant(now())
      const destroyed = wrong >= mostTries
      const told = { at, action: destroyed ? 'desk.slot-destroyed' : 'desk.unlock-refused', detail: { wrong } } as const
      file.put({ ...this.#getSlot(clerkId), ...(destroyed ? { slot: null } : {}), wrong }, told)
      if (!destroyed) throw thrown
      this.#open.delete(clerkId)
      throw new AppError('vault/slot-destroyed')
    } finally {
      onChanged()
    }
  }

  /** @throws AppError `vault/wrong-passphrase`, `vault/wait`, `vault/slot-destroyed`, `vault/no-slot`. */
  async unlock(clerkId: string, passphrase: string): Promise<HeldClerk> {
    this.#hold(clerkId, await this.#try(clerkId, passphrase))
    return this.get(clerkId)
  }

  /** Opens a locked screen again. @throws AppError `vault/wrong-pin`, and like `unlock`. */
  async reopen(clerkId: string, secret: string): Promise<HeldClerk> {
    const open = this.#open.get(clerkId)
    if (!open) throw new AppError('vault/locked')
    const { pin } = open.keys
    const isPin = pin !== null && open.wrongPins < mostPinTries && /^\d{4,8}$/.test(secret)
    if (!isPin) return this.unlock(clerkId, secret)
    if (!samePin(pin, secret)) {
      open.wrongPins += 1
      this.#options.onChanged()
      throw new AppError('vault/wrong-pin', { left: mostPinTries - open.wrongPins })
    }
    open.wrongPins = 0
    return this.get(clerkId)
  }

  /** Gives a clerk a slot, a new one where they had one. @throws AppError `vault/weak-passphrase`. */
  async enrol(clerk: Clerk, keys: SlotKeys, passphrase: string): Promise<HeldClerk> {
    requireStrong(passphrase, clerk)
    const slot = await sealSlot(keys, passphrase, this.#place(clerk.id))
    const at = isoInstant(this.#options.now())
    const told = { at, action: 'desk.enrolled', detail: { pin: keys.pin === null ? 'no' : 'yes' } } as const
    this.#options.file.put({ clerk, slot, wrong: 0, enrolledAt: at, openedAt: at }, told)
    this.#hold(clerk.id, keys)
    return this.get(clerk.id)
  }

  /** Another passphrase, another PIN, or none. @throws AppError `vault/weak-passphrase`, and like `unlock`. */
  async change(
    clerkId: string,
    passphrase: string,
    { next, pin }: { readonly next: string | null; readonly pin: string | null },
  ): Promise<void> {
    const { file, now } = this.#options
    if (next !== null) requireStrong(next, this.#getSlot(clerkId).clerk)
    const keys: SlotKeys = { ...(await this.#try(clerkId, passphrase)), pin }
    const slot = await sealSlot(keys, next ?? passphrase, this.#place(clerkId))
    const what = next === null ? 'pin' : 'passphrase'
    const told = { at: isoInstant(now()), action: 'desk.passphrase-changed', detail: { what } } as const
    file.put({ ...this.#getSlot(clerkId), slot }, told)
    this.#hold(clerkId, keys)
    this.#options.onChanged()
  }

  /** Forgets the keys of somebody who has left. */
  forget(clerkId: string): void {
    this.#open.get(clerkId)?.keys.signingKey.fill(0)
    this.#open.delete(clerkId)
    this.#options.onChanged()
  }

  /** Forgets every key. */
  forgetAll(): void {
    for (const { keys } of this.#open.values()) {
      keys.dataKey.fill(0)
      keys.signingKey.fill(0)
    }
    this.#open.clear()
    this.#dataKey = undefined
  }
}
