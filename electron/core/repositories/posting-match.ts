import type { MemberOrdinals } from './member-ordinals.ts'
import { countBits, hasBit, intersect, type PostingSet, subtract } from './posting-set.ts'

/** Members that match, until the postings are asked again or the snapshot ends. */
export interface PostingMatch {
  readonly count: number
  /** Whether the member at a place is among them. */
  has(place: number): boolean
  /** Places behind one, in display order. */
  after(place: number, limit: number): number[]
}

/** The sets of which a member must be in at least one. */
type Group = readonly PostingSet[]

const sizeOf = (group: Group): number => group.reduce((size, set) => size + set.size, 0)

/** Whether a rising list holds a number. */
export function holds(list: Uint32Array | Float64Array, sought: number): boolean {
  let [from, until] = [0, list.length]
  while (from < until) {
    const middle = (from + until) >>> 1
    if ((list[middle] ?? 0) < sought) from = middle + 1
    else until = middle
  }
  return list[from] === sought
}

/** Ordinals of a group, rising, each once. */
function listOf(group: Group): Uint32Array {
  const list = new Uint32Array(sizeOf(group))
  let at = 0
  for (const set of group) {
    set.copyTo(list, at)
    at += set.size
  }
  if (group.length < 2) return list
  list.sort()
  let length = 0
  for (const ordinal of list) {
    if (length > 0 && list[length - 1] === ordinal) continue
    list[length] = ordinal
    length += 1
  }
  return list.subarray(0, length)
}

/**
 * Members who are in every group. Where the smallest group is small its members are looked up in the others; else whole
 * bitmaps are joined and intersected, which costs the same however many match.
 */
export class PostingMatcher {
  readonly #ordinals: MemberOrdinals
  readonly #result: Uint32Array
  readonly #group: Uint32Array

  constructor(ordinals: MemberOrdinals) {
    this.#ordinals = ordinals
    this.#result = new Uint32Array(ordinals.words)
    this.#group = new Uint32Array(ordinals.words)
  }

  /** @param groups at least one. The match before it is void. */
  match(groups: readonly Group[]): PostingMatch {
    const held = groups.map((group) => group.filter((set) => set.size > 0))
    const [smallest = [], ...others] = held.sort((a, b) => sizeOf(a) - sizeOf(b))
    // To sort what comes out of several sets is dearer than a bitmap.
    const most = this.#ordinals.words / (smallest.length > 1 ? 64 : 8)
    return sizeOf(smallest) <= most ? this.#few(smallest, others) : this.#many(smallest, others)
  }

  #few(smallest: Group, others: readonly Group[]): PostingMatch {
    const ordinals = this.#ordinals
    let list = listOf(smallest)
    for (const group of others) {
      if (list.length * group.length > ordinals.words) {
        const bits = this.#join(group, this.#group)
        list = list.filter((ordinal) => hasBit(bits, ordinal))
      } else list = list.filter((ordinal) => group.some((set) => set.has(ordinal)))
    }
    if (ordinals.deaths > 0) list = list.filter((ordinal) => !hasBit(ordinals.dead, ordinal))
    return {
      count: list.length,
      has: (place) => holds(list, ordinals.of(place)),
      after: (place, limit) => ordinals.placesOfList(list, place, limit),
    }
  }

  #many(smallest: Group, others: readonly Group[]): PostingMatch {
    const ordinals = this.#ordinals
    const bits = this.#join(smallest, this.#result)
    for (const group of others) {
      const [only] = group
      if (group.length === 1 && only?.keepIn(bits)) continue
      intersect(bits, this.#join(group, this.#group))
    }
    if (ordinals.deaths > 0) subtract(bits, ordinals.dead)
    return {
      count: countBits(bits),
      has: (place) => {
        const ordinal = ordinals.of(place)
        return ordinal >= 0 && hasBit(bits, ordinal)
      },
      after: (place, limit) => ordinals.placesOfBits(bits, place, limit),
    }
  }

  #join(group: Group, target: Uint32Array): Uint32Array {
    target.fill(0)
    for (const set of group) set.addTo(target)
    return target
  }
}
