import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import { makeKey } from './make-keys.ts'
import { plainSignature, signerOf } from './signer.ts'

const key = makeKey('issuer')
const pair = createPrivateKey({ key: Buffer.from(key.privateKey, 'base64'), format: 'der', type: 'pkcs8' })
const publicKey = createPublicKey(pair)
const isSound = (message: Uint8Array, signature: Uint8Array) =>
  verify('sha256', message, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature)

test('signatures are 64 plain bytes that verify, also where a half begins with zeros', () => {
  let short = 0
  // One half in 128 has a leading zero byte: of so many signatures some do, or luck has left the building (e^-31).
  for (let n = 0; n < 2000; n += 1) {
    const message = Buffer.from(`message ${n}`)
    const signature = signerOf(key).sign(message)
    expect(signature).toHaveLength(64)
    expect(isSound(message, signature)).toBe(true)
    if (signature[0] === 0 || signature[32] === 0) short += 1
  }
  expect(short).toBeGreaterThan(0)
})

test('a changed byte is no signature', () => {
  const message = Buffer.from('message')
  const signature = plainSignature(sign('sha256', message, pair))
  signature[40] = (signature[40] ?? 0) ^ 1
  expect(isSound(message, signature)).toBe(false)
})
