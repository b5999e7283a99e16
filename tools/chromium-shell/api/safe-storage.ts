import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { app } from './app.ts'
import { getPath } from './paths.ts'

/** Only the asynchronous half: Electron has deprecated the other, so an application that uses it does not compile here. */
type SafeStorageSlice = Pick<
  Electron.SafeStorage,
  'encryptStringAsync' | 'decryptStringAsync' | 'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend'
>

/** The loudly named switch: without it the shell says, truthfully, that nothing protects the key. */
const SWITCH = 'MUMARIS_SHELL_ALLOW_INSECURE_STORAGE'
const isAllowed = () => process.env[SWITCH] === '1' || isPretended()
/** For tests of what an application does where a platform protects: the shell then says that it does. */
const isPretended = () => process.env[SWITCH] === 'as-if-protected'

const RULE = '!'.repeat(78)

/** What whoever starts the shell with the switch reads on standard error, first of all. */
export const insecureStorageWarning = `${RULE}
!! ${SWITCH}=${process.env[SWITCH]}
!! "Encrypted" secrets are NOT protected: their key lies in a plain file beside
!! them. For tests only. Never keep the data of real people this way.
${RULE}
`

if (isAllowed()) process.stderr.write(insecureStorageWarning)

let keys = new Map<string, Promise<Buffer>>()

async function makeOrReadKey(file: string): Promise<Buffer> {
  await mkdir(dirname(file), { recursive: true })
  // "wx": the key that is there stays, whoever has made it
  await writeFile(file, randomBytes(32), { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  return readFile(file)
}

/** The key lies in plain sight beside the data: this is encryption in form only. Made at the first use, as Electron's. */
async function getKey(): Promise<Buffer> {
  if (!isAllowed()) throw new Error('Encryption is not available: the Chromium shell has no protected storage')
  await app.whenReady()
  const file = join(getPath('userData'), 'chromium-shell.key')
  const known = keys.get(file)
  if (known) return known
  const key = makeOrReadKey(file)
  keys = new Map([[file, key]])
  return key
}

/**
 * `safeStorage`, without the operating system's protection: only MUMARIS_SHELL_ALLOW_INSECURE_STORAGE=1 makes it work,
 * and its backend is called what it is, unless a test wants to see what happens where there is protection.
 */
export const safeStorage: SafeStorageSlice = {
  async encryptStringAsync(plain) {
    const key = await getKey()
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', key, nonce)
    const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
  },
  /** Rejects when the bytes were sealed with another key or changed since. */
  async decryptStringAsync(encrypted) {
    const key = await getKey()
    const decipher = createDecipheriv('aes-256-gcm', key, encrypted.subarray(0, 12))
    decipher.setAuthTag(encrypted.subarray(12, 28))
    const result = decipher.update(encrypted.subarray(28), undefined, 'utf8') + decipher.final('utf8')
    return { result, shouldReEncrypt: false }
  },
  async isAsyncEncryptionAvailable() {
    await app.whenReady()
    return isAllowed()
  },
  getSelectedStorageBackend: () => (app.isReady() ? (isPretended() ? 'gnome_libsecret' : 'basic_text') : 'unknown'),
}
