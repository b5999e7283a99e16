import { encodeBase64, encodeBase64Url, findBase64Bytes, getBase64Bytes } from './base64.ts'
import { asBytes, asMap, asSeconds, asText, asWhole, decodeMap, Unreadable } from './cbor.ts'
import { encodeCbor } from './cbor-encode.ts'
import type { VerificationKey } from './certificate.ts'
import { claim, maxListBytes } from './claims.ts'
import { readSign1, writeSign1 } from './cose-sign1.ts'
import { findSigner, findTrusted, isPoint, type KeyUse, keysOf, type TrustedKey } from './keys.ts'
import type { SignerPorts, VerifierPorts } from './ports.ts'

/** The trust list's own name, and what kind of message it is. */
export const trustListUri = 'urn:mumaris:trust'
const typ = 'application/mumaris-trust+cwt'

/** Keys of an entry. */
const entry = { kid: 1, publicKey: 2, use: 3, from: 4, until: 5 } as const
const uses: readonly KeyUse[] = ['certificates', 'lists']

/** The keys that may sign, as the anchor signed them. */
export interface TrustList {
  readonly version: number
  /** Seconds since 1970. */
  readonly issuedAt: number
  readonly keys: readonly TrustedKey[]
}

/** A key as the authority lists it. Seconds since 1970; `until` null: without end. */
export type ListedKey = VerificationKey & { readonly use: KeyUse; readonly from: number; readonly until: number | null }

function readKey(value: unknown): TrustedKey {
  const map = asMap(value)
  const publicKey = asBytes(map.get(entry.publicKey))
  if (!isPoint(publicKey)) throw new Unreadable('code-malformed')
  const until = map.get(entry.until)
  return {
    kid: encodeBase64Url(asBytes(map.get(entry.kid))),
    publicKey,
    use: uses[asWhole(map.get(entry.use), 1, uses.length) - 1] ?? 'lists',
    from: asSeconds(map.get(entry.from)),
    until: until === undefined ? null : asSeconds(until),
  }
}

/**
 * A trust list that this anchor signed.
 *
 * @throws {Unreadable} `code-malformed`, or `trust-list-not-trusted` when another key signed it or it was changed.
 */
export function readTrustList(
  signed: string,
  anchor: VerificationKey,
  ports: Pick<VerifierPorts, 'verifyEs256'>,
): TrustList {
  const bytes = findBase64Bytes(signed)
  if (bytes === undefined || bytes.length > maxListBytes) throw new Unreadable('code-malformed')
  const message = readSign1(bytes, 'canonical')
  const key = findTrusted(anchor)
  const signer = key && findSigner(message, keysOf(message, [key], 'lists'), ports)
  if (!signer || message.typ !== typ) throw new Unreadable('trust-list-not-trusted')
  const claims = decodeMap(message.payload, 'canonical')
  const keys = claims.get(claim.keys)
  if (asText(claims.get(claim.sub)) !== trustListUri || !Array.isArray(keys)) throw new Unreadable('code-malformed')
  return {
    version: asWhole(claims.get(claim.version), 1, Number.MAX_SAFE_INTEGER),
    issuedAt: asSeconds(claims.get(claim.iat)),
    keys: keys.map(readKey),
  }
}

/** Signs a trust list with the anchor, whose key id is `kid`. Throws TypeError for keys that are not base64url. */
export function writeTrustList(
  list: { readonly version: number; readonly issuedAt: number; readonly keys: readonly ListedKey[] },
  kid: string,
  signer: SignerPorts,
): string {
  const keys = list.keys.map(
    (key) =>
      new Map<number, unknown>([
        [entry.kid, getBase64Bytes(key.kid)],
        [entry.publicKey, getBase64Bytes(key.publicKey)],
        [entry.use, uses.indexOf(key.use) + 1],
        [entry.from, key.from],
        ...(key.until === null ? [] : [[entry.until, key.until] as const]),
      ]),
  )
  const claims = new Map<number, unknown>([
    [claim.sub, trustListUri],
    [claim.iat, list.issuedAt],
    [claim.version, list.version],
    [claim.keys, keys],
  ])
  return encodeBase64(writeSign1({ kid: getBase64Bytes(kid), typ, payload: encodeCbor(claims) }, signer))
}
