import { expect, test } from 'vitest'
import { declaredLicence, isAllowed } from './licences.ts'

test.each([
  ['MIT', true],
  ['(MIT OR GPL-3.0-or-later)', true],
  ['(MIT AND Zlib)', true],
  ['(MIT AND GPL-3.0-only)', false],
  ['Apache-2.0 WITH LLVM-exception', false],
  ['LGPL-3.0-or-later', false],
  ['MPL-2.0', false],
  ['SEE LICENSE IN LICENSE.md', false],
  ['UNLICENSED', false],
  [undefined, false],
])('%s: %s', (licence, may) => {
  expect(isAllowed(licence)).toBe(may)
})

test('a licence is found in each of the ways in which packages have said it', () => {
  expect(declaredLicence({ license: 'ISC' })).toBe('ISC')
  expect(declaredLicence({ license: { type: 'MIT', url: 'x' } })).toBe('MIT')
  expect(declaredLicence({ licenses: [{ type: 'MIT' }, { type: 'Apache-2.0' }] })).toBe('MIT OR Apache-2.0')
  expect(declaredLicence({ name: 'a' })).toBeUndefined()
})
