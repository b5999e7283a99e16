import { addDays, calendarDate, dayNumber, riyadhDateOf } from '../calendar.ts'
import { encodeBase45, findBase45Bytes } from './base45.ts'
import { getBase64Bytes } from './base64.ts'
import { asBytes, asMap, asSeconds, asText, asWhole, type CborMap, decodeMap, Unreadable } from './cbor.ts'
import { encodeCbor } from './cbor-encode.ts'
import { type Certificate, CertificateKind, type CertifiedFacts } from './certificate.ts'
import { claim } from './claims.ts'
import { readSign1, type Sign1, writeSign1 } from './cose-sign1.ts'
import type { SignerPorts } from './ports.ts'

/** What every code of ours begins with. */
export const codePrefix = 'MPL1:'
/** Longest text of a code that is looked at. */
export const maxCodeLength = 4096

/** Keys of the private map; never used for anything else later. */
const field = { kind: 1, number: 2, nameAr: 3, nameEn: 4, rank: 5, specialty: 6, membershipNo: 7 } as const
/** A kind's number in the code is its place here, from 1; new ones go to the end. */
const kinds: readonly CertificateKind[] = CertificateKind.options
/** Riyadh is three hours ahead of UTC all year. */
const riyadhSeconds = 3 * 3600
const daySeconds = 86_400

/** What a code says: the facts, the validity in seconds since 1970, and where its status stands. */
export interface CodeContent {
  readonly facts: CertifiedFacts
  readonly issuedAt: number
  /** The first second at which it is no longer in force; null: without end. */
  readonly expiresAt: number | null
  readonly status: { readonly uri: string; readonly index: number } | null
}

/**
 * The text as it was meant: what scanners and clipboards add around it or break it into lines with is taken away. No
 * base45 text ends in a space, so none is lost; spaces inside belong to it.
 */
export function normaliseCode(text: string): string {
  return text.replace(/[\r\n\t\u200b-\u200f\u2028\u2029\u2066-\u2069\ufeff]/g, '').trim()
}

/**
 * The bytes behind a prefix.
 *
 * @throws {Unreadable} `code-malformed` without the prefix, beyond 4 KiB, or for what is not base45.
 */
export function bytesOfCode(code: string, prefix: string): Uint8Array {
  if (!code.startsWith(prefix) || code.length > maxCodeLength) throw new Unreadable('code-malformed')
  const bytes = findBase45Bytes(code.slice(prefix.length))
  if (bytes === undefined) throw new Unreadable('code-malformed')
  return bytes
}

/** The end of the last day in force, in Riyadh. */
function endOf(expiresOn: string): number {
  return dayNumber(addDays(calendarDate(expiresOn), 1)) * daySeconds - riyadhSeconds
}

function readStatus(value: unknown): NonNullable<CodeContent['status']> {
  const list = asMap(asMap(value).get('status_list'))
  return { uri: asText(list.get('uri')), index: asWhole(list.get('idx'), 0, 2 ** 31) }
}

function readFacts(claims: CborMap, issuedAt: number, expiresAt: number | null): CertifiedFacts {
  const certified = asMap(claims.get(claim.certified))
  const kind = kinds[asWhole(certified.get(field.kind), 1, kinds.length) - 1]
  if (kind === undefined) throw new Unreadable('code-malformed')
  return {
    kind,
    number: asText(certified.get(field.number)),
    nameAr: asText(certified.get(field.nameAr)),
    nameEn: asText(certified.get(field.nameEn)),
    rank: asText(certified.get(field.rank)),
    specialty: asText(certified.get(field.specialty)),
    membershipNo: asText(certified.get(field.membershipNo)),
    issuer: asText(claims.get(claim.iss)),
    issuedOn: riyadhDateOf(issuedAt * 1000),
    expiresOn: expiresAt === null ? null : riyadhDateOf((expiresAt - 1) * 1000),
  }
}

/** Reads a code of ours, signed or not. @throws {Unreadable} */
export function readCode(code: string): { message: Sign1; content: CodeContent } {
  const message = readSign1(bytesOfCode(code, codePrefix), 'canonical')
  const claims = decodeMap(message.payload, 'canonical')
  asBytes(claims.get(claim.cti))
  const issuedAt = asSeconds(claims.get(claim.iat))
  const exp = claims.get(claim.exp)
  const expiresAt = exp === undefined ? null : asSeconds(exp)
  const facts = readFacts(claims, issuedAt, expiresAt)
  return { message, content: { facts, issuedAt, expiresAt, status: readStatus(claims.get(claim.status)) } }
}

/** What is certified, as the register knows it. */
export type Certified = Pick<
  Certificate,
  'kind' | 'number' | 'nameAr' | 'nameEn' | 'rank' | 'specialty' | 'membershipNo' | 'issuedOn' | 'expiresOn' | 'status'
>

/**
 * Signs a certificate: the text that is printed. `issuedAt`: ISO instant; `id`: some bytes that no other code has;
 * `kid`: the issuer key's id in base64url.
 */
export function writeCode(
  certified: Certified,
  { issuer, issuedAt, id, kid }: { issuer: string; issuedAt: string; id: Uint8Array; kid: string },
  signer: SignerPorts,
): string {
  const { expiresOn, status } = certified
  const claims = new Map<number, unknown>([
    [claim.iss, issuer],
    [claim.iat, Math.floor(Date.parse(issuedAt) / 1000)],
    [claim.cti, id],
    [
      claim.status,
      new Map([
        [
          'status_list',
          new Map<string, unknown>([
            ['idx', status.index],
            ['uri', status.uri],
          ]),
        ],
      ]),
    ],
    [
      claim.certified,
      new Map<number, unknown>([
        [field.kind, kinds.indexOf(certified.kind) + 1],
        [field.number, certified.number],
        [field.nameAr, certified.nameAr],
        [field.nameEn, certified.nameEn],
        [field.rank, certified.rank],
        [field.specialty, certified.specialty],
        [field.membershipNo, certified.membershipNo],
      ]),
    ],
  ])
  if (expiresOn !== null) claims.set(claim.exp, endOf(expiresOn))
  return codePrefix + encodeBase45(writeSign1({ kid: getBase64Bytes(kid), payload: encodeCbor(claims) }, signer))
}
