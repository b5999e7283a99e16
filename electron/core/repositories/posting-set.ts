/**
 * A set of ordinals (small numbers that stand for members). While it is small it holds the lower halves of its numbers,
 * sorted, by their upper halves; when that takes less room it is a bitmap: the two containers of Roaring bitmaps
 * (Chambi, Lemire and others, 2016), chosen for the whole set. It is made for one question: how many are in all of these.
 */

const chunkBits = 16
const chunkSize = 1 << chunkBits

/** Words in front of an encoded set: whether it is a bitmap, and its size. */
const headWords = 2

/** Words of 32 bits in a bitmap for so many ordinals. */
export const wordsFor = (capacity: number): number => Math.ceil(capacity / 32)

export class PostingSet {
  readonly #words: number
  #bits: Uint32Array | undefined
  #low = new Uint16Array(0)
  /** Where each chunk of `#low` begins. */
  #starts: number[] = []
  #size = 0

  /** An empty set. @param words of a bitmap that holds every ordinal. */
  constructor(words: number) {
    this.#words = words
  }

  /** From a bitmap, which it keeps or copies the ordinals out of. */
  static ofBits(bits: Uint32Array): PostingSet {
    const set = new PostingSet(bits.length)
    const size = countBits(bits)
    if (set.#isDense(size)) {
      set.#bits = bits
      set.#size = size
      return set
    }
    set.#low = new Uint16Array(size)
    forEachBit(bits, 0, (ordinal) => {
      set.append(ordinal)
      return true
    })
    return set
  }

  /** From ordinals in rising order, each once. */
  static ofSorted(ordinals: ArrayLike<number>, words: number): PostingSet {
    const set = new PostingSet(words)
    set.#low = new Uint16Array(set.#isDense(ordinals.length) ? 0 : ordinals.length)
    for (let i = 0; i < ordinals.length; i += 1) set.append(ordinals[i] ?? 0)
    return set
  }

  get size(): number {
    return this.#size
  }

  /** Memory that it takes, about, in bytes. */
  get bytes(): number {
    return 200 + (this.#bits ?? this.#low).byteLength
  }

  /** Steps that `addTo` takes. */
  get cost(): number {
    return this.#bits ? this.#words : this.#size
  }

  #isDense(size: number): boolean {
    return size > this.#words * 2
  }

