import { describe, expect, it } from 'vitest'
import type { RequestState } from '#shared/domain/requests/request.ts'
import { findNextToDecide, type PlacedRow, placeIn } from './next-in-view.ts'

const row = (id: string, state: RequestState = 'submitted', over: Partial<PlacedRow> = {}): PlacedRow => ({
  id,
  state,
  kind: 'email-change',
  branch: 'riyadh',
  ...over,
})
const clerk = { role: 'clerk', branch: 'riyadh' } as const
const supervisor = { role: 'supervisor', branch: 'riyadh' } as const

describe('placeIn', () => {
  const rows = [row('a'), row('b'), row('c')]
  it('knows the neighbours', () => {
    expect(placeIn(rows, 'b')).toEqual({ position: 2, previous: 'a', next: 'c' })
    expect(placeIn(rows, 'a')).toEqual({ position: 1, previous: undefined, next: 'b' })
    expect(placeIn(rows, 'c')).toEqual({ position: 3, previous: 'b', next: undefined })
  })
  it('leads back into the list from a request that left it', () => {
    expect(placeIn(rows, 'gone')).toEqual({ position: undefined, previous: undefined, next: 'a' })
    expect(placeIn([], 'gone').next).toBeUndefined()
    expect(placeIn(rows, 'gone', 2)).toEqual({ position: undefined, previous: 'a', next: 'b' })
    expect(placeIn(rows, 'gone', 4)).toEqual({ position: undefined, previous: 'c', next: undefined })
  })
})

describe('findNextToDecide', () => {
  it('skips what waits for somebody else', () => {
    const rows = [
      row('a'),
      row('returned', 'returned'),
      row('second', 'awaiting-second'),
      row('other-branch', 'submitted', { branch: 'jeddah' }),
      row('other-kind', 'submitted', { kind: 'cpd' }),
      row('b', 'in-review'),
    ]
    expect(findNextToDecide(rows, 'a', clerk)).toBe('b')
    expect(findNextToDecide(rows, 'a', supervisor)).toBe('second')
    expect(findNextToDecide(rows, undefined, clerk)).toBe('a')
    expect(findNextToDecide(rows, undefined, { role: 'auditor', branch: 'riyadh' })).toBeUndefined()
  })
  it('goes on from the top after the last, and never answers the request itself', () => {
    expect(findNextToDecide([row('a'), row('b')], 'b', clerk)).toBe('a')
    expect(findNextToDecide([row('a')], 'a', clerk)).toBeUndefined()
    expect(findNextToDecide([row('a'), row('b')], 'not-there', clerk)).toBe('a')
  })
})
