import { createECDH, createHash, createPrivateKey } from 'node:crypto'
import type { RegisterKey, RegisterKeyName } from '../repositories/register-keys.ts'

/**
 * A key of the demo register, the same for the same seed, so that a desk that trusts one demo register trusts the next
 * one too. Anybody can make it: it proves nothing, and a real register never has one.
 */
export function demoKey(seed: string, name: RegisterKeyName | 'stranger'): Omit<RegisterKey, 'name'> {
  const curve = createECDH('prime256v1')
  curve.setPrivateKey(createHash('sha256').update(`mumaris demo key ${name} ${seed}`).digest())
  const point = curve.getPublicKey()
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
    d: curve.getPrivateKey().toString('base64url').padStart(43, 'A'),
  }
  const privateKey = createPrivateKey({ key: jwk, format: 'jwk' })
  return {
    kid: createHash('sha256').update(point).digest().subarray(0, 8).toString('base64url'),
    publicKey: point.toString('base64url'),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
  }
}

/** The keys of a demo register. */
export function demoKeys(seed: string): RegisterKey[] {
  return (['anchor', 'issuer', 'lists', 'audit'] as const).map((name) => ({ name, ...demoKey(seed, name) }))
}
