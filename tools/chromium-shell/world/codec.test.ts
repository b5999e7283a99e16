import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nodeCodec } from '../node-codec.ts'

const roundTrip = (value: unknown) => nodeCodec.decode(nodeCodec.encode(value))

class Point {
  x = 1
  get double() {
    return this.x * 2
  }
}

const cycle: { self?: unknown } = {}
cycle.self = cycle
const shared = { k: 1 }
const buffer = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]).buffer
const sparse = [1]
sparse[2] = 3

const CASES: Record<string, unknown> = {
  date: new Date(5),
  'invalid date': new Date(Number.NaN),
  map: new Map([[{ a: 1 }, new Set([1n])]]),
  bytes: new Uint8Array([1, 2, 255]),
  'part of a buffer': new Uint8Array(buffer, 2, 3),
  'two views of one buffer': [new Uint8Array(buffer), new Int16Array(buffer)],
  floats: new Float64Array([1.5, Number.NaN, -0]),
  'data view': new DataView(buffer, 1, 4),
  'a Buffer': Buffer.from('hi'),
  bigint: 12n,
  undefined: undefined,
  'undefined inside': { a: undefined },
  numbers: [Number.NaN, -0, Infinity, -Infinity],
  cycle,
  'one object twice': [shared, shared],
  sparse,
  class: new Point(),
  'no prototype': Object.create(null),
  regexp: /a\/b/giu,
  'key __proto__': JSON.parse('{"__proto__":{"a":1}}'),
  'key toJSON': { toJSON: 1 },
  error: new TypeError('boom', { cause: new RangeError('inner') }),
  boxed: [Object('s'), Object(1), Object(false)],
  text: { نص: 'قيمة \u2028 \ud800' },
}

describe('the codec gives what structuredClone gives', () => {
  it.each(Object.entries(CASES))('%s', (_name, value) => {
    expect(roundTrip(value)).toStrictEqual(structuredClone(value))
  })

  it('keeps identities: one object twice stays one, a cycle stays a cycle', () => {
    const [first, second] = roundTrip([shared, shared]) as [object, object]
    expect(first).toBe(second)
    const back = roundTrip(cycle) as typeof cycle
    expect(back.self).toBe(back)
    const [bytes, words] = roundTrip([new Uint8Array(buffer), new Int16Array(buffer)]) as [Uint8Array, Int16Array]
    expect(bytes.buffer).toBe(words.buffer)
  })

  it('for anything that can be cloned', () => {
    const anything = fc.anything({
      withBigInt: true,
      withBoxedValues: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withNullPrototype: true,
      withObjectString: true,
      withSparseArray: true,
      withTypedArray: true,
      maxDepth: 4,
    })
    fc.assert(
      fc.property(anything, (value) => {
        expect(roundTrip(value)).toStrictEqual(structuredClone(value))
      }),
    )
  })

  it.each([
    ['a function', () => 1],
    ['a function inside', { f() {} }],
    ['a symbol', Symbol('x')],
    ['a weak map', new WeakMap()],
    ['a promise', Promise.resolve()],
  ])('refuses %s with DataCloneError', (_name, value) => {
    expect(() => nodeCodec.encode(value)).toThrow(expect.objectContaining({ name: 'DataCloneError' }))
  })

  it('leaves plain rows to JSON', () => {
    const rows = [{ id: 1, name: 'محمد', tags: ['a'], note: null }]
    expect(nodeCodec.encode(rows)).toBe(`J${JSON.stringify(rows)}`)
  })
})
