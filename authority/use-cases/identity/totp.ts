import { createHmac } from 'node:crypto'

/** Codes of RFC 6238 as every app makes them: SHA-1, 30 seconds, six digits. */
const stepSeconds = 30
const digits = 6
export const secretBytes = 20

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Base32 (RFC 4648) without padding, as apps take a key that is typed in. */
export function base32(bytes: Uint8Array): string {
  let bits = 0
  let value = 0
  let text = ''
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xffff
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += alphabet[(value >>> bits) & 31]
    }
  }
  return bits > 0 ? text + alphabet[(value << (5 - bits)) & 31] : text
}

/** The step of a moment (milliseconds since 1970). */
export const stepAt = (milliseconds: number): number => Math.floor(milliseconds / 1000 / stepSeconds)

/** The code of a step. `length`: digits. */
export function codeOf(secret: Uint8Array, step: number, length = digits): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 15
  const value = (mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** length
  return String(value).padStart(length, '0')
}

/** The step whose code this is, among the present one and its neighbours: a telephone's clock is a little off. */
export function findStep(secret: Uint8Array, code: string, now: number): number | undefined {
  const present = stepAt(now)
  return [present, present - 1, present + 1].find((step) => codeOf(secret, step) === code)
}

/** What an app reads out of the picture. */
export function otpauthUri(secret: Uint8Array, { issuer, account }: { issuer: string; account: string }): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`
  const query = `secret=${base32(secret)}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=${digits}&period=${stepSeconds}`
  return `otpauth://totp/${label}?${query}`
}
