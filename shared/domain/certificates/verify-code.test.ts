import { describe, expect, it } from 'vitest'
import { encodeBase45 } from './base45.ts'
import { bytesOfCode, codePrefix, readCode } from './certificate-code.ts'
import { openEvidence, trustKeys } from './evidence.ts'
import { newKey, TestIssuer, testCertified, testLimits, testNow, testPorts } from './test-issuer.ts'
import { type VerifyInput, verifyCode } from './verify-code.ts'

const authority = new TestIssuer()
const code = authority.code()
const days = (count: number) => new Date(Date.parse(testNow) + count * 86_400_000).toISOString()

function verify(over: Partial<VerifyInput> = {}) {
  const input: VerifyInput = {
    code,
    profile: 'mumaris',
    clock: { now: testNow, trusted: true },
    evidence: authority.evidence(),
    limits: testLimits,
    ...over,
  }
  return verifyCode(input, testPorts)
}

const listsOf = (status: Parameters<TestIssuer['statusList']>[0], trust?: Parameters<TestIssuer['trustList']>[0]) =>
  authority.evidence([authority.trustList(trust), authority.statusList(status)])

describe('a code', () => {
  it('fits a QR code of version 13 at level M, in its alphabet', () => {
    expect(code).toMatch(/^MPL1:[0-9A-Z $%*+\-./:]+$/)
    expect(code.length).toBeLessThanOrEqual(483)
  })

  it('gives back what was certified', () => {
    const { content } = readCode(code)
    const { status, ...facts } = testCertified
    expect(content.facts).toEqual({ ...facts, issuer: 'plus.example.sa' })
    expect(content.status).toEqual(status)
    expect(readCode(authority.code({ expiresOn: null })).content).toMatchObject({
      expiresAt: null,
      facts: { expiresOn: null },
    })
  })

  it('may come with what scanners and clipboards add', () => {
    const pasted = `\u200f \ufeff${code.slice(0, 80)}\r\n${code.slice(80)}\n`
    expect(verify({ code: pasted })).toMatchObject({ verdict: 'valid' })
  })
})

describe('the verdict', () => {
  it('valid: in force, with the proofs and the age of the evidence', () => {
    const { facts, ...rest } = verify()
    expect(facts?.number).toBe(testCertified.number)
    expect(rest).toEqual({
      verdict: 'valid',
      reason: 'in-force',
      status: testCertified.status,
      proofs: { signature: 'met', issuer: 'met', status: 'met', clock: 'met' },
      statusList: { signedAt: '2026-11-22T06:30:00.000Z', ageSeconds: 1800, limitSeconds: 72 * 3600 },
      trustList: { signedAt: '2026-11-22T06:30:00.000Z', ageSeconds: 1800, limitSeconds: 30 * 86_400 },
    })
  })

  it('expired: from the first moment after its last day in Riyadh', () => {
    const at = (moment: string) => verify({ at: moment }).verdict
    expect(at('2027-01-22T20:59:59.000Z')).toBe('valid')
    expect(at('2027-01-22T21:00:00.000Z')).toBe('expired')
    expect(verify({ clock: { now: '2027-03-01T00:00:00.000Z', trusted: true } })).toMatchObject({
      verdict: 'expired',
      reason: 'past-expiry',
    })
  })

  it('suspended and revoked: failed status', () => {
    expect(verify({ evidence: listsOf({ states: [[7, 'suspended']] }) })).toMatchObject({
      verdict: 'suspended',
      reason: 'status-suspended',
      proofs: { signature: 'met', status: 'failed' },
    })
    expect(verify({ evidence: listsOf({ states: [[7, 'revoked']] }) })).toMatchObject({
      verdict: 'revoked',
      reason: 'status-revoked',
      proofs: { status: 'failed' },
    })
    expect(
      verify({
        evidence: listsOf({
          states: [
            [6, 'revoked'],
            [8, 'revoked'],
          ],
        }),
      }).verdict,
    ).toBe('valid')
  })

  it('altered: signed words changed, or not readable any more', () => {
    const bytes = bytesOfCode(code, codePrefix)
    const changed = bytes.slice()
    changed[bytes.length - 90] = (bytes[bytes.length - 90] ?? 0) ^ 1
    expect(verify({ code: codePrefix + encodeBase45(changed) })).toMatchObject({
      verdict: 'altered',
      proofs: { signature: 'failed' },
      reason: 'signature-wrong',
    })
    expect(verify({ code: code.slice(0, -1) })).toMatchObject({ verdict: 'altered', reason: 'code-malformed' })
    expect(verify({ code: codePrefix })).toMatchObject({ verdict: 'altered', facts: null })
    expect(verify({ code: codePrefix + 'A'.repeat(4096) })).toMatchObject({
      verdict: 'altered',
      reason: 'code-malformed',
    })
  })

  it('cannot tell what is no code of ours', () => {
    for (const text of ['', 'https://example.com', 'mpl1:ABC', 'C-26-0004821']) {
      expect(verify({ code: text })).toMatchObject({ verdict: 'cannot-tell', reason: 'code-malformed', facts: null })
    }
  })

  it('unknown issuer: a key that is not on the list, or not for certificates, or not in force', () => {
    expect(verify({ code: authority.code({}, newKey('somebody')) })).toMatchObject({
      verdict: 'unknown-issuer',
      reason: 'key-unknown',
      proofs: { issuer: 'failed', signature: 'unknown', status: 'unknown' },
    })
    expect(verify({ code: authority.code({}, authority.lists) })).toMatchObject({ reason: 'key-unknown' })
    const until = (end: string) => [
      { ...authority.issuer, use: 'certificates' as const, from: 0, until: Date.parse(end) / 1000 },
      { ...authority.lists, use: 'lists' as const, from: 0, until: null },
    ]
    expect(verify({ evidence: listsOf({}, { keys: until('2025-01-01T00:00:00Z') }) })).toMatchObject({
      verdict: 'unknown-issuer',
      reason: 'key-not-in-force',
      proofs: { signature: 'met', issuer: 'failed' },
    })
    // A key that is out of use by now, and was in force when it signed.
    expect(verify({ evidence: listsOf({}, { keys: until('2026-01-01T00:00:00Z') }) })).toMatchObject({
      verdict: 'valid',
    })
  })

  it('altered, not valid, when another key takes a trusted name', () => {
    const impostor = { ...newKey('x'), kid: authority.issuer.kid }
    expect(verify({ code: authority.code({}, impostor) })).toMatchObject({
      verdict: 'altered',
      reason: 'signature-wrong',
    })
  })
})

