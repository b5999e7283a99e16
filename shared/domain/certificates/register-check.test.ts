import { describe, expect, it } from 'vitest'
import type { Certificate } from './certificate.ts'
import { againstRegister, verifyNumber } from './register-check.ts'
import { newKey, TestIssuer, testLimits, testNow, testPorts } from './test-issuer.ts'
import { verifyCode } from './verify-code.ts'

const authority = new TestIssuer()
const ground = { clock: { now: testNow, trusted: true }, evidence: authority.evidence(), limits: testLimits }
const verify = (code: string) => verifyCode({ ...ground, code, profile: 'mumaris' }, testPorts)

describe('a number', () => {
  const byNumber = (certificate: Certificate | undefined, registerComplete = true) =>
    verifyNumber({ ...ground, certificate, registerComplete }, testPorts)

  it('is answered with the verdict on its code', () => {
    expect(byNumber(authority.certificate())).toMatchObject({
      verdict: 'valid',
      reason: 'in-force',
      proofs: { signature: 'met' },
    })
  })

  it('is not found only where the register is complete', () => {
    expect(byNumber(undefined)).toMatchObject({ verdict: 'not-found', reason: 'number-unknown', facts: null })
    expect(byNumber(undefined, false)).toMatchObject({ verdict: 'cannot-tell', reason: 'register-not-complete' })
  })

  it('is altered when the register keeps another certificate’s code', () => {
    const code = authority.code({ number: 'C-26-0009999' })
    expect(byNumber(authority.certificate({ code }))).toMatchObject({
      verdict: 'altered',
      reason: 'code-differs-from-register',
    })
  })
})

describe('a code against the register', () => {
  const certificate = authority.certificate()

  it('stands on its own where the register has no such number', () => {
    expect(againstRegister(verify(certificate.code), { certificate: undefined })).toMatchObject({ verdict: 'valid' })
  })

  it.each<[string, Partial<Certificate>]>([
    ['name', { nameAr: 'فهد ناصر القحطاني' }],
    ['rank', { rank: 'consultant' }],
    ['end', { expiresOn: '2030-01-01' }],
    ['place in the status list', { status: { uri: 'urn:mumaris:status:1', index: 8 } }],
  ])('is altered where it says another %s', (_, over) => {
    const row = { ...certificate, ...over }
    expect(againstRegister(verify(certificate.code), { certificate: row })).toMatchObject({
      verdict: 'altered',
      reason: 'code-differs-from-register',
    })
  })

  it.each(['revoked', 'suspended'] as const)('is %s as soon as the register says so', (state) => {
    expect(againstRegister(verify(certificate.code), { certificate: { ...certificate, state } })).toMatchObject({
      verdict: state,
      reason: `status-${state}`,
      proofs: { status: 'failed' },
    })
  })

  it('never gets better by the register', () => {
    const revoked = authority.evidence([authority.trustList(), authority.statusList({ states: [[7, 'revoked']] })])
    const verified = verifyCode({ ...ground, evidence: revoked, code: certificate.code, profile: 'mumaris' }, testPorts)
    expect(againstRegister(verified, { certificate: { ...certificate, state: 'suspended' } }).verdict).toBe('revoked')
    expect(againstRegister(verified, { certificate }).verdict).toBe('revoked')
    const forged = verify(authority.code({}, newKey('forger')))
    expect(againstRegister(forged, { certificate: { ...certificate, state: 'revoked' } })).toEqual(forged)
  })
})
