/** Base45 (RFC 9285): bytes as the 45 characters that a QR code packs tightest. */

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
/** Value of a character by its code, or 255. */
const values = new Uint8Array(128).fill(255)
for (let value = 0; value < alphabet.length; value += 1) values[alphabet.charCodeAt(value)] = value

function char(value: number): string {
  return alphabet.charAt(value)
}

/** The bytes in base45: three characters for two bytes, two for a last odd one. */
export function encodeBase45(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    const pair = (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0)
    text += char(pair % 45) + char(Math.floor(pair / 45) % 45) + char(Math.floor(pair / 2025))
  }
  if (bytes.length % 2 === 1) {
    const last = bytes[bytes.length - 1] ?? 0
    text += char(last % 45) + char(Math.floor(last / 45))
  }
  return text
}

/**
 * The bytes of a base45 text; undefined for a text that is none: another character (small letters too), a group beyond
 * 65535 or a last pair beyond 255, or one character left over. Every sequence of bytes has exactly one text.
 */
export function findBase45Bytes(text: string): Uint8Array | undefined {
  const rest = text.length % 3
  if (rest === 1) return undefined
  const bytes = new Uint8Array(Math.floor(text.length / 3) * 2 + (rest === 2 ? 1 : 0))
  let to = 0
  for (let at = 0; at < text.length; at += 3) {
    const c = values[text.charCodeAt(at)] ?? 255
    const d = values[text.charCodeAt(at + 1)] ?? 255
    if (c === 255 || d === 255) return undefined
    if (at + 2 === text.length) {
      const last = c + d * 45
      if (last > 255) return undefined
      bytes[to] = last
      break
    }
    const e = values[text.charCodeAt(at + 2)] ?? 255
    if (e === 255) return undefined
    const pair = c + d * 45 + e * 2025
    if (pair > 65_535) return undefined
    bytes[to] = pair >> 8
    bytes[to + 1] = pair & 255
    to += 2
  }
  return bytes
}
