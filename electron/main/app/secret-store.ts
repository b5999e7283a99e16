import { randomBytes } from 'node:crypto'
import type { SafeStorage } from 'electron'
import { AppError } from '#shared/kernel/errors.ts'

/** A secret of 32 bytes, and whether the operating system truly protects it. */
export interface DataKey {
  /** 32 bytes. */
  readonly key: Uint8Array
  readonly protected: boolean
}

/** `wrappedKey`: the key of a demo's store. `deviceSecret`: without which no slot of a real desk's vault opens. */
type SecretName = 'wrappedKey' | 'deviceSecret'

/** Where wrapped secrets are kept: the settings file. */
export interface KeyPlace {
  get(name: SecretName): string | undefined
  set(name: SecretName, value: string): void
}

/** Keys have this many bytes; wrapped ones are longer, by which the two are told apart. */
const keyBytes = 32

/** `none`: nothing can be wrapped. `form`: it can, but with a key that anybody finds. `real`: by the operating system. */
async function protectionOf(storage: SafeStorage): Promise<'none' | 'form' | 'real'> {
  if (!(await storage.isAsyncEncryptionAvailable())) return 'none'
  // Only Linux names its backend (and the shell for tests, everywhere); Windows and macOS have one each and it is real.
  const named = 'getSelectedStorageBackend' in storage ? storage.getSelectedStorageBackend() : undefined
  return named === 'basic_text' ? 'form' : 'real'
}

async function wrap(storage: SafeStorage, key: Uint8Array): Promise<Buffer> {
  return storage.encryptStringAsync(Buffer.from(key).toString('base64'))
}

/** Reads a wrapped key, and wraps it anew where the operating system says that its own key has changed. */
async function unwrap(
  storage: SafeStorage,
  settings: KeyPlace,
  name: SecretName,
  wrapped: Buffer,
): Promise<Uint8Array> {
  const { result, shouldReEncrypt } = await storage.decryptStringAsync(wrapped)
  const key = new Uint8Array(Buffer.from(result, 'base64'))
  if (shouldReEncrypt) settings.set(name, (await wrap(storage, key)).toString('base64'))
  return key
}

async function getSecret(
  storage: SafeStorage,
  settings: KeyPlace,
  name: SecretName,
  mayBeOpen: boolean,
): Promise<DataKey> {
  const protection = await protectionOf(storage)
  const kept = Buffer.from(settings.get(name) ?? '', 'base64')
  const isProtected = protection === 'real' && kept.length !== keyBytes
  if (!isProtected && !mayBeOpen) throw new AppError('store/unprotected')
  if (kept.length === keyBytes) return { key: new Uint8Array(kept), protected: false }
  if (kept.length > 0) return { key: await unwrap(storage, settings, name, kept), protected: isProtected }
  const key = new Uint8Array(randomBytes(keyBytes))
  const stored = protection === 'none' ? Buffer.from(key) : await wrap(storage, key)
  settings.set(name, stored.toString('base64'))
  return { key, protected: isProtected }
}

/**
 * Gets the data key of a demo, made once and kept wrapped by the operating system. Where the platform offers no
 * protection the screen says so in a banner: the key is kept beside it, wrapped in form only or not at all. A key that
 * was once kept unwrapped stays unprotected, whatever the platform offers later.
 */
export function getDemoKey(storage: SafeStorage, settings: KeyPlace): Promise<DataKey> {
  return getSecret(storage, settings, 'wrappedKey', true)
}

/**
 * Gets the secret of this device, made once. With it alone nothing opens, and without it no passphrase does.
 *
 * @throws {AppError} `store/unprotected` where the platform cannot keep it: real data may not lie there.
 */
export async function getDeviceSecret(storage: SafeStorage, settings: KeyPlace): Promise<Uint8Array> {
  return (await getSecret(storage, settings, 'deviceSecret', false)).key
}
