import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeBase45, findBase45Bytes } from './base45.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)

describe('base45', () => {
  // RFC 9285, 4.3 and 4.4.
  it.each([
    ['AB', 'BB8'],
    ['Hello!!', '%69 VD92EX0'],
    ['base-45', 'UJCLQE7W581'],
    ['ietf!', 'QED8WEX0'],
  ])('writes and reads %s as %s', (text, code) => {
    expect(encodeBase45(utf8(text))).toBe(code)
    expect(findBase45Bytes(code)).toEqual(utf8(text))
  })

  it.each([
    ['FGW', [0xff, 0xff]],
    ['', []],
  ])('reads %j', (code, bytes) => {
    expect(findBase45Bytes(code)).toEqual(Uint8Array.from(bytes))
  })

  it.each([
    ['a group beyond 65535', 'GGW'],
    ['a group beyond 65535', ':::'],
    ['a last pair beyond 255', ':5'],
    ['one character left over', 'BB8B'],
    ['small letters', 'bb8'],
    ['a letter outside of the alphabet', 'BB_'],
    ['Arabic letters', 'ببب'],
    ['a line break', 'BB\n'],
  ])('refuses %s', (_, code) => {
    expect(findBase45Bytes(code)).toBeUndefined()
  })

  it('gives back every sequence of bytes, in the QR alphabet only, and never ends in a space', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = encodeBase45(bytes)
        expect(text).toMatch(/^[0-9A-Z $%*+\-./:]*$/)
        expect(text).not.toMatch(/ $/)
        expect(findBase45Bytes(text)).toEqual(bytes)
      }),
    )
  })

  it('has one text for each sequence of bytes: what can be read is written the same again', () => {
    const text = fc.string({ unit: fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'), maxLength: 12 })
    fc.assert(
      fc.property(text, (code) => {
        const bytes = findBase45Bytes(code)
        if (bytes) expect(encodeBase45(bytes)).toBe(code)
      }),
    )
  })
})
