/** Base64 and base64url without Node's Buffer: for kids, keys and signed lists (RFC 4648). */

const standard = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const urlSafe = `${standard.slice(0, 62)}-_`
const values = new Uint8Array(128).fill(255)
for (const alphabet of [standard, urlSafe]) {
  for (let value = 0; value < 64; value += 1) values[alphabet.charCodeAt(value)] = value
}

function encode(bytes: Uint8Array, alphabet: string, padded: boolean): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    text += alphabet.charAt(group >> 18) + alphabet.charAt((group >> 12) & 63)
    if (left > 1) text += alphabet.charAt((group >> 6) & 63)
    else if (padded) text += '='
    if (left > 2) text += alphabet.charAt(group & 63)
    else if (padded) text += '='
  }
  return text
}

/** Base64 with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  return encode(bytes, standard, true)
}

/** Base64url without padding. */
export function encodeBase64Url(bytes: Uint8Array): string {
  return encode(bytes, urlSafe, false)
}

/** The bytes of a base64 or base64url text, padded or not; undefined for one that is none. */
export function findBase64Bytes(text: string): Uint8Array | undefined {
  let end = text.length
  while (end > 0 && end > text.length - 2 && text.charAt(end - 1) === '=') end -= 1
  if (end % 4 === 1) return undefined
  const bytes = new Uint8Array(Math.floor((end * 3) / 4))
  let bits = 0
  let held = 0
  let to = 0
  for (let at = 0; at < end; at += 1) {
    const value = values[text.charCodeAt(at)] ?? 255
    if (value === 255) return undefined
    bits = ((bits << 6) | value) & 0xffffff
    held += 6
    if (held >= 8) {
      held -= 8
      bytes[to] = (bits >> held) & 255
      to += 1
    }
  }
  return (bits & ((1 << held) - 1)) === 0 ? bytes : undefined
}

/** The bytes of a base64 or base64url text. Throws TypeError for one that is none. */
export function getBase64Bytes(text: string): Uint8Array {
  const bytes = findBase64Bytes(text)
  if (bytes === undefined) throw new TypeError('Not base64')
  return bytes
}
