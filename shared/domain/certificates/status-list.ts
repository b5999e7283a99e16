import { encodeBase64, findBase64Bytes, getBase64Bytes } from './base64.ts'
import { asBytes, asMap, asSeconds, asText, asWhole, type CborMap, decodeMap, Unreadable } from './cbor.ts'
import { encodeCbor } from './cbor-encode.ts'
import type { CertificateState } from './certificate.ts'
import { claim, maxListBytes } from './claims.ts'
import { readSign1, type Sign1, writeSign1 } from './cose-sign1.ts'
import { findSigner, inForceAt, keysOf, type TrustedKey } from './keys.ts'
import type { SignerPorts, VerifierPorts } from './ports.ts'

/** Token Status List (IETF), as a CWT. */
const typ = 'application/statuslist+cwt'
/** Bits of an entry in the lists that are written here. */
const bits = 2
/** Entries of one list; the next certificate opens another. */
export const statusListCapacity = 2 ** 18
/** The name of the list with this number, from 1. */
export const statusListUri = (number: number): string => `urn:mumaris:status:${number}`

/** Values of an entry: the registered types 0 to 2. */
const valueOf: Readonly<Record<CertificateState, number>> = { 'in-force': 0, revoked: 1, suspended: 2 }
const stateOf: readonly (CertificateState | undefined)[] = ['in-force', 'revoked', 'suspended']

/** The packed states of a list. */
export interface StatusBits {
  readonly bits: 1 | 2 | 4 | 8
  readonly bytes: Uint8Array
}

/** A status list that a key of the trust list signed. */
export interface StatusList extends StatusBits {
  readonly uri: string
  readonly version: number
  /** Seconds since 1970. */
  readonly issuedAt: number
}

/** The value of an entry; undefined beyond the end of the list. */
export function findStatusValue({ bits: width, bytes }: StatusBits, index: number): number | undefined {
  const perByte = 8 / width
  const byte = bytes[Math.floor(index / perByte)]
  if (byte === undefined) return undefined
  return (byte >> ((index % perByte) * width)) & (2 ** width - 1)
}

/** What a list says of an entry; undefined for one that it does not hold or whose value has no meaning here. */
export function findListedState(list: StatusBits, index: number): CertificateState | undefined {
  const value = findStatusValue(list, index)
  return value === undefined ? undefined : stateOf[value]
}

/** The claim `status_list`: bits and the packed entries, inflated. */
export function readStatusBits(map: CborMap, { inflate }: Pick<VerifierPorts, 'inflate'>): StatusBits {
  const width = map.get('bits')
  if (width !== 1 && width !== 2 && width !== 4 && width !== 8) throw new Unreadable('code-malformed')
  const packed = asBytes(map.get('lst'))
  try {
    return { bits: width, bytes: inflate(packed, maxListBytes) }
  } catch (cause) {
    throw new Unreadable('code-malformed', cause)
  }
}

/** The claims of a status list token whose signature somebody else looks at; `version` 0 where it has none. */
export function readStatusClaims(
  message: Pick<Sign1, 'payload' | 'typ'>,
  ports: Pick<VerifierPorts, 'inflate'>,
): StatusList {
  if (message.typ !== typ) throw new Unreadable('code-malformed')
  const claims = decodeMap(message.payload, 'canonical')
  const version = claims.get(claim.version)
  return {
    uri: asText(claims.get(claim.sub)),
    version: version === undefined ? 0 : asWhole(version, 1, Number.MAX_SAFE_INTEGER),
    issuedAt: asSeconds(claims.get(claim.iat)),
    ...readStatusBits(asMap(claims.get(claim.statusList)), ports),
  }
}

/**
 * A status list signed by one of the keys that may sign lists, in force when it was signed.
 *
 * @throws {Unreadable} `code-malformed`, or `status-list-not-trusted`.
 */
export function readStatusList(signed: string, keys: readonly TrustedKey[], ports: VerifierPorts): StatusList {
  const bytes = findBase64Bytes(signed)
  if (bytes === undefined || bytes.length > maxListBytes) throw new Unreadable('code-malformed')
  const message = readSign1(bytes, 'canonical')
  const signer = findSigner(message, keysOf(message, keys, 'lists'), ports)
  if (!signer) throw new Unreadable('status-list-not-trusted')
  const list = readStatusClaims(message, ports)
  if (!inForceAt(signer, list.issuedAt)) throw new Unreadable('status-list-not-trusted')
  return list
}

/** Packs states by index, two bits each; entries that are not named are in force. The end is rounded up to `size`. */
export function packStates(states: Iterable<readonly [number, CertificateState]>, size: number): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((size * bits) / 8))
  for (const [index, state] of states) {
    if (index < 0 || index >= size) throw new RangeError(`No entry ${index} in a list of ${size}`)
    const at = Math.floor(index / 4)
    bytes[at] = (bytes[at] ?? 0) | (valueOf[state] << ((index % 4) * bits))
  }
  return bytes
}

/** Signs a status list with the list key, whose key id is `kid`. `packed`: the entries, deflated. Base64. */
export function writeStatusList(
  list: {
    readonly uri: string
    readonly version: number
    readonly issuedAt: number
    /** Seconds after which a fresh one may be asked for. */
    readonly ttl: number
    readonly packed: Uint8Array
  },
  kid: string,
  signer: SignerPorts,
): string {
  const claims = new Map<number, unknown>([
    [claim.sub, list.uri],
    [claim.iat, list.issuedAt],
    [claim.ttl, list.ttl],
    [
      claim.statusList,
      new Map<string, unknown>([
        ['bits', bits],
        ['lst', list.packed],
      ]),
    ],
    [claim.version, list.version],
  ])
  return encodeBase64(writeSign1({ kid: getBase64Bytes(kid), typ, payload: encodeCbor(claims) }, signer))
}
