import { expect, test } from 'vitest'
import { remembered } from './remembered.ts'

test('each key is made once, and what was made is given again', () => {
  const made: string[] = []
  const boxes = remembered((key: string) => {
    made.push(key)
    return { key }
  })
  const first = boxes('a')
  expect(boxes('b')).toEqual({ key: 'b' })
  expect(boxes('a')).toBe(first)
  expect(made).toEqual(['a', 'b'])
})
