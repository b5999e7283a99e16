import fc from 'fast-check'
import { expect, test } from 'vitest'
import { base32, codeOf, findStep, otpauthUri, stepAt } from './totp.ts'

const secret = Buffer.from('12345678901234567890', 'ascii')

test('codes are those of RFC 6238, appendix B', () => {
  const vectors: readonly [number, string][] = [
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ]
  for (const [seconds, code] of vectors) {
    expect(codeOf(secret, stepAt(seconds * 1000), 8)).toBe(code)
    expect(codeOf(secret, stepAt(seconds * 1000))).toBe(code.slice(2))
  }
})

test('a code is found one step around its own, and no further', () => {
  const now = 1_800_000_015_000
  const step = stepAt(now)
  for (const off of [-1, 0, 1]) expect(findStep(secret, codeOf(secret, step + off), now)).toBe(step + off)
  for (const off of [-3, -2, 2, 3]) expect(findStep(secret, codeOf(secret, step + off), now)).toBeUndefined()
  expect(findStep(secret, '', now)).toBeUndefined()
})

test('keys are written as RFC 4648 has them', () => {
  expect(['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((text) => base32(Buffer.from(text)))).toEqual(
    ' MY MZXQ MZXW6 MZXW6YQ MZXW6YTB MZXW6YTBOI'.split(' '),
  )
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), (bytes) => {
      expect(base32(bytes)).toMatch(/^[A-Z2-7]{32}$/)
    }),
  )
})

test('an app reads names in any script', () => {
  const uri = new URL(otpauthUri(secret, { issuer: 'هيئة & co', account: 'n.alotaibi' }))
  expect(uri.searchParams.get('secret')).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
  expect(uri.searchParams.get('issuer')).toBe('هيئة & co')
  expect(decodeURIComponent(uri.pathname)).toContain('هيئة & co:n.alotaibi')
})
