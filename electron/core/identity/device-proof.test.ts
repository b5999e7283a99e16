import { createPublicKey, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import { proveDevice } from './device-proof.ts'
import { makeProofKey } from './proof-key.ts'

test('a proof names the call and the key, and only that key makes it', async () => {
  const key = await makeProofKey()
  const url = 'https://authority.example/v1/devices/desk-1/check?x=1'
  const [head = '', claims = '', signature = ''] = proveDevice(key, { method: 'POST', url, now: 1_000_500 }).split('.')
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>
  const { d: _secret, ...open } = key
  expect(read(head)).toEqual({ typ: 'dpop+jwt', alg: 'ES256', jwk: open })
  expect(read(claims)).toMatchObject({
    htm: 'POST',
    htu: 'https://authority.example/v1/devices/desk-1/check',
    iat: 1000,
  })
  const publicKey = { key: createPublicKey({ format: 'jwk', key: open }), dsaEncoding: 'ieee-p1363' as const }
  const bytes = Buffer.from(`${head}.${claims}`)
  expect(verify('sha256', bytes, publicKey, Buffer.from(signature, 'base64url'))).toBe(true)
  expect(head).not.toContain(key.d)
})

test('no two proofs are the same', async () => {
  const key = await makeProofKey()
  const call = { method: 'POST', url: 'https://authority.example/', now: 0 }
  expect(proveDevice(key, call)).not.toBe(proveDevice(key, call))
})
