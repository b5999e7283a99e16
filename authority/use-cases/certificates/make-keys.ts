import { createHash, generateKeyPairSync } from 'node:crypto'
import type { Db } from '../../db/types.ts'
import { insertRegisterKeys, type RegisterKey, type RegisterKeyName } from '../../repositories/register-keys.ts'

const names: readonly RegisterKeyName[] = ['anchor', 'issuer', 'lists', 'sealing']

/** A new P-256 key. Its id is the first eight bytes of the SHA-256 of its point, as in most published trust lists. */
export function makeKey(name: RegisterKeyName): RegisterKey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
  return {
    name,
    kid: createHash('sha256').update(point).digest().subarray(0, 8).toString('base64url'),
    publicKey: point.toString('base64url'),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
  }
}

/** Gives a register that has none the keys with which it signs. `at`: ISO instant. */
export async function ensureRegisterKeys(db: Db, at: string): Promise<void> {
  await insertRegisterKeys(db, names.map(makeKey), at)
}
