import { type DecodeOptions, decode, Tag } from 'cbor2'
import type { VerdictReason } from './certificate.ts'

/** What made bytes unreadable, on its way to the verdict; it never leaves the verifier. */
export class Unreadable extends Error {
  readonly reason: VerdictReason
  constructor(reason: VerdictReason, cause?: unknown) {
    super(reason, { cause })
    this.name = 'Unreadable'
    this.reason = reason
  }
}

/** A decoded map: keys are whole numbers or texts. */
export type CborMap = ReadonlyMap<unknown, unknown>

/** Deepest nesting of arrays, maps and tags. */
const maxNesting = 8

/** Every map as a Map without duplicate keys; keys that are neither number nor text are refused. */
const createObject: NonNullable<DecodeOptions['createObject']> = (entries) => {
  const map = new Map<unknown, unknown>()
  for (const [key, value] of entries) {
    if (typeof key !== 'string' && !Number.isSafeInteger(key)) throw new Error('A key is neither number nor text')
    if (map.has(key)) throw new Error('A key is there twice')
    map.set(key, value)
  }
  return map
}

const lenient: DecodeOptions = {
  // The library counts an array as two levels: this bounds its own recursion, `checkNesting` is exact.
  maxDepth: maxNesting * 2,
  ignoreGlobalTags: true,
  createObject,
}

/** For what this authority writes: one way to write each value, no numbers with fractions, no streams. */
const strict: DecodeOptions = {
  ...lenient,
  rejectStreaming: true,
  requirePreferred: true,
  rejectFloats: true,
  rejectSimple: true,
  rejectUndefined: true,
}

function checkNesting(value: unknown, room: number): void {
  if (!Array.isArray(value) && !(value instanceof Map) && !(value instanceof Tag)) return
  if (room === 0) throw new Error('Nested too deeply')
  if (value instanceof Tag) checkNesting(value.contents, room - 1)
  else for (const item of value.values()) checkNesting(item, room - 1)
}

/** How strictly bytes are read: `canonical` is our own form; `foreign` allows other encoders their habits. */
export type Strictness = 'canonical' | 'foreign'

/**
 * One CBOR item. Trailing bytes, duplicate keys and nesting beyond eight are refused in either form.
 *
 * @throws {Unreadable} `code-malformed`.
 */
export function decodeCbor(bytes: Uint8Array, strictness: Strictness): unknown {
  try {
    const value: unknown = decode(bytes, strictness === 'canonical' ? strict : lenient)
    checkNesting(value, maxNesting)
    return value
  } catch (cause) {
    throw new Unreadable('code-malformed', cause)
  }
}

/** One CBOR item that is a map. */
export function decodeMap(bytes: Uint8Array, strictness: Strictness): CborMap {
  return asMap(decodeCbor(bytes, strictness))
}

/** @throws {Unreadable} `code-malformed` unless it is a map. */
export function asMap(value: unknown): CborMap {
  if (value instanceof Map) return value
  throw new Unreadable('code-malformed')
}

/** A text. @throws {Unreadable} `code-malformed` for anything else. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value
  throw new Unreadable('code-malformed')
}

/** A byte string. @throws {Unreadable} `code-malformed` for anything else. */
export function asBytes(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value
  throw new Unreadable('code-malformed')
}

/** A whole number from `min` to `max`. @throws {Unreadable} `code-malformed` for anything else. */
export function asWhole(value: unknown, min: number, max: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value
  throw new Unreadable('code-malformed')
}

/** Seconds since 1970, up to the end of the calendar that dates are kept in (2075). */
export function asSeconds(value: unknown): number {
  return asWhole(value, 0, Date.UTC(2075, 11, 31) / 1000)
}
