import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { argon2id } from 'hash-wasm'
import { z } from 'zod'
import { AppError } from '#shared/kernel/errors.ts'

/** Cost of making a key of a passphrase (Argon2id, RFC 9106). */
export const SlotParameters = z.strictObject({
  memoryKiB: z.number().int().min(8).max(1_048_576),
  passes: z.number().int().min(1).max(64),
  lanes: z.number().int().min(1).max(16),
})
export type SlotParameters = z.infer<typeof SlotParameters>

/** What new slots cost: 64 MiB, three passes, one lane. Slots say what they cost themselves, so this may grow. */
export const slotParameters: SlotParameters = { memoryKiB: 65_536, passes: 3, lanes: 1 }

const Bytes = z.base64()

/** The keys of one clerk on one device, as they lie on the disk. Everything is base64. */
export const SealedSlot = z.strictObject({
  parameters: SlotParameters,
  salt: Bytes,
  nonce: Bytes,
  sealed: Bytes,
})
export type SealedSlot = z.infer<typeof SealedSlot>

/** What a slot holds. */
export interface SlotKeys {
  /** Opens the store of the device; the same for all of its clerks. 32 bytes. */
  readonly dataKey: Uint8Array
  /** The private half (RFC 8032, 32 bytes) of the clerk's own Ed25519 key, with which their commands are signed. */
  readonly signingKey: Uint8Array
  /** What re-opens the screen while the keys are in memory; null: only the passphrase does. */
  readonly pin: string | null
}

const Content = z.strictObject({ dataKey: z.base64(), signingKey: z.base64(), pin: z.string().nullable() })

/** Whose slot it is, and what lies outside of it. */
export interface SlotPlace {
  /** 32 bytes under the operating system's protection: without them a stolen folder cannot even be guessed at. */
  readonly deviceSecret: Uint8Array
  readonly device: string
  readonly clerkId: string
}

const keyBytes = 32
const tagBytes = 16

/** `KEK = HKDF-SHA256(Argon2id(passphrase), salt = device secret)`. */
async function keyOf(
  passphrase: string,
  salt: Uint8Array,
  { memoryKiB, passes, lanes }: SlotParameters,
  deviceSecret: Uint8Array,
): Promise<Uint8Array> {
  const stretched = await argon2id({
    // The same letters typed on another keyboard may be other code points.
    password: passphrase.normalize('NFKC'),
    salt,
    memorySize: memoryKiB,
    iterations: passes,
    parallelism: lanes,
    hashLength: keyBytes,
    outputType: 'binary',
  })
  return new Uint8Array(hkdfSync('sha256', stretched, deviceSecret, 'mumaris desk slot 1', keyBytes))
}

/** A slot cannot be moved to another clerk, device or cost. */
function boundTo({ device, clerkId }: SlotPlace, { memoryKiB, passes, lanes }: SlotParameters): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(['slot 1', device, clerkId, memoryKiB, passes, lanes]))
}

/** Seals a clerk's keys under their passphrase (AES-256-GCM). Takes as long as {@link slotParameters} cost. */
export async function sealSlot(
  keys: SlotKeys,
  passphrase: string,
  place: SlotPlace,
  parameters: SlotParameters = slotParameters,
): Promise<SealedSlot> {
  const salt = randomBytes(16)
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', await keyOf(passphrase, salt, parameters, place.deviceSecret), nonce)
  cipher.setAAD(boundTo(place, parameters))
  const content: z.infer<typeof Content> = {
    dataKey: Buffer.from(keys.dataKey).toString('base64'),
    signingKey: Buffer.from(keys.signingKey).toString('base64'),
    pin: keys.pin,
  }
  const sealed = Buffer.concat([cipher.update(JSON.stringify(content), 'utf8'), cipher.final(), cipher.getAuthTag()])
  return {
    parameters,
    salt: salt.toString('base64'),
    nonce: nonce.toString('base64'),
    sealed: sealed.toString('base64'),
  }
}

/**
 * The keys in a slot.
 *
 * @throws AppError `vault/wrong-passphrase`; a slot of another clerk or device, or one that was changed, looks the same.
 */
export async function openSlot(slot: SealedSlot, passphrase: string, place: SlotPlace): Promise<SlotKeys> {
  const sealed = Buffer.from(slot.sealed, 'base64')
  const key = await keyOf(passphrase, Buffer.from(slot.salt, 'base64'), slot.parameters, place.deviceSecret)
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(slot.nonce, 'base64'))
    decipher.setAAD(boundTo(place, slot.parameters))
    decipher.setAuthTag(sealed.subarray(-tagBytes))
    const opened = Buffer.concat([decipher.update(sealed.subarray(0, -tagBytes)), decipher.final()])
    const { dataKey, signingKey, pin } = Content.parse(JSON.parse(opened.toString('utf8')))
    return {
      dataKey: new Uint8Array(Buffer.from(dataKey, 'base64')),
      signingKey: new Uint8Array(Buffer.from(signingKey, 'base64')),
      pin,
    }
  } catch (thrown) {
    throw new AppError('vault/wrong-passphrase', {}, { cause: thrown })
  }
}
