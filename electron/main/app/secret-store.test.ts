import type { SafeStorage } from 'electron'
import { expect, test } from 'vitest'
import { getDataKey, type KeyPlace } from './secret-store.ts'

function newSettings(): KeyPlace & { kept: Map<string, string> } {
  const kept = new Map<string, string>()
  return { kept, get: (name) => kept.get(name), set: (name, value) => void kept.set(name, value) }
}

/** A platform's storage that turns bytes round: enough to see that what is kept is not the key. */
function storage(available: boolean): SafeStorage {
  const turn = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 0xff))
  const fake: Partial<SafeStorage> = {
    isAsyncEncryptionAvailable: async () => available,
    getSelectedStorageBackend: () => (available ? 'gnome_libsecret' : 'basic_text'),
    encryptStringAsync: async (text) => turn(Buffer.from(text)),
    decryptStringAsync: async (bytes) => ({ result: turn(bytes).toString(), shouldReEncrypt: false }),
  }
  return fake as SafeStorage
}

test('the key is made once, kept wrapped, and the same the next time', async () => {
  const settings = newSettings()
  const first = await getDataKey(storage(true), settings, false)
  expect(first).toMatchObject({ protected: true })
  expect(first.key).toHaveLength(32)
  expect((await getDataKey(storage(true), settings, false)).key).toEqual(first.key)
  expect([...settings.kept.values()].join()).not.toContain(Buffer.from(first.key).toString('base64'))
})

test('without protection real data is refused, and a demo profile is marked as not protected', async () => {
  const settings = newSettings()
  await expect(getDataKey(storage(false), settings, false)).rejects.toMatchObject({ code: 'store/unprotected' })
  const demo = await getDataKey(storage(false), settings, true)
  expect(demo.protected).toBe(false)
  expect((await getDataKey(storage(false), settings, true)).key).toEqual(demo.key)
})
