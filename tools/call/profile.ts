import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a profile of the tool keeps besides its store. */
interface ProfileSettings {
  authority?: string
}

/**
 * The data key of a profile: 32 bytes in a file that only its owner may read. Demo only: whoever can read the folder can
 * read the store, and the tool says so.
 */
export function profileKey(profileDir: string): { key: Uint8Array; made: boolean } {
  mkdirSync(profileDir, { recursive: true, mode: 0o700 })
  const file = join(profileDir, 'call-key')
  const made = !existsSync(file)
  if (made) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' })
  chmodSync(file, 0o600)
  const key = new Uint8Array(Buffer.from(readFileSync(file, 'utf8').trim(), 'hex'))
  if (key.byteLength !== 32) throw new Error(`${file} does not hold a key of 32 bytes`)
  return { key, made }
}

function readSettings(file: string): ProfileSettings {
  if (!existsSync(file)) return {}
  const read: unknown = JSON.parse(readFileSync(file, 'utf8'))
  const authority = typeof read === 'object' && read !== null && 'authority' in read ? read.authority : undefined
  return typeof authority === 'string' ? { authority } : {}
}

/** The authority that was named, which the profile then remembers; else the one it remembers; else the usual place. */
export function profileAuthority(profileDir: string, named: string | undefined): string {
  const file = join(profileDir, 'call.json')
  if (named === undefined) return readSettings(file).authority ?? 'http://127.0.0.1:4870'
  writeFileSync(file, `${JSON.stringify({ authority: named } satisfies ProfileSettings)}\n`)
  return named
}
