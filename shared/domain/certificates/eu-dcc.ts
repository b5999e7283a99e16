import { isCalendarDate, riyadhDateOf } from '../calendar.ts'
import { asMap, asText, asWhole, type CborMap, decodeMap, Unreadable } from './cbor.ts'
import type { CertifiedFacts } from './certificate.ts'
import { bytesOfCode, type CodeContent } from './certificate-code.ts'
import { claim } from './claims.ts'
import { readSign1, type Sign1 } from './cose-sign1.ts'
import type { VerifierPorts } from './ports.ts'

/** The EU Digital COVID Certificate: another prefix, a zlib layer, other claims, keys by parameter, no status list. */
export const dccPrefix = 'HC1:'
/** `hcert`, and in it the first version of the certificate. */
const hcert = { claim: -260, version1: 1 } as const
/** Groups of a certificate; one of them has one entry. */
const groups = { v: 'vaccination', t: 'test', r: 'recovery' } as const
/** Largest inflated message, in bytes. */
const maxInflated = 16_384

function textOr(map: CborMap, key: string, fallback = ''): string {
  const value = map.get(key)
  return typeof value === 'string' ? value : fallback
}

function dateOf(seconds: number | null): string | null {
  if (seconds === null) return null
  try {
    return riyadhDateOf(seconds * 1000)
  } catch {
    return null
  }
}

/** Seconds of a date claim; some encoders write them with a fraction. */
function secondsOf(value: unknown): number {
  return asWhole(typeof value === 'number' ? Math.floor(value) : value, 0, 8_000_000_000_000)
}

function readFacts(claims: CborMap, issuedAt: number, expiresAt: number | null): CertifiedFacts {
  const certificate = asMap(asMap(claims.get(hcert.claim)).get(hcert.version1))
  for (const [group, kind] of Object.entries(groups)) {
    const entries = certificate.get(group)
    if (!Array.isArray(entries) || entries.length === 0) continue
    const entry = asMap(entries[0])
    const name = asMap(certificate.get('nam'))
    const expiresOn = dateOf(expiresAt)
    return {
      kind,
      number: asText(entry.get('ci')),
      nameAr: '',
      nameEn: [textOr(name, 'gn'), textOr(name, 'fn', textOr(name, 'fnt'))].filter((part) => part !== '').join(' '),
      rank: '',
      specialty: '',
      membershipNo: '',
      issuer: textOr(entry, 'is', textOr(entry, 'co')),
      issuedOn: dateOf(issuedAt),
      expiresOn: expiresOn !== null && isCalendarDate(expiresOn) ? expiresOn : null,
    }
  }
  throw new Unreadable('code-malformed')
}

/** Reads an EU certificate, signed or not. @throws {Unreadable} */
export function readDcc(
  code: string,
  { inflate }: Pick<VerifierPorts, 'inflate'>,
): { message: Sign1; content: CodeContent } {
  const packed = bytesOfCode(code, dccPrefix)
  let bytes: Uint8Array
  try {
    // Compression is expected, and left out by some issuers: its first byte says so.
    bytes = packed[0] === 0x78 ? inflate(packed, maxInflated) : packed
  } catch (cause) {
    throw new Unreadable('code-malformed', cause)
  }
  const message = readSign1(bytes, 'foreign')
  const claims = decodeMap(message.payload, 'foreign')
  const issuedAt = secondsOf(claims.get(claim.iat))
  const exp = claims.get(claim.exp)
  const expiresAt = exp === undefined ? null : secondsOf(exp)
  return { message, content: { facts: readFacts(claims, issuedAt, expiresAt), issuedAt, expiresAt, status: null } }
}
