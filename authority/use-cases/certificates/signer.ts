import { createPrivateKey, type KeyObject, sign } from 'node:crypto'
import type { SignerPorts } from '#shared/domain/certificates/ports.ts'
import type { RegisterKey } from '../../repositories/register-keys.ts'

/** Private keys that were read: reading one costs more than signing with it. */
const opened = new WeakMap<RegisterKey, KeyObject>()

/** Signs ES256 with a key of the register. */
export function signerOf(key: RegisterKey): SignerPorts {
  const known = opened.get(key)
  const privateKey =
    known ?? createPrivateKey({ key: Buffer.from(key.privateKey, 'base64'), format: 'der', type: 'pkcs8' })
  opened.set(key, privateKey)
  return {
    // A plain Uint8Array: the CBOR library would take a Buffer for a map.
    sign: (message) => new Uint8Array(sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' })),
  }
}
