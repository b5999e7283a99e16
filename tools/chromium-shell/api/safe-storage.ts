import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { getPath } from './paths.ts'

type SafeStorageSlice = Pick<
  Electron.SafeStorage,
  | 'encryptStringAsync'
  | 'decryptStringAsync'
  | 'isAsyncEncryptionAvailable'
  | 'encryptString'
  | 'decryptString'
  | 'isEncryptionAvailable'
  | 'getSelectedStorageBackend'
>

/** The loudly named switch: without it the shell says, truthfully, that nothing protects the key. */
const isAllowed = () => process.env['MUMARIS_SHELL_ALLOW_INSECURE_STORAGE'] === '1'

/** The key lies in plain sight beside the data: this is encryption in form only. */
function getKey(): Buffer {
  const file = join(getPath('userData'), 'chromium-shell.key')
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, randomBytes(32), { mode: 0o600 })
  }
  return readFileSync(file)
}

const requireAllowed = () => {
  if (!isAllowed()) throw new Error('Encryption is not available: the Chromium shell has no protected storage')
}

function encrypt(plain: string): Buffer {
  requireAllowed()
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', getKey(), nonce)
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
}

function decrypt(encrypted: Buffer): string {
  requireAllowed()
  const decipher = createDecipheriv('aes-256-gcm', getKey(), encrypted.subarray(0, 12))
  decipher.setAuthTag(encrypted.subarray(12, 28))
  return decipher.update(encrypted.subarray(28), undefined, 'utf8') + decipher.final('utf8')
}

/** `safeStorage`, without the operating system's protection. Only MUMARIS_SHELL_ALLOW_INSECURE_STORAGE=1 makes it work. */
export const safeStorage: SafeStorageSlice = {
  encryptString: encrypt,
  decryptString: decrypt,
  isEncryptionAvailable: isAllowed,
  encryptStringAsync: async (plain) => encrypt(plain),
  decryptStringAsync: async (encrypted) => ({ result: decrypt(encrypted), shouldReEncrypt: false }),
  isAsyncEncryptionAvailable: async () => isAllowed(),
  getSelectedStorageBackend: () => 'basic_text',
}
