/** Chance that repeats: the same seed gives the same register on every machine. */

/** 32-bit mix of a text (FNV-1a with a final avalanche). */
function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return mix(hash)
}

/** Avalanche of 32 bits: every bit of the input moves every bit of the output. */
function mix(value: number): number {
  let hash = value
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** A stream of chance (the generator sfc32). */
export class Random {
  #a: number
  #b: number
  #c: number
  #counter = 1

  /** `place` tells streams of one seed apart, for instance the index of a member. */
  constructor(seed: string, place: number) {
    const root = hashText(seed)
    this.#a = root
    this.#b = mix(root ^ place)
    this.#c = mix(place + 0x9e3779b9)
    for (let i = 0; i < 12; i += 1) this.bits()
  }

  /** The next 32 bits. */
  bits(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum
    return sum >>> 0
  }

  /** In [0, 1). */
  next(): number {
    return this.bits() / 4294967296
  }

  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1))
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.next() < probability
  }

  /** One of the items, all alike. Throws on an empty list. */
  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.next() * items.length)]
    if (item === undefined) throw new RangeError('There is nothing to pick from.')
    return item
  }
}

/** Draws items by weight; built once, then one binary search a draw. */
export function weightedPicker<T>(rows: readonly (readonly [T, number])[]): (random: Random) => T {
  const items = rows.filter(([, weight]) => weight > 0)
  const bounds = new Float64Array(items.length)
  let total = 0
  for (const [i, [, weight]] of items.entries()) {
    total += weight
    bounds[i] = total
  }
  if (items.length === 0) throw new RangeError('There is nothing to pick from.')
  return (random) => {
    const at = random.next() * total
    let low = 0
    let high = items.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if ((bounds[middle] ?? 0) > at) high = middle
      else low = middle + 1
    }
    return (items[low] ?? (items[0] as readonly [T, number]))[0]
  }
}

/**
 * A permutation of 0 … size − 1, so that numbers look drawn and are unique without a list of those given out: a Feistel
 * network of four rounds, walked until it lands inside. `size` up to 2^30.
 */
export function scatter(seed: string, size: number): (index: number) => number {
  const key = hashText(seed)
  const half = Math.max(1, Math.ceil(Math.log2(size) / 2))
  const mask = 2 ** half - 1
  return (index) => {
    if (index < 0 || index >= size) throw new RangeError(`${index} is outside 0 … ${size - 1}`)
    let at = index
    do {
      let left = Math.floor(at / (mask + 1))
      let right = at & mask
      for (let round = 0; round < 4; round += 1) {
        const next = left ^ (mix(right ^ (key + Math.imul(round, 0x9e3779b9))) & mask)
        left = right
        right = next
      }
      at = left * (mask + 1) + right
    } while (at >= size)
    return at
  }
}
