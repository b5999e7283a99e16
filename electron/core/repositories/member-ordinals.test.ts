import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MemberOrdinals, placesPerPart } from './member-ordinals.ts'

/** Enough for several parts, the last one not full. */
const count = placesPerPart * 2 + 500
const places = Array.from({ length: count }, (_, n) => n * 3 + 1)

/** As from the store: parts that are read when they are asked for. Also tells which were. */
function restored(from: MemberOrdinals): { ordinals: MemberOrdinals; asked: number[] } {
  const state = from.state()
  const asked: number[] = []
  const part = (number: number): Float64Array => {
    asked.push(number)
    return state.places.slice(number * placesPerPart, (number + 1) * placesPerPart)
  }
  const firsts = Float64Array.from({ length: Math.ceil(state.used / placesPerPart) }, (_, n) => part(n)[0] ?? 0)
  asked.length = 0
  const empty = new Float64Array(from.capacity)
  return { ordinals: MemberOrdinals.restore({ ...state, places: empty }, { firsts, part }), asked }
}

test('ordinals that were kept stand for the same members, of whom only the parts asked for are read', () => {
  const place = fc.nat(count * 3 + 10)
  fc.assert(
    fc.property(fc.array(place, { maxLength: 20 }), fc.array(place, { minLength: 1, maxLength: 8 }), (moved, asked) => {
      const made = MemberOrdinals.read([places.slice(0, 5000), places.slice(5000)], 64)
      for (const each of new Set(moved)) {
        made.leave(each)
        made.enter(each)
      }
      const { ordinals } = restored(made)
      const all = new Uint32Array(made.words).fill(0xffffffff, 0, made.words - 2)
      for (const each of asked) {
        expect(ordinals.of(each)).toBe(made.of(each))
        expect(ordinals.placesOfBits(all, each, 5)).toEqual(made.placesOfBits(all, each, 5))
      }
      expect([ordinals.count, ordinals.deaths]).toEqual([made.count, made.deaths])
    }),
    { numRuns: 20 },
  )
  const { ordinals, asked } = restored(MemberOrdinals.read([places], 64))
  expect([ordinals.of(1), ordinals.of(4), ordinals.of(2)]).toEqual([0, 1, -1])
  expect(ordinals.of(placesPerPart * 3 + 1)).toBe(placesPerPart)
  expect(asked).toEqual([0, 1])
})
