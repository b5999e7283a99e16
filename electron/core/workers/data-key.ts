import { generateKeyPairSync } from 'node:crypto'
import type { AuthorityClient } from '#core/sync/authority-client.ts'
import { unseal } from '#shared/domain/sealing.ts'
import { AppError } from '#shared/kernel/errors.ts'

/**
 * Has the authority open what this device sealed to it of its store's key (`shared/domain/escrow.ts`). It comes back
 * sealed to a key that is made for this one question.
 *
 * @param escrow base64.
 * @throws AppError `vault/no-way-in`, and what a call of the authority throws.
 */
export async function askDataKey(
  client: AuthorityClient,
  { token, device, escrow }: { readonly token: string; readonly device: string; readonly escrow: string },
): Promise<Uint8Array> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  // The last 65 bytes of the key's structure are its point.
  const point = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }).subarray(-65))
  const to = Buffer.from(point).toString('base64url')
  const { sealed } = await client.returnDataKey(token, device, { escrow, to })
  const own = new Uint8Array(privateKey.export({ type: 'pkcs8', format: 'der' }))
  try {
    return await unseal(new Uint8Array(Buffer.from(sealed, 'base64')), point, own)
  } catch (thrown) {
    throw new AppError('vault/no-way-in', {}, { cause: thrown })
  }
}
