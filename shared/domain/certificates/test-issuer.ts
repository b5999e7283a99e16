import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign, verify } from 'node:crypto'
import { deflateSync, inflateSync } from 'node:zlib'
import { encodeBase64Url } from './base64.ts'
import type { Certificate, CertificateState, VerificationKey } from './certificate.ts'
import { type Certified, writeCode } from './certificate-code.ts'
import { type Evidence, openEvidence, type SignedList } from './evidence.ts'
import type { SignerPorts, VerifierPorts } from './ports.ts'
import { packStates, statusListUri, writeStatusList } from './status-list.ts'
import { type ListedKey, trustListUri, writeTrustList } from './trust-list.ts'

function bytes(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer)
}

const keys = new Map<string, KeyObject>()

function keyOf(publicKey: Uint8Array): KeyObject {
  const name = encodeBase64Url(publicKey)
  const x = encodeBase64Url(publicKey.slice(1, 33))
  const y = encodeBase64Url(publicKey.slice(33))
  const key = keys.get(name) ?? createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
  keys.set(name, key)
  return key
}

/** The verifier's ports by Node, for tests. */
export const testPorts: VerifierPorts = {
  verifyEs256(publicKey, message, signature) {
    try {
      return verify('sha256', message, { key: keyOf(publicKey), dsaEncoding: 'ieee-p1363' }, signature)
    } catch {
      return false
    }
  },
  inflate: (packed, maxBytes) => bytes(inflateSync(packed, { maxOutputLength: maxBytes })),
}

/** A key with what signs by it. */
export interface TestKey extends VerificationKey, SignerPorts {
  readonly privateKey: KeyObject
}

/** A new P-256 key. */
export function newKey(kid: string): TestKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x, y } = publicKey.export({ format: 'jwk' })
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x ?? '', 'base64url'), Buffer.from(y ?? '', 'base64url')])
  return {
    kid: Buffer.from(kid, 'utf8').toString('base64url'),
    publicKey: point.toString('base64url'),
    privateKey,
    sign: (message) => bytes(sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' })),
  }
}

const seconds = (instant: string): number => Math.floor(Date.parse(instant) / 1000)

/** The moment at which the tests verify, and shortly before it. */
export const testNow = '2026-11-22T07:00:00.000Z'
export const testSignedAt = '2026-11-22T06:30:00.000Z'
export const testLimits = { statusListSeconds: 72 * 3600, trustListSeconds: 30 * 24 * 3600 }

export const testCertified: Certified = {
  kind: 'registration',
  number: 'C-26-0004821',
  nameAr: 'فهد ناصر سعد القحطاني',
  nameEn: 'Fahad Nasser Saad Alqahtani',
  rank: 'specialist',
  specialty: 'general-nursing',
  membershipNo: '20417735',
  issuedOn: '2025-01-22',
  expiresOn: '2027-01-22',
  status: { uri: statusListUri(1), index: 7 },
}

/** An authority reduced to its keys: it issues codes and signs lists. */
export class TestIssuer {
  readonly anchor = newKey('anchor-1')
  readonly issuer = newKey('issuer-1')
  readonly lists = newKey('lists-1')

  code(over: Partial<Certified> = {}, by: TestKey = this.issuer): string {
    const certified = { ...testCertified, ...over }
    const issuedAt = `${certified.issuedOn}T07:00:00.000Z`
    return writeCode(certified, { issuer: 'plus.example.sa', issuedAt, id: bytes(randomBytes(8)), kid: by.kid }, by)
  }

  certificate(over: Partial<Certificate> = {}): Certificate {
    const certificate: Certificate = {
      ...testCertified,
      id: 'certificate-1',
      version: 1,
      state: 'in-force',
      memberId: 'member-1',
      code: '',
      proposal: null,
      steps: [],
      updatedAt: testSignedAt,
      ...over,
    }
    return { ...certificate, code: over.code ?? this.code(certificate) }
  }

  trustList(
    over: { version?: number; at?: string; keys?: readonly ListedKey[]; by?: TestKey } = {},
  ): SignedList & { kind: 'trust-list' } {
    const listed = (key: TestKey, use: ListedKey['use']): ListedKey => ({ ...key, use, from: 0, until: null })
    const { version = 1, at = testSignedAt, by = this.anchor } = over
    const keys = over.keys ?? [listed(this.issuer, 'certificates'), listed(this.lists, 'lists')]
    const signed = writeTrustList({ version, issuedAt: seconds(at), keys }, by.kid, by)
    return { kind: 'trust-list', uri: trustListUri, signed }
  }

  statusList(
    over: {
      version?: number
      at?: string
      states?: readonly (readonly [number, CertificateState])[]
      size?: number
      uri?: string
      by?: TestKey
    } = {},
  ): SignedList & { kind: 'status-list' } {
    const { version = 1, at = testSignedAt, states = [], size = 64, uri = statusListUri(1), by = this.lists } = over
    const packed = bytes(deflateSync(packStates(states, size)))
    const signed = writeStatusList({ uri, version, issuedAt: seconds(at), ttl: 1800, packed }, by.kid, by)
    return { kind: 'status-list', uri, signed }
  }

  evidence(lists: readonly SignedList[] = [this.trustList(), this.statusList()]): Evidence {
    return openEvidence({ anchor: this.anchor, lists }, testPorts)
  }
}
