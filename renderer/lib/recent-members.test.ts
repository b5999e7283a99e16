import { describe, expect, it } from 'vitest'
import { withRecent } from './recent-members.ts'

describe('withRecent', () => {
  it.each([
    [[], 'a', ['a']],
    [['a', 'b'], 'b', ['b', 'a']],
    [['1', '2', '3', '4', '5', '6', '7', '8'], 'new', ['new', '1', '2', '3', '4', '5', '6', '7']],
  ])('%j and then %s is %j', (ids, id, expected) => {
    expect(withRecent(ids, id)).toEqual(expected)
  })
})
