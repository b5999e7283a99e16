import { randomBytes } from 'node:crypto'
import type { SafeStorage } from 'electron'
import { AppError } from '#shared/kernel/errors.ts'

/** The key of the encrypted store, and whether the operating system truly protects it. */
export interface DataKey {
  /** 32 bytes. */
  readonly key: Uint8Array
  readonly protected: boolean
}

/** Where the wrapped key is kept: the settings file. */
export interface KeyPlace {
  get(name: 'wrappedKey'): string | undefined
  set(name: 'wrappedKey', value: string): void
}

async function isProtected(storage: SafeStorage): Promise<boolean> {
  if (!(await storage.isAsyncEncryptionAvailable())) return false
  // Linux names its backend; Windows and macOS have one each and it is real.
  return process.platform !== 'linux' || storage.getSelectedStorageBackend() !== 'basic_text'
}

/**
 * Gets the data key, made once and kept wrapped by the operating system. Where the platform offers no protection, only
 * a demo profile may hold data: then the key is kept unwrapped beside it, and the screen says so in a banner.
 *
 * @throws {AppError} `store/unprotected` for real data without protection.
 */
export async function getDataKey(storage: SafeStorage, settings: KeyPlace, demo: boolean): Promise<DataKey> {
  const protection = await isProtected(storage)
  if (!protection && !demo) throw new AppError('store/unprotected')
  const kept = settings.get('wrappedKey')
  if (kept) {
    const wrapped = Buffer.from(kept, 'base64')
    if (!protection) return { key: new Uint8Array(wrapped), protected: false }
    const { result } = await storage.decryptStringAsync(wrapped)
    return { key: new Uint8Array(Buffer.from(result, 'base64')), protected: true }
  }
  const key = randomBytes(32)
  const wrapped = protection ? await storage.encryptStringAsync(key.toString('base64')) : key
  settings.set('wrappedKey', wrapped.toString('base64'))
  return { key: new Uint8Array(key), protected: protection }
}
