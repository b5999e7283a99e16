import { countBits, forEachBit, hasBit, PostingSet, setBit, wordsFor } from './posting-set.ts'

const partBits = 12
/** Places to a part of those that are kept. */
export const placesPerPart = 1 << partBits

/** Places in the store, in parts that are read when one of them is asked for. */
export interface KeptPlaces {
  /** The first place of each part. */
  readonly firsts: Float64Array
  part(number: number): Float64Array
}

/** Ordinals as they stand at one moment. */
export interface OrdinalState {
  /** The place of each. */
  readonly places: Float64Array<ArrayBuffer>
  /** How many were read in the order of places. */
  readonly read: number
  /** How many there are. */
  readonly used: number
  /** Bitmap of those that were left. */
  readonly dead: Uint32Array<ArrayBuffer>
}

/**
 * Small numbers that stand for members, in display order: those that were read rise with their places, those that came
 * since follow in the order in which they came. A member that changes leaves its ordinal for a fresh one.
 */
export class MemberOrdinals {
  readonly #places: Float64Array<ArrayBuffer>
  /** Where places come from that were not asked for yet. */
  readonly #kept: KeptPlaces | undefined
  readonly #isHere: Uint8Array
  readonly #read: number
  readonly #fresh = new Map<number, number>()
  #used: number
  #deaths = 0
  /** Ordinals that were left. */
  readonly dead: Uint32Array<ArrayBuffer>

  private constructor({ places, read, used, dead }: OrdinalState, kept?: KeptPlaces) {
    this.#places = places
    this.#kept = kept
    this.#isHere = new Uint8Array(kept ? kept.firsts.length : 0)
    this.#read = read
    this.#used = used
    this.dead = dead
    this.#deaths = countBits(dead)
    for (let ordinal = read; ordinal < used; ordinal += 1)
      if (!hasBit(dead, ordinal)) this.#fresh.set(this.#at(ordinal), ordinal)
  }

  /** @param parts places that were read, rising. @param room ordinals for members that change or come. */
  static read(parts: readonly (readonly number[])[], room: number): MemberOrdinals {
    const read = parts.reduce((length, part) => length + part.length, 0)
    const places = new Float64Array(read + room)
    let at = 0
    for (const part of parts) {
      places.set(part, at)
      at += part.length
    }
    return new MemberOrdinals({ places, read, used: read, dead: new Uint32Array(wordsFor(places.length)) })
  }

  /** From a state that was kept; it is taken over, not copied. @param state its places may be empty, but for their room. */
  static restore(state: OrdinalState, kept: KeptPlaces): MemberOrdinals {
    return new MemberOrdinals(state, kept)
  }