describe('cannot tell', () => {
  it.each<[string, () => Partial<VerifyInput>, string]>([
    ['without a trust list', () => ({ evidence: authority.evidence([authority.statusList()]) }), 'trust-list-missing'],
    [
      'without an anchor',
      () => ({ evidence: openEvidence({ anchor: null, lists: [authority.trustList()] }, testPorts) }),
      'trust-list-not-trusted',
    ],
    [
      'with a trust list by another anchor',
      () => ({ evidence: listsOf({}, { by: { ...newKey('x'), kid: authority.anchor.kid } }) }),
      'trust-list-not-trusted',
    ],
    ['with a stale trust list', () => ({ evidence: listsOf({}, { at: days(-31) }) }), 'trust-list-stale'],
    ['without a status list', () => ({ evidence: authority.evidence([authority.trustList()]) }), 'status-list-missing'],
    [
      'with another status list only',
      () => ({ evidence: listsOf({ uri: 'urn:mumaris:status:2' }) }),
      'status-list-missing',
    ],
    ['with a stale status list', () => ({ evidence: listsOf({ at: days(-3.1) }) }), 'status-list-stale'],
    ['with a status list by a stranger', () => ({ evidence: listsOf({ by: newKey('x') }) }), 'status-list-not-trusted'],
    [
      'with a status list by the issuer key',
      () => ({ evidence: listsOf({ by: authority.issuer }) }),
      'status-list-not-trusted',
    ],
    ['beyond the end of the list', () => ({ evidence: listsOf({ size: 4 }) }), 'status-not-listed'],
    ['with a clock that is not trusted', () => ({ clock: { now: testNow, trusted: false } }), 'clock-not-trusted'],
    ['with a clock far behind the lists', () => ({ clock: { now: days(-2), trusted: true } }), 'clock-not-trusted'],
    ['before it was issued', () => ({ at: '2025-01-01T00:00:00.000Z' }), 'not-yet-in-force'],
  ])('%s', (_, over, reason) => {
    const clock = reason === 'clock-not-trusted' ? 'failed' : 'met'
    expect(verify(over())).toMatchObject({ verdict: 'cannot-tell', reason, proofs: { clock } })
  })

  it('is what a stale trust list leaves of a key that it does not name', () => {
    const evidence = listsOf({}, { at: days(-31) })
    expect(verify({ evidence, code: authority.code({}, newKey('new')) })).toMatchObject({ reason: 'trust-list-stale' })
  })
})

describe('stale is never green, and bad news never go stale', () => {
  it.each(['revoked', 'suspended'] as const)('%s in a stale list by a stale trust list is still so', (state) => {
    const evidence = listsOf({ at: days(-400), states: [[7, state]] }, { at: days(-400) })
    expect(verify({ evidence })).toMatchObject({ verdict: state })
  })

  it('a set-back clock does not revive an expired certificate', () => {
    const old = authority.code({ issuedOn: '2023-01-01', expiresOn: '2025-01-01' })
    // Its holder turned the clock back to 2024; the lists were signed in 2026.
    expect(verify({ code: old, clock: { now: '2024-06-01T00:00:00.000Z', trusted: true } })).toMatchObject({
      verdict: 'expired',
      proofs: { clock: 'failed' },
    })
  })

  it('what is expired at the last proven moment is expired', () => {
    const old = authority.code({ issuedOn: '2023-01-01', expiresOn: '2025-01-01' })
    expect(verify({ code: old, clock: { now: testNow, trusted: false } })).toMatchObject({ verdict: 'expired' })
  })

  it('a revoked certificate that has expired stays revoked', () => {
    const old = authority.code({ issuedOn: '2023-01-01', expiresOn: '2025-01-01' })
    expect(verify({ code: old, evidence: listsOf({ states: [[7, 'revoked']] }) })).toMatchObject({ verdict: 'revoked' })
  })

  it('keys by parameter trust the issuer and say nothing of the status', () => {
    const evidence = trustKeys([authority.issuer])
    expect(verify({ evidence })).toMatchObject({
      verdict: 'cannot-tell',
      reason: 'status-list-missing',
      proofs: { signature: 'met', issuer: 'met' },
    })
    expect(verify({ evidence: trustKeys([authority.issuer], authority.evidence()) })).toMatchObject({
      verdict: 'valid',
    })
    expect(verify({ evidence: trustKeys([{ kid: '!', publicKey: 'x' }]) })).toMatchObject({ reason: 'key-unknown' })
  })
})
