import { encodeBase64Url, findBase64Bytes } from './base64.ts'
import type { VerificationKey } from './certificate.ts'
import { es256, type Sign1 } from './cose-sign1.ts'
import type { VerifierPorts } from './ports.ts'

/** What a key of the trust list may sign. */
export type KeyUse = 'certificates' | 'lists'

/** A key that may be relied on, and for what and when. Seconds since 1970; `until` null: without end. */
export interface TrustedKey {
  readonly kid: string
  /** 65 bytes: 0x04, x, y. */
  readonly publicKey: Uint8Array
  /** Null: for everything. */
  readonly use: KeyUse | null
  readonly from: number
  readonly until: number | null
}

/** Whether bytes have the form of an uncompressed P-256 point. */
export function isPoint(bytes: Uint8Array): boolean {
  return bytes.length === 65 && bytes[0] === 4
}

/** A key by parameter as a trusted one, or undefined when its point is none. */
export function findTrusted({ kid, publicKey }: VerificationKey): TrustedKey | undefined {
  const point = findBase64Bytes(publicKey)
  const bytes = findBase64Bytes(kid)
  if (point === undefined || !isPoint(point) || bytes === undefined) return undefined
  return { kid: encodeBase64Url(bytes), publicKey: point, use: null, from: 0, until: null }
}

/** The keys that a message may have been signed with: several may share a key id. */
export function keysOf(message: Pick<Sign1, 'kid'>, keys: readonly TrustedKey[], use: KeyUse): TrustedKey[] {
  if (message.kid === undefined) return []
  const kid = encodeBase64Url(message.kid)
  return keys.filter((key) => key.kid === kid && (key.use === null || key.use === use))
}

/** Whether a key was in force at a moment (seconds since 1970). */
export function inForceAt(key: TrustedKey, seconds: number): boolean {
  return key.from <= seconds && (key.until === null || seconds < key.until)
}

/** The first of the keys by which the message is signed. */
export function findSigner(
  message: Sign1,
  keys: readonly TrustedKey[],
  { verifyEs256 }: Pick<VerifierPorts, 'verifyEs256'>,
): TrustedKey | undefined {
  if (message.alg !== es256 || message.signature.length !== 64) return undefined
  return keys.find((key) => verifyEs256(key.publicKey, message.toBeSigned, message.signature))
}
