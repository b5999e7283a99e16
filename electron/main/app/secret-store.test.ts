import type { SafeStorage } from 'electron'
import { expect, test } from 'vitest'
import { getDataKey, type KeyPlace } from './secret-store.ts'

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

test('the key is made once, kept wrapped, and the same the next time', async () => {
  const settings = newSettings()
  const first = await getDataKey(storage('real'), settings, false)
  expect(first).toMatchObject({ protected: true })
  expect(first.key).toHaveLength(32)
  expect((await getDataKey(storage('real'), settings, false)).key).toEqual(first.key)
  expect([...settings.kept.values()].join()).not.toContain(Buffer.from(first.key).toString('base64'))
})

test.each(['none', 'form'] as const)(
  'with protection of kind %s real data is refused, a demo is marked',
  async (kind) => {
    const settings = newSettings()
    await expect(getDataKey(storage(kind), settings, false)).rejects.toMatchObject({ code: 'store/unprotected' })
    expect(settings.kept.size).toBe(0)
    const demo = await getDataKey(storage(kind), settings, true)
    expect(demo.protected).toBe(false)
    expect(await getDataKey(storage(kind), settings, true)).toEqual(demo)
    // wrapped in form where that can be done
    const kept = Buffer.from(settings.kept.get('wrappedKey') ?? '', 'base64')
    expect(kept.equals(Buffer.from(demo.key))).toBe(kind === 'none')
  },
)

test('a platform without a named backend (Windows, macOS) protects what it says it can', async () => {
  const { getSelectedStorageBackend: _linuxOnly, ...others } = storage('form')
  expect(await getDataKey(others as SafeStorage, newSettings(), false)).toMatchObject({ protected: true })
})

test('a key that once lay open is never called protected', async () => {
  const settings = newSettings()
  const open = await getDataKey(storage('none'), settings, true)
  expect(await getDataKey(storage('real'), settings, true)).toEqual({ key: open.key, protected: false })
  await expect(getDataKey(storage('real'), settings, false)).rejects.toMatchObject({ code: 'store/unprotected' })
})

test('a key is wrapped anew when the platform asks for it', async () => {
  const settings = newSettings()
  const { key } = await getDataKey(storage('real'), settings, false)
  let wrapped = 0
  const counting = { ...storage('real', true), encryptStringAsync: async () => Buffer.alloc(40, ++wrapped) }
  expect((await getDataKey(counting as SafeStorage, settings, false)).key).toEqual(key)
  expect(wrapped).toBe(1)
  expect(settings.kept.get('wrappedKey')).toBe(Buffer.alloc(40, 1).toString('base64'))
})
