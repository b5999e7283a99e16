/**
 * JSON with one form for one value: keys sorted by UTF-16 code units, no spaces, `undefined` members left out
 * (RFC 8785, JSON Canonicalization Scheme). What is hashed or signed on both sides goes through here.
 *
 * @throws {TypeError} for values that JSON cannot carry (functions, symbols, bigint, NaN, Infinity).
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} has no JSON form`)
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`
  if (typeof value === 'object') {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`)
    return `{${members.join(',')}}`
  }
  throw new TypeError(`A ${typeof value} has no JSON form`)
}
