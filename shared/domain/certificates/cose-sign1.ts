import { Tag } from 'cbor2'
import { asBytes, asMap, type CborMap, decodeCbor, decodeMap, type Strictness, Unreadable } from './cbor.ts'
import { encodeCbor } from './cbor-encode.ts'
import type { SignerPorts } from './ports.ts'

/** The tag of a COSE_Sign1 message and the only algorithm here (RFC 9052, RFC 9053). */
const sign1Tag = 18
export const es256 = -7

const header = { alg: 1, crit: 2, kid: 4, typ: 16 } as const
/** Labels that this reader acts on; a critical one that is not among them makes the message one we do not understand. */
const understood: readonly unknown[] = [header.alg, header.crit, header.kid, header.typ]

/** A COSE_Sign1 message, read and not yet believed. */
export interface Sign1 {
  /** As in the header: -7 is ES256. */
  readonly alg: unknown
  /** Undefined when the message names no key. */
  readonly kid: Uint8Array | undefined
  /** What kind of content it says it is (RFC 9596); undefined when it does not say. */
  readonly typ: unknown
  readonly payload: Uint8Array
  readonly signature: Uint8Array
  /** The bytes that the signature is over. */
  readonly toBeSigned: Uint8Array
}

const empty = new Uint8Array()

/** The Sig_structure of RFC 9052, 4.4. */
export function sigStructure(
  protectedBytes: Uint8Array,
  payload: Uint8Array,
  external: Uint8Array = empty,
): Uint8Array {
  return encodeCbor(['Signature1', protectedBytes, external, payload])
}

function checkCritical(protectedMap: CborMap, unprotected: CborMap): void {
  if (unprotected.has(header.crit)) throw new Unreadable('header-not-understood')
  if (!protectedMap.has(header.crit)) return
  const crit = protectedMap.get(header.crit)
  const known =
    Array.isArray(crit) &&
    crit.length > 0 &&
    crit.every((label) => understood.includes(label) && protectedMap.has(label))
  if (!known) throw new Unreadable('header-not-understood')
}

/**
 * Reads a COSE_Sign1 message. Algorithm and type count only where they are signed. `foreign` messages may lack tag 18,
 * name their key outside of what is signed (as the EU certificates do) and write CBOR in other ways.
 *
 * @throws {Unreadable} `code-malformed`; `header-not-understood` for a critical header that is not known here.
 */
export function readSign1(bytes: Uint8Array, strictness: Strictness, external?: Uint8Array): Sign1 {
  const outer = decodeCbor(bytes, strictness)
  // One message, one form: ours always have the tag, so that no other bytes stand for the same certificate.
  const untagged = strictness === 'foreign' && !(outer instanceof Tag)
  if (!untagged && (!(outer instanceof Tag) || outer.tag !== sign1Tag)) throw new Unreadable('code-malformed')
  const message = outer instanceof Tag ? outer.contents : outer
  if (!Array.isArray(message) || message.length !== 4) throw new Unreadable('code-malformed')
  const protectedBytes = asBytes(message[0])
  const protectedMap = protectedBytes.length === 0 ? new Map() : decodeMap(protectedBytes, strictness)
  const unprotected = asMap(message[1])
  // What is not signed could be changed by anybody: our own messages have nothing there.
  if (strictness === 'canonical' && unprotected.size > 0) throw new Unreadable('code-malformed')
  checkCritical(protectedMap, unprotected)
  const payload = asBytes(message[2])
  const signature = asBytes(message[3])
  if (signature.length === 0) throw new Unreadable('code-malformed')
  const kid: unknown = protectedMap.get(header.kid) ?? unprotected.get(header.kid)
  return {
    alg: protectedMap.get(header.alg),
    kid: kid === undefined ? undefined : asBytes(kid),
    typ: protectedMap.get(header.typ),
    payload,
    signature,
    toBeSigned: sigStructure(protectedBytes, payload, external),
  }
}

/** Writes a COSE_Sign1 message with ES256: tag 18, everything in the protected header. */
export function writeSign1(
  content: { readonly kid: Uint8Array; readonly typ?: string; readonly payload: Uint8Array },
  { sign }: SignerPorts,
): Uint8Array {
  const labels = new Map<number, unknown>([
    [header.alg, es256],
    [header.kid, content.kid],
  ])
  if (content.typ !== undefined) labels.set(header.typ, content.typ)
  const protectedBytes = encodeCbor(labels)
  const signature = sign(sigStructure(protectedBytes, content.payload))
  return encodeCbor(new Tag(sign1Tag, [protectedBytes, new Map(), content.payload, signature]))
}
