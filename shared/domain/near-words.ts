/**
 * Words at most one letter away: a deletes dictionary after SymSpell (Garbe, 2012). Two words that differ by one letter
 * left out, added, changed or swapped with its neighbour share a form in which at most one letter is missing; so every
 * word is kept under those forms, and a look-up asks for a handful of forms instead of for every word.
 */

/** Whether two words differ by at most one letter left out, added, changed, or two neighbours swapped. */
export function isWithinOneLetter(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false
  const least = Math.min(a.length, b.length)
  let from = 0
  while (from < least && a[from] === b[from]) from += 1
  const restA = a.slice(from)
  const restB = b.slice(from)
  if (a.length > b.length) return restA.slice(1) === restB
  if (a.length < b.length) return restA === restB.slice(1)
  if (restA.slice(1) === restB.slice(1)) return true
  return restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2)
}

/** FNV-1a over the code units of a word without the one at `left`; −1: of the whole word. */
function hashWithout(word: string, left: number): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < word.length; i += 1) if (i !== left) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193)
  return hash >>> 0
}

export class NearWords {
  readonly #words: string[] = []
  #heads = new Int32Array(1024).fill(-1)
  #next = new Int32Array(1024)
  #word = new Int32Array(1024)
  #hash = new Uint32Array(1024)
  #entries = 0

  get size(): number {
    return this.#words.length
  }

  /** Adds a word that is not there yet. */
  add(word: string): void {
    const index = this.#words.push(word) - 1
    for (let left = -1; left < word.length; left += 1) this.#enter(hashWithout(word, left), index)
  }

  #enter(hash: number, index: number): void {
    if (this.#entries === this.#next.length) this.#grow()
    const entry = this.#entries
    this.#hash[entry] = hash
    this.#word[entry] = index
    this.#link(entry)
    this.#entries += 1
  }

  #link(entry: number): void {
    const slot = (this.#hash[entry] ?? 0) & (this.#heads.length - 1)
    this.#next[entry] = this.#heads[slot] ?? -1
    this.#heads[slot] = entry
  }

  #grow(): void {
    const longer = <A extends Int32Array | Uint32Array>(old: A, fresh: A): A => {
      fresh.set(old)
      return fresh
    }
    const length = this.#next.length * 2
    this.#next = longer(this.#next, new Int32Array(length))
    this.#word = longer(this.#word, new Int32Array(length))
    this.#hash = longer(this.#hash, new Uint32Array(length))
    this.#heads = new Int32Array(length).fill(-1)
    for (let entry = 0; entry < this.#entries; entry += 1) this.#link(entry)
  }

  /** The words at most one letter away from what was typed, itself left out. */
  find(typed: string): string[] {
    const found = new Set<string>()
    for (let left = -1; left < typed.length; left += 1) {
      const hash = hashWithout(typed, left)
      for (let at = this.#heads[hash & (this.#heads.length - 1)] ?? -1; at >= 0; at = this.#next[at] ?? -1) {
        if (this.#hash[at] !== hash) continue
        const word = this.#words[this.#word[at] ?? -1] ?? ''
        if (word !== typed && isWithinOneLetter(word, typed)) found.add(word)
      }
    }
    return [...found]
  }
}
