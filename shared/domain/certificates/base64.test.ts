import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeBase64, encodeBase64Url, findBase64Bytes, getBase64Bytes } from './base64.ts'

describe('base64', () => {
  it('writes what Node writes and reads both alphabets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(encodeBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
        expect(encodeBase64Url(bytes)).toBe(Buffer.from(bytes).toString('base64url'))
        expect(findBase64Bytes(encodeBase64(bytes))).toEqual(bytes)
        expect(findBase64Bytes(encodeBase64Url(bytes))).toEqual(bytes)
      }),
    )
  })

  it.each(['A', 'AAAAA', 'AB', 'AA=A', 'A A=', 'بب=='])('refuses %j', (text) => {
    expect(findBase64Bytes(text)).toBeUndefined()
    expect(() => getBase64Bytes(text)).toThrow(TypeError)
  })
})
