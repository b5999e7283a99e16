/**
 * Writes deterministic CBOR (RFC 8949, 4.2.1) for the few types that codes and lists are made of. The library writes the
 * same bytes (a test compares them) and takes twenty times as long, which shows when a register is filled.
 */
import { Tag } from 'cbor2'

const utf8 = new TextEncoder()

/** The head of an item: major type and argument in the shortest form. */
function head(major: number, argument: number): number[] {
  const type = major << 5
  if (argument < 24) return [type | argument]
  if (argument < 0x100) return [type | 24, argument]
  if (argument < 0x1_0000) return [type | 25, argument >> 8, argument & 255]
  if (argument < 0x1_0000_0000) {
    return [type | 26, (argument >>> 24) & 255, (argument >>> 16) & 255, (argument >>> 8) & 255, argument & 255]
  }
  const high = Math.floor(argument / 0x1_0000_0000)
  const low = argument % 0x1_0000_0000
  return [
    type | 27,
    ...[high, low].flatMap((word) => [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255]),
  ]
}

type Parts = (readonly number[] | Uint8Array)[]

function write(value: unknown, to: Parts): void {
  if (typeof value === 'number' && Number.isSafeInteger(value)) {
    to.push(value >= 0 ? head(0, value) : head(1, -1 - value))
  } else if (typeof value === 'string') {
    const bytes = utf8.encode(value)
    to.push(head(3, bytes.length), bytes)
  } else if (value instanceof Uint8Array) {
    to.push(head(2, value.length), value)
  } else if (Array.isArray(value)) {
    to.push(head(4, value.length))
    for (const item of value) write(item, to)
  } else if (value instanceof Map) {
    to.push(head(5, value.size))
    const entries = [...value].map(([key, item]) => ({ key: encodeCbor(key), item: item as unknown }))
    for (const { key, item } of entries.sort((a, b) => compareBytes(a.key, b.key))) {
      to.push(key)
      write(item, to)
    }
  } else if (value instanceof Tag && typeof value.tag === 'number') {
    to.push(head(6, value.tag))
    write(value.contents, to)
  } else {
    throw new TypeError(`A ${typeof value} has no place in a code`)
  }
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let at = 0; at < a.length && at < b.length; at += 1) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/**
 * Whole numbers, texts, byte strings, arrays, Maps and Tags as bytes.
 *
 * @throws {TypeError} for any other value.
 */
export function encodeCbor(value: unknown): Uint8Array {
  const parts: Parts = []
  write(value, parts)
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
