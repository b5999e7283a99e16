import { encode, Tag } from 'cbor2'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeCbor } from './cbor.ts'
import { encodeCbor } from './cbor-encode.ts'

const number = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.constantFrom(0, 23, 24, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, -1, -24, -25, -256, -257, -65_537),
)
const text = fc.string({ unit: 'grapheme', maxLength: 30 })
const key = fc.oneof(number, text)
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    number,
    text,
    fc.uint8Array({ maxLength: 300 }),
    fc.array(tie('value'), { maxLength: 30 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 30 }).map((entries) => new Map(entries)),
    fc.tuple(fc.nat(100_000), tie('value')).map(([tag, contents]) => new Tag(tag, contents)),
  ),
}))

describe('writing CBOR', () => {
  it('gives the bytes that the library gives in its deterministic form', () => {
    fc.assert(
      fc.property(value, (any) => {
        expect(Buffer.from(encodeCbor(any)).toString('hex')).toBe(
          Buffer.from(encode(any, { cde: true })).toString('hex'),
        )
      }),
      { numRuns: 500 },
    )
  })

  it('is read back in the canonical form', () => {
    const map = new Map<unknown, unknown>([
      [-65_537, 'فهد'],
      [1, [new Uint8Array([1, 2])]],
      ['a', new Map()],
    ])
    expect(decodeCbor(encodeCbor(map), 'canonical')).toEqual(map)
  })

  it.each([1.5, Number.NaN, null, undefined, true, {}, 10n, 2 ** 60])('refuses %s', (any) => {
    expect(() => encodeCbor(any)).toThrow(TypeError)
    expect(() => encodeCbor(new Map([[1, any]]))).toThrow(TypeError)
  })

  it('takes Node’s Buffer for the bytes that it is', () => {
    expect(encodeCbor(Buffer.from([1, 2]))).toEqual(Uint8Array.of(0x42, 1, 2))
  })
})
