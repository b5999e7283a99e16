import { expect, test } from 'vitest'
import { isPlainOnThisMachine, isSecureAddress } from './secure-address.ts'

test('plain http is for this very machine alone', () => {
  for (const here of ['http://127.0.0.1:80/x', 'http://127.1.2.3/', 'http://localhost:4870', 'http://[::1]/']) {
    expect(isSecureAddress(new URL(here)), here).toBe(true)
    expect(isPlainOnThisMachine(new URL(here)), here).toBe(true)
  }
  for (const away of ['http://127.0.0.1.example/', 'http://localhost.example/', 'http://10.0.0.1/', 'ws://localhost/'])
    expect(isSecureAddress(new URL(away)), away).toBe(false)
  expect(isSecureAddress(new URL('https://sign-in.example/'))).toBe(true)
  expect(isPlainOnThisMachine(new URL('https://localhost/'))).toBe(false)
})
