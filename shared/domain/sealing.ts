/** Sealing to a P-256 key: ephemeral ECDH, HKDF-SHA256, AES-256-GCM. Only the holder of the private key opens it. */
const curve = { name: 'ECDH', namedCurve: 'P-256' } as const
const pointBytes = 65
const ivBytes = 12
const info = new TextEncoder().encode('mumaris-seal-1')

type Bytes = Uint8Array<ArrayBuffer>

/** The key for one message. Both points are part of it, so that neither can be exchanged for another. */
async function messageKey(own: CryptoKey, other: CryptoKey, salt: Bytes, use: 'encrypt' | 'decrypt') {
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: other }, own, 256)
  const material = await crypto.subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey'])
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt, info }
  return crypto.subtle.deriveKey(derivation, material, { name: 'AES-GCM', length: 256 }, false, [use])
}

const importPoint = (point: Bytes) => crypto.subtle.importKey('raw', point, curve, false, [])

function join(...parts: readonly Bytes[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/**
 * Seals bytes to a public key.
 *
 * @param recipient uncompressed P-256 point, 65 bytes; throws where it is none.
 * @returns ephemeral point (65 bytes), initial vector (12), cipher text with its tag (16 more than the content).
 */
export async function seal(content: Bytes, recipient: Bytes): Promise<Bytes> {
  const pair = await crypto.subtle.generateKey(curve, false, ['deriveBits'])
  const ephemeral = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
  const key = await messageKey(pair.privateKey, await importPoint(recipient), join(ephemeral, recipient), 'encrypt')
  const iv = crypto.getRandomValues(new Uint8Array(ivBytes))
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, content))
  return join(ephemeral, iv, sealed)
}

/**
 * Opens what `seal` made; rejects what was altered or sealed to another key.
 *
 * @param recipient the public point to which it was sealed, `privateKey` its PKCS #8.
 */
export async function unseal(sealed: Bytes, recipient: Bytes, privateKey: Bytes): Promise<Bytes> {
  const ephemeral = sealed.slice(0, pointBytes)
  const iv = sealed.slice(pointBytes, pointBytes + ivBytes)
  const own = await crypto.subtle.importKey('pkcs8', privateKey, curve, false, ['deriveBits'])
  const key = await messageKey(own, await importPoint(ephemeral), join(ephemeral, recipient), 'decrypt')
  const content = sealed.slice(pointBytes + ivBytes)
  return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, content))
}