  /** The place of an ordinal that is in use. */
  #at(ordinal: number): number {
    if (this.#kept) {
      const part = ordinal >>> partBits
      if (this.#isHere[part] === 0) {
        this.#places.set(this.#kept.part(part), part << partBits)
        this.#isHere[part] = 1
      }
    }
    return this.#places[ordinal] ?? 0
  }

  /** A copy of its state, to be kept; of the places those in use. */
  state(): OrdinalState {
    for (let ordinal = 0; ordinal < this.#used; ordinal += placesPerPart) this.#at(ordinal)
    return {
      places: this.#places.slice(0, this.#used),
      read: this.#read,
      used: this.#used,
      dead: this.dead.slice(),
    }
  }

  /** Ordinals that there can be. */
  get capacity(): number {
    return this.#places.length
  }

  /** Words of 32 bits in a bitmap of members. */
  get words(): number {
    return this.dead.length
  }

  /** Number of members. */
  get count(): number {
    return this.#used - this.#deaths
  }

  get deaths(): number {
    return this.#deaths
  }

  get isFull(): boolean {
    return this.#used === this.#places.length
  }

  /** Memory that it takes, in bytes. */
  get bytes(): number {
    return this.#places.byteLength + this.dead.byteLength
  }

  /** The first of the places that were read which is not before one, from an ordinal on where it is known to be. */
  #firstAt(place: number, from = 0): number {
    let [low, high] = this.#kept ? this.#partOf(place, this.#kept.firsts) : this.#near(place, from)
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#at(middle) < place) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Between which ordinals the first is: by steps that double, since what is looked for is mostly near. */
  #near(place: number, from: number): [number, number] {
    let [low, step] = [from, 1]
    while (low + step < this.#read && (this.#places[low + step] ?? 0) < place) {
      low += step
      step *= 2
    }
    return [low, Math.min(low + step, this.#read)]
  }

  /** The same by the first places of parts, so that one part is read. */
  #partOf(place: number, firsts: Float64Array): [number, number] {
    let [low, high] = [0, Math.ceil(this.#read / placesPerPart)]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((firsts[middle] ?? 0) < place) low = middle + 1
      else high = middle
    }
    const start = Math.max(0, low - 1) << partBits
    return [start, Math.min(start + placesPerPart, this.#read)]
  }

  /** The ordinal of the member who stands at a place now; −1 for none. */
  of(place: number, from = 0): number {
    if (this.#fresh.size > 0) {
      const fresh = this.#fresh.get(place)
      if (fresh !== undefined) return fresh
    }
    const at = this.#firstAt(place, from)
    return at < this.#read && this.#at(at) === place && !hasBit(this.dead, at) ? at : -1
  }

  /** The member at a place leaves their ordinal, if somebody stands there. */
  leave(place: number): void {
    const old = this.of(place)
    if (old < 0) return
    setBit(this.dead, old)
    this.#deaths += 1
    this.#fresh.delete(place)
  }

  /** A fresh ordinal for the member at a place; there must be room. */
  enter(place: number): number {
    const ordinal = this.#used
    this.#used += 1
    this.#places[ordinal] = place
    this.#fresh.set(place, ordinal)
    return ordinal
  }

  /** Sets the bits of members by their places, quickest where these rise. */
  mark(places: readonly number[], bits: Uint32Array): void {
    let from = 0
    for (const place of places) {
      const ordinal = this.of(place, from)
      if (ordinal < 0) continue
      if (ordinal < this.#read) from = ordinal
      setBit(bits, ordinal)
    }
  }

  /** The set of members at places that rise. */
  setOf(places: readonly number[]): PostingSet {
    const ordinals: number[] = []
    let [from, rising] = [0, true]
    for (const place of places) {
      const ordinal = this.of(place, from)
      if (ordinal < 0) continue
      if (ordinal < this.#read) from = ordinal
      if (ordinal < (ordinals.at(-1) ?? 0)) rising = false
      ordinals.push(ordinal)
    }
    if (!rising) ordinals.sort((a, b) => a - b)
    return PostingSet.ofSorted(ordinals, this.words)
  }

  /** Places of the members of a bitmap behind one, in display order. */
  placesOfBits(bits: Uint32Array, place: number, limit: number): number[] {
    const found: number[] = []
    forEachBit(bits, this.#firstAt(place + 1), (ordinal) => {
      if (ordinal < this.#read) found.push(this.#at(ordinal))
      return ordinal < this.#read && found.length < limit
    })
    if (this.#used === this.#read) return found
    const fresh: number[] = []
    forEachBit(bits, this.#read, (ordinal) => {
      fresh.push(this.#at(ordinal))
      return true
    })
    return this.#together(found, fresh, place, limit)
  }

  /** Places of the members of a rising list behind one, in display order. */
  placesOfList(list: Uint32Array, place: number, limit: number): number[] {
    const found: number[] = []
    const fresh: number[] = []
    for (const ordinal of list) {
      const at = this.#at(ordinal)
      if (ordinal >= this.#read) fresh.push(at)
      else if (at > place && found.length < limit) found.push(at)
    }
    return this.#together(found, fresh, place, limit)
  }

  /** Those that came since are in no order: they are few. */
  #together(found: number[], fresh: readonly number[], place: number, limit: number): number[] {
    const behind = fresh.filter((at) => at > place)
    return behind.length === 0 ? found : [...found, ...behind].sort((a, b) => a - b).slice(0, limit)
  }
}
