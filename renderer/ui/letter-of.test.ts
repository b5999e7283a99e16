import { expect, it } from 'vitest'
import { letterOf } from './letter-of.ts'

it('takes the first letter, without the article', () => {
  expect(letterOf('نورة العتيبي')).toBe('ن')
  expect(letterOf(' القحطاني')).toBe('ق')
  expect(letterOf('ال')).toBe('ا')
  expect(letterOf('Noura')).toBe('N')
  expect(letterOf('')).toBe('')
})
