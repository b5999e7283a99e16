import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from './canonical-json.ts'

test('keys are sorted at every depth and undefined members are left out', () => {
  expect(canonicalJson({ b: 1, a: { d: [1, undefined, { z: 1, y: undefined }], c: 'ع' } })).toBe(
    '{"a":{"c":"ع","d":[1,null,{"z":1}]},"b":1}',
  )
})

test('the order of keys never changes the text, and parsing gives the value back', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const reversed = Object.fromEntries(Object.entries(value).reverse())
      expect(canonicalJson(reversed)).toBe(canonicalJson(value))
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})

test('what JSON cannot carry is refused', () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1n, () => 1, Symbol('s')]) {
    expect(() => canonicalJson(value)).toThrow(TypeError)
  }
})
