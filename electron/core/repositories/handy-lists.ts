import type { PostingSet } from './posting-set.ts'

/** Memory for lists that can be had again, in bytes: read from the shelf, looked for, or joined. */
const mostHandy = 96e6

interface HandyList {
  readonly set: PostingSet
  /** Its memory when it came, in bytes. */
  readonly bytes: number
}

/** Lists that can be had again: those asked for longest ago go. */
export class HandyLists {
  readonly #lists = new Map<string, HandyList>()
  /** Keys of beginnings (with the star behind them) by their first two characters. */
  readonly #beginnings = new Map<string, Set<string>>()
  #bytes = 0

  get bytes(): number {
    return this.#bytes
  }

  /** The list of a key, if it is here; it stays the longer for being asked for. */
  get(key: string): PostingSet | undefined {
    const list = this.#lists.get(key)
    if (list) {
      this.#lists.delete(key)
      this.#lists.set(key, list)
    }
    return list?.set
  }

  /** The list of a key, without being asked for. */
  peek(key: string): PostingSet | undefined {
    return this.#lists.get(key)?.set
  }

  /** Takes a list that is not here; the others that were asked for longest ago make room. */
  put(key: string, set: PostingSet): void {
    const { bytes } = set
    for (const [oldest, list] of this.#lists) {
      if (this.#bytes + bytes <= mostHandy) break
      this.#lists.delete(oldest)
      this.#beginnings.get(oldest.slice(0, 2))?.delete(oldest)
      this.#bytes -= list.bytes
    }
    this.#lists.set(key, { set, bytes })
    this.#bytes += bytes
    if (!key.endsWith('*')) return
    const others = this.#beginnings.get(key.slice(0, 2))
    if (others) others.add(key)
    else this.#beginnings.set(key.slice(0, 2), new Set([key]))
  }

  /** Puts a member into every list of a beginning that one of their terms has. */
  appendTo(term: string, ordinal: number): void {
    // One letter and the star are two characters as well.
    for (const begin of [`${term[0]}*`, term.slice(0, 2)])
      for (const key of this.#beginnings.get(begin) ?? [])
        if (term.startsWith(key.slice(0, -1))) this.#lists.get(key)?.set.append(ordinal)
  }
}
