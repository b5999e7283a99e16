import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeBase45 } from './base45.ts'
import { Verdict, VerdictReason } from './certificate.ts'
import { bytesOfCode, codePrefix } from './certificate-code.ts'
import { TestIssuer, testLimits, testNow, testPorts } from './test-issuer.ts'
import { verifyCode } from './verify-code.ts'

const authority = new TestIssuer()
const code = authority.code()
const bytes = bytesOfCode(code, codePrefix)
const evidence = authority.evidence()
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'

function verdictOf(text: string, profile: 'mumaris' | 'eu-dcc' = 'mumaris') {
  const clock = { now: testNow, trusted: true }
  const { verdict, reason } = verifyCode({ code: text, profile, clock, evidence, limits: testLimits }, testPorts)
  expect(Verdict.options).toContain(verdict)
  expect(VerdictReason.options).toContain(reason)
  return verdict
}

/** A code with something changed in its letters or in the bytes behind them. */
const letterChanged = fc
  .tuple(fc.nat(code.length - codePrefix.length - 1), fc.constantFrom(...alphabet))
  .map(([at, letter]) => code.slice(0, codePrefix.length + at) + letter + code.slice(codePrefix.length + at + 1))
const bitFlipped = fc.tuple(fc.nat(bytes.length - 1), fc.nat(7)).map(([at, bit]) => {
  const changed = bytes.slice()
  changed[at] = (changed[at] ?? 0) ^ (1 << bit)
  return codePrefix + encodeBase45(changed)
})
const bytesReplaced = fc
  .tuple(fc.nat(bytes.length - 1), fc.nat(8), fc.uint8Array({ maxLength: 8 }))
  .map(
    ([at, length, put]) =>
      codePrefix + encodeBase45(Uint8Array.from([...bytes.slice(0, at), ...put, ...bytes.slice(at + length)])),
  )
const lettersSwapped = fc.tuple(fc.nat(code.length - 2), fc.nat(code.length - 2)).map(([a, b]) => {
  const letters = [...code]
  const [first, second] = [letters[a] ?? '', letters[b] ?? '']
  letters[a] = second
  letters[b] = first
  return letters.join('')
})
const cut = fc.nat(code.length - 1).map((length) => code.slice(0, length))
const twice = fc.nat(code.length).map((at) => code + code.slice(at, code.length - 1))

describe('a code that was changed', () => {
  it('is valid in none of 10,000 ways, and nothing is ever thrown', () => {
    expect(verdictOf(code)).toBe('valid')
    let tried = 0
    const mutated = fc.oneof(letterChanged, bitFlipped, bytesReplaced, lettersSwapped, cut, twice)
    fc.assert(
      fc.property(mutated, (text) => {
        if (text.trim() === code) return
        tried += 1
        expect(verdictOf(text)).not.toBe('valid')
      }),
      { numRuns: 10_000, verbose: fc.VerbosityLevel.None },
    )
    expect(tried).toBeGreaterThan(9_000)
  }, 60_000)

  it('survives anything that anybody types or scans', () => {
    const anything = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 600 }).map((text) => codePrefix + text),
      fc.uint8Array({ maxLength: 300 }).map((raw) => codePrefix + encodeBase45(raw)),
      fc.uint8Array({ maxLength: 300 }).map((raw) => `HC1:${encodeBase45(raw)}`),
    )
    fc.assert(
      fc.property(anything, fc.constantFrom('mumaris', 'eu-dcc'), (text, profile) => {
        expect(verdictOf(text, profile)).not.toBe('valid')
      }),
      { numRuns: 2_000 },
    )
  })
})
