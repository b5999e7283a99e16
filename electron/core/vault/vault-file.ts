import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { forceToDisk } from '#core/db/store-files.ts'
import { ProofKey } from '#core/identity/proof-key.ts'
import { VaultNote } from '#shared/domain/audit/desk-chain.ts'
import { Clerk } from '#shared/domain/clerks/clerk.ts'
import { AppError } from '#shared/kernel/errors.ts'
import { SealedSlot } from './key-slot.ts'

/** A clerk of this device. Who they are is shown at the lock, so it stands outside of their slot. */
export const VaultSlot = z.strictObject({
  clerk: Clerk,
  /** Null once it was destroyed by wrong tries: its clerk signs in at the authority again. */
  slot: SealedSlot.nullable(),
  /** Wrong passphrases in a row. */
  wrong: z.number().int().nonnegative(),
  enrolledAt: z.iso.datetime(),
  /** When it was last opened, by trusted time. */
  openedAt: z.iso.datetime().nullable(),
})
export type VaultSlot = z.infer<typeof VaultSlot>

/** Notes that wait for the store at most; older ones make room, and their missing numbers are told. */
const mostNotes = 500

/** What a device knows before anybody has unlocked it. */
export const VaultContents = z.strictObject({
  device: z.string().min(1).max(64),
  /** Counts the writings: of two copies the later one is right. */
  revision: z.number().int().nonnegative(),
  authority: z.object({ nameAr: z.string(), nameEn: z.string() }).nullable(),
  /** By which the authority knows this device; null before the first sign-in. */
  proofKey: ProofKey.nullable(),
  slots: z.array(VaultSlot),
  /** The key of the store, sealed to the authority's key `to`: the way back for who has forgotten their passphrase. */
  escrow: z.strictObject({ to: z.string(), sealed: z.base64() }).nullable().default(null),
  notes: z.array(VaultNote).default([]),
  /** How many notes there have been. */
  noted: z.number().int().nonnegative().default(0),
})
export type VaultContents = z.infer<typeof VaultContents>

const Envelope = z.strictObject({ version: z.literal(1), nonce: z.base64(), sealed: z.base64() })

/** The vault of a profile and its second copy. */
export const vaultFiles = (profileDir: string) =>
  [join(profileDir, 'vault.json'), join(profileDir, 'vault-spare.json')] as const

const tagBytes = 16
const boundTo = new TextEncoder().encode('mumaris desk vault 1')

function keyOf(deviceSecret: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', deviceSecret, new Uint8Array(0), 'mumaris desk vault file 1', 32))
}

function seal(contents: VaultContents, deviceSecret: Uint8Array): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyOf(deviceSecret), nonce).setAAD(boundTo)
  const sealed = Buffer.concat([cipher.update(JSON.stringify(contents), 'utf8'), cipher.final(), cipher.getAuthTag()])
  const envelope = { version: 1 as const, nonce: nonce.toString('base64'), sealed: sealed.toString('base64') }
  return `${JSON.stringify(envelope satisfies z.infer<typeof Envelope>)}\n`
}

function open(text: string, deviceSecret: Uint8Array): VaultContents {
  const { nonce, sealed } = Envelope.parse(JSON.parse(text))
  const bytes = Buffer.from(sealed, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', keyOf(deviceSecret), Buffer.from(nonce, 'base64')).setAAD(boundTo)
  decipher.setAuthTag(bytes.subarray(-tagBytes))
  const plain = Buffer.concat([decipher.update(bytes.subarray(0, -tagBytes)), decipher.final()])
  return VaultContents.parse(JSON.parse(plain.toString('utf8')))
}

function tryOpen(file: string, deviceSecret: Uint8Array): VaultContents | undefined {
  try {
    return open(readFileSync(file, 'utf8'), deviceSecret)
  } catch {
    return undefined
  }
}

/** The whole file or the one before it, whatever happens meanwhile. */
function writeWhole(file: string, text: string): void {
  const next = `${file}.next`
  const handle = openSync(next, 'w', 0o600)
  try {
    writeSync(handle, text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(next, file)
}

/**
 * The list of a device's clerks with their sealed keys and wrong tries. It lies outside the store, for it is needed to
 * open that; sealed under the device secret, so that it says nothing to a thief and cannot be changed to try again.
 */
export class VaultFile {
  readonly #profileDir: string
  readonly #deviceSecret: Uint8Array
  #contents: VaultContents

  private constructor(profileDir: string, deviceSecret: Uint8Array, contents: VaultContents) {
    this.#profileDir = profileDir
    this.#deviceSecret = deviceSecret
    this.#contents = contents
  }

  /**
   * Reads the vault of a profile; one that is not there yet is empty.
   *
   * @throws AppError `vault/damaged` when neither copy opens with this device secret.
   */
  static open(profileDir: string, deviceSecret: Uint8Array, device: string): VaultFile {
    const files = vaultFiles(profileDir)
    const copies = files.flatMap((file) => tryOpen(file, deviceSecret) ?? [])
    const [newest] = copies.sort((a, b) => b.revision - a.revision)
    if (!newest && files.some((file) => existsSync(file))) throw new AppError('vault/damaged')
    return new VaultFile(
      profileDir,
      deviceSecret,
      newest ?? VaultContents.parse({ device, revision: 0, authority: null, proofKey: null, slots: [] }),
    )
  }

  get contents(): VaultContents {
    return this.#contents
  }

  /** Lets go the notes that the chain has. */
  dropNotes(upTo: number): void {
    if (!this.#contents.notes.some(({ number }) => number <= upTo)) return
    this.change((contents) => ({ ...contents, notes: contents.notes.filter(({ number }) => number > upTo) }))
  }

  find(clerkId: string): VaultSlot | undefined {
    return this.#contents.slots.find(({ clerk }) => clerk.id === clerkId)
  }

  /** Writes changed contents, on the disk when it returns. @throws AppError `store/io`. */
  change(change: (contents: VaultContents) => Omit<VaultContents, 'revision' | 'device'>): void {
    const { device, revision } = this.#contents
    const contents: VaultContents = { ...change(this.#contents), device, revision: revision + 1 }
    const text = seal(contents, this.#deviceSecret)
    try {
      for (const file of vaultFiles(this.#profileDir)) writeWhole(file, text)
      forceToDisk(this.#profileDir)
    } catch (thrown) {
      throw new AppError('store/io', {}, { cause: thrown })
    }
    this.#contents = contents
  }

  /** Changes one clerk's entry in its place, or adds it at the end; with what is to be told of it. */
  put(slot: VaultSlot, note?: Omit<VaultNote, 'number' | 'actor'>): void {
    const isHis = ({ clerk }: VaultSlot) => clerk.id === slot.clerk.id
    this.change((contents) => ({
      ...(note ? noted(contents, { actor: slot.clerk.id, ...note }) : contents),
      slots: contents.slots.some(isHis)
        ? contents.slots.map((other) => (isHis(other) ? slot : other))
        : [...contents.slots, slot],
    }))
  }
}

/** Contents with one note more. */
function noted(contents: VaultContents, note: Omit<VaultNote, 'number'>): VaultContents {
  const number = contents.noted + 1
  return { ...contents, noted: number, notes: [...contents.notes, { number, ...note }].slice(-mostNotes) }
}

/** Destroys every key of a profile that lies outside the store. */
export function destroyVault(profileDir: string): void {
  for (const file of vaultFiles(profileDir)) rmSync(file, { force: true })
}
