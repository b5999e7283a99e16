import { findBase64Bytes } from './base64.ts'
import { asWhole, decodeMap, Unreadable } from './cbor.ts'
import type { EvidenceList, VerificationKey } from './certificate.ts'
import { claim } from './claims.ts'
import { readSign1 } from './cose-sign1.ts'
import { findTrusted, type TrustedKey } from './keys.ts'
import type { VerifierPorts } from './ports.ts'
import { readStatusList, type StatusList } from './status-list.ts'
import { readTrustList, type TrustList, trustListUri } from './trust-list.ts'

/** A signed list as it is kept and sent. */
export type SignedList = Pick<EvidenceList, 'kind' | 'uri' | 'signed'>

/** The keys that are relied on: the authority's list, why there is none, or keys by parameter. */
export type OpenedTrust =
  | { readonly kind: 'missing' }
  | { readonly kind: 'not-trusted' }
  | { readonly kind: 'list'; readonly list: TrustList }
  | { readonly kind: 'given'; readonly keys: readonly TrustedKey[] }

/** What verdicts rest on, with every signature looked at already. Open it once and keep it until a list changes. */
export interface Evidence {
  readonly trust: OpenedTrust
  readonly statusLists: ReadonlyMap<string, StatusList | 'not-trusted'>
}

function openTrust(anchor: VerificationKey | null, signed: string | undefined, ports: VerifierPorts): OpenedTrust {
  if (signed === undefined) return { kind: 'missing' }
  if (anchor === null) return { kind: 'not-trusted' }
  try {
    return { kind: 'list', list: readTrustList(signed, anchor, ports) }
  } catch {
    return { kind: 'not-trusted' }
  }
}

/** The keys of a trust that is open. */
export function trustedKeys(trust: OpenedTrust): readonly TrustedKey[] {
  if (trust.kind === 'list') return trust.list.keys
  return trust.kind === 'given' ? trust.keys : []
}

function openStatus({ uri, signed }: SignedList, trust: OpenedTrust, ports: VerifierPorts): StatusList | 'not-trusted' {
  try {
    const list = readStatusList(signed, trustedKeys(trust), ports)
    return list.uri === uri ? list : 'not-trusted'
  } catch {
    return 'not-trusted'
  }
}

/**
 * Opens the lists that are here. `anchor`: the key that signs the trust list, as it was first told; null before that.
 * Lists that cannot be trusted are noted as such and never thrown away in silence.
 */
export function openEvidence(
  { anchor, lists }: { readonly anchor: VerificationKey | null; readonly lists: readonly SignedList[] },
  ports: VerifierPorts,
): Evidence {
  const trust = openTrust(anchor, lists.find(({ kind }) => kind === 'trust-list')?.signed, ports)
  const statusLists = lists
    .filter(({ kind }) => kind === 'status-list')
    .map((list) => [list.uri, openStatus(list, trust, ports)] as const)
  return { trust, statusLists: new Map(statusLists) }
}

/** Keys by parameter instead of a list: they are relied on as they are. Keys that are none are left out. */
export function trustKeys(keys: readonly VerificationKey[], evidence?: Evidence): Evidence {
  const given = keys.flatMap((key) => findTrusted(key) ?? [])
  return { trust: { kind: 'given', keys: given }, statusLists: evidence?.statusLists ?? new Map() }
}

export type ListAcceptance =
  /** `signedAt`: ISO instant. */
  | { readonly accepted: true; readonly version: number; readonly signedAt: string }
  | {
      readonly accepted: false
      readonly reason: 'unreadable' | 'not-trusted' | 'other-list' | 'older-version' | 'older-time'
    }

interface Edition {
  readonly version: number
  readonly issuedAt: number
}

interface ListPlace {
  readonly anchor: VerificationKey | null
  /** The trust list that is here, by which status lists are judged. */
  readonly trustList: SignedList | null
}

function editionOf(
  list: SignedList,
  place: ListPlace,
  ports: VerifierPorts,
): Edition | 'unreadable' | 'not-trusted' | 'other-list' {
  const { anchor, trustList } = place
  if (anchor === null) return 'not-trusted'
  try {
    if (list.kind === 'trust-list') {
      return list.uri === trustListUri ? readTrustList(list.signed, anchor, ports) : 'other-list'
    }
    if (trustList === null) return 'not-trusted'
    const read = readStatusList(list.signed, readTrustList(trustList.signed, anchor, ports).keys, ports)
    return read.uri === list.uri ? read : 'other-list'
  } catch (thrown) {
    return thrown instanceof Unreadable && thrown.reason === 'code-malformed' ? 'unreadable' : 'not-trusted'
  }
}

/**
 * Whether a list that arrives may take the place of the one that is here. Its own signed version and time count: a lower
 * version is a roll-back and refused, and so is the same version signed earlier. A stored list that cannot be read any
 * more stands in nobody's way.
 */
export function acceptList(
  input: ListPlace & { readonly stored: SignedList | null; readonly arriving: SignedList },
  ports: VerifierPorts,
): ListAcceptance {
  const { stored, arriving } = input
  if (stored && (stored.kind !== arriving.kind || stored.uri !== arriving.uri)) {
    return { accepted: false, reason: 'other-list' }
  }
  const next = editionOf(arriving, input, ports)
  if (typeof next === 'string') return { accepted: false, reason: next }
  const last = stored ? editionOf(stored, input, ports) : 'unreadable'
  if (typeof last !== 'string') {
    if (next.version < last.version) return { accepted: false, reason: 'older-version' }
    if (next.version === last.version && next.issuedAt < last.issuedAt) return { accepted: false, reason: 'older-time' }
  }
  return { accepted: true, version: next.version, signedAt: new Date(next.issuedAt * 1000).toISOString() }
}

/**
 * The version that a list gives itself, without looking at who signed it: for its own authority, which kept it.
 *
 * @throws {Unreadable} `code-malformed`.
 */
export function versionOfList({ signed }: Pick<SignedList, 'signed'>): number {
  const { payload } = readSign1(findBase64Bytes(signed) ?? new Uint8Array(), 'canonical')
  return asWhole(decodeMap(payload, 'canonical').get(claim.version), 1, Number.MAX_SAFE_INTEGER)
}
