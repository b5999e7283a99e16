import type { SafeStorage } from 'electron'
import { expect, test } from 'vitest'
import { getDemoKey, getDeviceSecret, type KeyPlace } from './secret-store.ts'

function newSettings(): KeyPlace & { kept: Map<string, string> } {
  const kept = new Map<string, string>()
  return { kept, get: (name) => kept.get(name), set: (name, value) => void kept.set(name, value) }
}

/** A platform's storage that turns bytes round: enough to see that what is kept is not the key. */
function storage(kind: 'none' | 'form' | 'real', shouldReEncrypt = false): SafeStorage {
  const turn = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 0xff))
  const fake: Partial<SafeStorage> = {
    isAsyncEncryptionAvailable: async () => kind !== 'none',
    getSelectedStorageBackend: () => (kind === 'real' ? 'gnome_libsecret' : 'basic_text'),
    encryptStringAsync: async (text) => turn(Buffer.from(text)),
    decryptStringAsync: async (bytes) => ({ result: turn(bytes).toString(), shouldReEncrypt }),
  }
  return fake as SafeStorage
}

test('secrets are made once, kept wrapped, and the same the next time', async () => {
  const settings = newSettings()
  const key = await getDemoKey(storage('real'), settings)
  expect(key).toMatchObject({ protected: true })
  const secret = await getDeviceSecret(storage('real'), settings)
  expect(secret).toHaveLength(32)
  expect(secret).not.toEqual(key.key)
  expect(await getDeviceSecret(storage('real'), settings)).toEqual(secret)
  expect(await getDemoKey(storage('real'), settings)).toEqual(key)
  for (const bytes of [key.key, secret])
    expect([...settings.kept.values()].join()).not.toContain(Buffer.from(bytes).toString('base64'))
})

test.each(['none', 'form'] as const)(
  'with protection of kind %s real data is refused, a demo is marked',
  async (kind) => {
    const settings = newSettings()
    await expect(getDeviceSecret(storage(kind), settings)).rejects.toMatchObject({ code: 'store/unprotected' })
    expect(settings.kept.size).toBe(0)
    const demo = await getDemoKey(storage(kind), settings)
    expect(demo.protected).toBe(false)
    expect(await getDemoKey(storage(kind), settings)).toEqual(demo)
    // wrapped in form where that can be done
    const kept = Buffer.from(settings.kept.get('wrappedKey') ?? '', 'base64')
    expect(kept.equals(Buffer.from(demo.key))).toBe(kind === 'none')
  },
)

test('a platform without a named backend (Windows, macOS) protects what it says it can', async () => {
  const { getSelectedStorageBackend: _linuxOnly, ...others } = storage('form')
  expect(await getDemoKey(others as SafeStorage, newSettings())).toMatchObject({ protected: true })
})

test('a key that once lay open is never called protected', async () => {
  const settings = newSettings()
  const open = await getDemoKey(storage('none'), settings)
  expect(await getDemoKey(storage('real'), settings)).toEqual({ key: open.key, protected: false })
})

test('a key is wrapped anew when the platform asks for it', async () => {
  const settings = newSettings()
  const { key } = await getDemoKey(storage('real'), settings)
  let wrapped = 0
  const counting = { ...storage('real', true), encryptStringAsync: async () => Buffer.alloc(40, ++wrapped) }
  expect((await getDemoKey(counting as SafeStorage, settings)).key).toEqual(key)
  expect(wrapped).toBe(1)
  expect(settings.kept.get('wrappedKey')).toBe(Buffer.alloc(40, 1).toString('base64'))
})
