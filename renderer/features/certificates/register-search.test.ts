import { expect, test } from 'vitest'
import { registerInput, registerSearchSchema } from './register-search.ts'

test('a link of a later version asks for what this one knows', () => {
  const search = registerSearchSchema.parse({ kind: 'hologram', state: 'revoked', text: 2048, more: 1 })
  expect(registerInput(search)).toEqual({ filters: { state: 'revoked', text: '2048' }, limit: 200 })
})

test('links that mean the same ask the same', () => {
  expect(registerInput(registerSearchSchema.parse({ text: '' }))).toEqual(registerInput(registerSearchSchema.parse({})))
})
