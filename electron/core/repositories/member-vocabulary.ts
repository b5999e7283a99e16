import { NearWords } from '#shared/domain/near-words.ts'

/** Shorter words are near to half of the register. */
const shortestNear = 4
/** Beginnings of words shorter than this are not looked for with a letter wrong. */
const shortestBeginning = 3
/** More terms than these are not joined for one typed word. */
export const mostTerms = 24

/** The words that members' names are made of, sorted, and what is one letter away from each of them. */
export class MemberVocabulary {
  #words: string[] = []
  #near: NearWords | undefined
  #beginnings = new Set<string>()

  get size(): number {
    return this.#words.length
  }

  /** Index of the first word that is not before this one. */
  #find(word: string): number {
    let [low, high] = [0, this.#words.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#words[middle] ?? '') < word) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Takes many words at once, in any order. */
  fill(words: readonly string[]): void {
    this.#words = [...words].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    this.#near = undefined
    this.#beginnings.clear()
  }

  add(word: string): void {
    const at = this.#find(word)
    if (this.#words[at] === word) return
    this.#words.splice(at, 0, word)
    if (this.#near) this.#addNear(this.#near, word)
  }

  /** Words that begin so. */
  beginningWith(prefix: string): string[] {
    const from = this.#find(prefix)
    let until = from
    while (this.#words[until]?.startsWith(prefix)) until += 1
    return this.#words.slice(from, until)
  }

  #addNear(near: NearWords, word: string): void {
    for (let length = shortestBeginning; length <= word.length; length += 1) {
      const beginning = word.slice(0, length)
      if (this.#beginnings.has(beginning)) continue
      this.#beginnings.add(beginning)
      near.add(beginning)
    }
  }

  /** Makes what `near` needs, if it is not there: it takes a moment in a large register. */
  prepareNear(): NearWords {
    if (this.#near) return this.#near
    this.#near = new NearWords()
    for (const word of this.#words) this.#addNear(this.#near, word)
    return this.#near
  }

  /**
   * Words one letter away from what was typed; of an unfinished one, beginnings of words that are.
   *
   * @param size how many members have a word, or words that begin so; of many, those with the most are taken.
   */
  near(typed: string, finished: boolean, size: (word: string) => number): string[] {
    if (typed.length < shortestNear) return []
    const found = this.prepareNear()
      .find(typed)
      .filter((word) => !finished || this.#words[this.#find(word)] === word)
      .map((word) => ({ word, size: size(word) }))
      .filter((each) => each.size > 0)
    return found
      .sort((a, b) => b.size - a.size)
      .slice(0, mostTerms)
      .map(({ word }) => word)
  }
}
