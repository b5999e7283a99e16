import { z } from 'zod'
import { encodeBase64Url, findBase64Bytes } from './certificates/base64.ts'
import { seal, unseal } from './sealing.ts'

type Bytes = Uint8Array<ArrayBuffer>

const Content = z.strictObject({ device: z.string().min(1).max(64), dataKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/) })

/**
 * The key of a device's store, sealed to the authority and kept by the device: who has forgotten their passphrase signs
 * in, and the authority opens it for that device. The authority keeps nothing, and a thief of the device has no use for it.
 *
 * @param dataKey 32 bytes.
 * @param sealingKey the authority's P-256 point, 65 bytes.
 */
export function sealEscrow(device: string, dataKey: Uint8Array, sealingKey: Bytes): Promise<Bytes> {
  const content: z.infer<typeof Content> = { device, dataKey: encodeBase64Url(dataKey) }
  return seal(new TextEncoder().encode(JSON.stringify(content)), sealingKey)
}

/** What {@link sealEscrow} sealed; rejects what was altered or sealed to another key. */
export async function openEscrow(
  escrow: Bytes,
  sealingKey: Bytes,
  privateKey: Bytes,
): Promise<{ device: string; dataKey: Bytes }> {
  const opened = await unseal(escrow, sealingKey, privateKey)
  const { device, dataKey } = Content.parse(JSON.parse(new TextDecoder().decode(opened)))
  return { device, dataKey: new Uint8Array(findBase64Bytes(dataKey) ?? []) }
}
