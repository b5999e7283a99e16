import { expect, test } from 'vitest'
import { seal, unseal } from './sealing.ts'

async function makeRecipient() {
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits'])
  return {
    point: new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)),
    privateKey: new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey)),
  }
}

test('what is sealed to a key is opened by it alone, and only whole', async () => {
  const [one, other] = [await makeRecipient(), await makeRecipient()]
  const content = new TextEncoder().encode('قرارات لم تُرسل بعد')
  const sealed = await seal(content, one.point)
  expect(await unseal(sealed, one.point, one.privateKey)).toEqual(content)
  expect(sealed.length).toBe(content.length + 65 + 12 + 16)
  expect(await seal(content, one.point)).not.toEqual(sealed)
  await expect(unseal(sealed, other.point, other.privateKey)).rejects.toThrow()
  await expect(unseal(sealed, other.point, one.privateKey)).rejects.toThrow()
  for (let at = 0; at < sealed.length; at += 7) {
    const altered = sealed.slice()
    altered[at] = (altered[at] ?? 0) ^ 1
    await expect(unseal(altered, one.point, one.privateKey), String(at)).rejects.toThrow()
  }
  await expect(unseal(sealed.slice(0, -1), one.point, one.privateKey)).rejects.toThrow()
  expect(await unseal(await seal(new Uint8Array(), one.point), one.point, one.privateKey)).toEqual(new Uint8Array())
  await expect(seal(content, new Uint8Array(65))).rejects.toThrow()
})