  /** Adds an ordinal that is not lower than any other one of the set. */
  append(ordinal: number): void {
    if (this.#bits) {
      const word = this.#bits[ordinal >>> 5] ?? 0
      const bit = 1 << (ordinal & 31)
      if ((word & bit) !== 0) return
      this.#bits[ordinal >>> 5] = word | bit
      this.#size += 1
      return
    }
    const chunk = ordinal >>> chunkBits
    const low = ordinal & (chunkSize - 1)
    if (this.#starts.length > chunk && this.#size > (this.#starts[chunk] ?? 0) && this.#low[this.#size - 1] === low)
      return
    while (this.#starts.length <= chunk) this.#starts.push(this.#size)
    if (this.#size === this.#low.length) {
      const longer = new Uint16Array(Math.max(4, Math.ceil(this.#size * 1.25)))
      longer.set(this.#low)
      this.#low = longer
    }
    this.#low[this.#size] = low
    this.#size += 1
    if (this.#isDense(this.#size)) this.#thicken()
  }

  #thicken(): void {
    const bits = new Uint32Array(this.#words)
    this.addTo(bits)
    this.#bits = bits
    this.#low = new Uint16Array(0)
    this.#starts = []
  }

  /** Whether an ordinal is in it. */
  has(ordinal: number): boolean {
    if (this.#bits) return hasBit(this.#bits, ordinal)
    const chunk = ordinal >>> chunkBits
    const end = this.#starts[chunk + 1] ?? this.#size
    const low = ordinal & (chunkSize - 1)
    let [from, until] = [this.#starts[chunk] ?? this.#size, end]
    while (from < until) {
      const middle = (from + until) >>> 1
      if ((this.#low[middle] ?? 0) < low) from = middle + 1
      else until = middle
    }
    return from < end && this.#low[from] === low
  }

  /** Its ordinals, rising. @param into where they are put, from an index on; there must be room. */
  copyTo(into: Uint32Array, at: number): void {
    let next = at
    if (this.#bits) {
      forEachBit(this.#bits, 0, (ordinal) => {
        into[next] = ordinal
        next += 1
        return true
      })
      return
    }
    for (let chunk = 0; chunk < this.#starts.length; chunk += 1) {
      const end = this.#starts[chunk + 1] ?? this.#size
      for (let i = this.#starts[chunk] ?? 0; i < end; i += 1) {
        into[next] = (chunk << chunkBits) | (this.#low[i] ?? 0)
        next += 1
      }
    }
  }

  /** Its ordinals from one on, rising; quick where they are few at its end. */
  from(first: number): number[] {
    const found: number[] = []
    if (this.#bits) {
      forEachBit(this.#bits, first, (ordinal) => {
        found.push(ordinal)
        return true
      })
      return found
    }
    for (let chunk = first >>> chunkBits; chunk < this.#starts.length; chunk += 1) {
      const end = this.#starts[chunk + 1] ?? this.#size
      for (let i = this.#starts[chunk] ?? 0; i < end; i += 1) {
        const ordinal = (chunk << chunkBits) | (this.#low[i] ?? 0)
        if (ordinal >= first) found.push(ordinal)
      }
    }
    return found
  }

  /** Its ordinals below a limit as bytes, of which `decode` makes the set again on a machine with the same byte order. */
  encode(limit: number): Uint8Array {
    const above = this.from(limit)
    const size = this.#size - above.length
    if (this.#bits) {
      const bytes = new Uint32Array(headWords + this.#words)
      bytes.set([1, size])
      bytes.set(this.#bits, headWords)
      for (const ordinal of above) {
        const word = headWords + (ordinal >>> 5)
        bytes[word] = (bytes[word] ?? 0) & ~(1 << (ordinal & 31))
      }
      return new Uint8Array(bytes.buffer)
    }
    const starts = this.#starts.filter((start) => start < size)
    const head = new Uint32Array([0, size, starts.length, ...starts])
    const bytes = new Uint8Array(head.byteLength + size * 2)
    bytes.set(new Uint8Array(head.buffer))
    bytes.set(new Uint8Array(this.#low.buffer, this.#low.byteOffset, size * 2), head.byteLength)
    return bytes
  }

  /** The set of what `encode` wrote. @param bytes kept, not copied. @param words of a bitmap, as many as then. */
  static decode(bytes: Uint8Array, words: number): PostingSet {
    const { buffer, byteOffset, byteLength } = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes)
    const all = new Uint32Array(buffer, byteOffset, byteLength >>> 2)
    const set = new PostingSet(words)
    set.#size = all[1] ?? 0
    if (all[0] === 1) {
      set.#bits = all.subarray(headWords)
      return set
    }
    const low = headWords + 1 + (all[2] ?? 0)
    set.#starts = [...all.subarray(headWords + 1, low)]
    set.#low = new Uint16Array(buffer as ArrayBuffer, byteOffset + low * 4, set.#size)
    return set
  }

  /** Keeps in a bitmap what it has too, where that needs no other bitmap; answers whether it did. */
  keepIn(target: Uint32Array): boolean {
    if (this.#bits) intersect(target, this.#bits)
    return this.#bits !== undefined
  }

  /** Sets its bits in a bitmap. */
  addTo(target: Uint32Array): void {
    const bits = this.#bits
    if (bits) {
      for (let i = 0; i < bits.length; i += 1) target[i] = (target[i] ?? 0) | (bits[i] ?? 0)
      return
    }
    for (let chunk = 0; chunk < this.#starts.length; chunk += 1) {
      const end = this.#starts[chunk + 1] ?? this.#size
      const base = chunk << (chunkBits - 5)
      for (let i = this.#starts[chunk] ?? 0; i < end; i += 1) {
        const low = this.#low[i] ?? 0
        const word = base + (low >>> 5)
        target[word] = (target[word] ?? 0) | (1 << (low & 31))
      }
    }
  }
}

/** Keeps in a bitmap what another one has too. */
export function intersect(target: Uint32Array, other: Uint32Array): void {
  for (let i = 0; i < target.length; i += 1) target[i] = (target[i] ?? 0) & (other[i] ?? 0)
}

/** Takes out of a bitmap what another one has. */
export function subtract(target: Uint32Array, other: Uint32Array): void {
  for (let i = 0; i < target.length; i += 1) target[i] = (target[i] ?? 0) & ~(other[i] ?? 0)
}

/** How many bits are set (Warren, Hacker's Delight, 5-1). */
export function countBits(bits: Uint32Array): number {
  let count = 0
  for (let i = 0; i < bits.length; i += 1) {
    let word = bits[i] ?? 0
    if (word === 0) continue
    word -= (word >>> 1) & 0x55555555
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333)
    count += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
  }
  return count
}

export const hasBit = (bits: Uint32Array, ordinal: number): boolean =>
  ((bits[ordinal >>> 5] ?? 0) & (1 << (ordinal & 31))) !== 0

export function setBit(bits: Uint32Array, ordinal: number): void {
  bits[ordinal >>> 5] = (bits[ordinal >>> 5] ?? 0) | (1 << (ordinal & 31))
}

/** Calls back for the set bits from one on, in rising order, until it answers false. */
export function forEachBit(bits: Uint32Array, from: number, each: (ordinal: number) => boolean): void {
  for (let i = from >>> 5; i < bits.length; i += 1) {
    let word = bits[i] ?? 0
    if (i === from >>> 5) word &= -1 << (from & 31)
    while (word !== 0) {
      if (!each(i * 32 + 31 - Math.clz32(word & -word))) return
      word &= word - 1
    }
  }
}
