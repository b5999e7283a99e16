import type { Store } from '#core/db/store.ts'
import type { MemberOrdinals } from './member-ordinals.ts'
import { type IndexTerm, quoteTerm } from './member-tokens.ts'
import { MemberVocabulary } from './member-vocabulary.ts'
import { PostingSet, setBit } from './posting-set.ts'

/** Memory for what was looked for or joined and kept, in bytes. */
const mostKept = 24e6
/** Longest beginning that sets are kept for. */
export const longestPrefix = 14

export const lookStatement = 'SELECT rowid FROM member_index WHERE member_index MATCH ?'

export const isName = (term: string): boolean => !'~#@='.includes(term[0] ?? '')

/** Members whose addresses begin the same, while addresses are read in their order. */
export interface EmailRun {
  prefix: string
  ordinals: number[]
}

/** What is being read just now: a change that comes meanwhile is put there too. */
export interface Reading {
  term: { key: string; bits: Uint32Array } | undefined
  emails: EmailRun[]
}

/** Which members have a term: a set for every word of names, sound and filter, and for frequent beginnings. */
export class PostingLists {
  readonly vocabulary = new MemberVocabulary()
  readonly reading: Reading = { term: undefined, emails: [] }
  readonly #ordinals: MemberOrdinals
  readonly #leastKept: number
  /** By word, and by beginning with a star behind it. */
  readonly #sets = new Map<string, PostingSet>()
  /** Beginnings that were looked for or joined lately. */
  readonly #kept = new Map<string, PostingSet>()
  #keptBytes = 0

  /** @param frequent a beginning that so many members have was read; of the others, the larger ones are kept. */
  constructor(ordinals: MemberOrdinals, frequent: number) {
    this.#ordinals = ordinals
    this.#leastKept = frequent / 4
  }

  /** Memory of the lists, in bytes. */
  get bytes(): number {
    let bytes = this.#keptBytes
    for (const set of this.#sets.values()) bytes += set.bytes
    return bytes
  }

  set(key: string, set: PostingSet): void {
    this.#sets.set(key, set)
  }

  /** Takes the words of names that were read, also those that came meanwhile. */
  fillVocabulary(): void {
    this.vocabulary.fill([...this.#sets.keys()].filter((key) => isName(key) && !key.endsWith('*')))
  }

  /** Puts a member into the lists of one of their terms. */
  add(term: string, ordinal: number): void {
    const { words } = this.#ordinals
    if (term[0] !== '#' && term[0] !== '@') {
      const set = this.#sets.get(term)
      if (set) set.append(ordinal)
      else {
        this.#sets.set(term, PostingSet.ofSorted([ordinal], words))
        if (isName(term)) this.vocabulary.add(term)
      }
    }
    if (term[0] === '@' && !this.#sets.has(`${term.slice(0, 2)}*`))
      this.#sets.set(`${term.slice(0, 2)}*`, new PostingSet(words))
    const { term: read, emails } = this.reading
    if (read?.key === term) setBit(read.bits, ordinal)
    if (term[0] === '~' || term[0] === '=') return
    for (let length = 1; length <= Math.min(term.length, longestPrefix); length += 1) {
      const key = `${term.slice(0, length)}*`
      this.#sets.get(key)?.append(ordinal)
      if (read?.key === key) setBit(read.bits, ordinal)
      if (term[0] === '@') for (const run of emails) if (`@${run.prefix}*` === key) run.ordinals.push(ordinal)
    }
    if (this.#kept.size > 0) for (const [key, set] of this.#kept) if (term.startsWith(key)) set.append(ordinal)
  }

  #keep(text: string, set: PostingSet): void {
    this.#kept.set(text, set)
    this.#keptBytes += set.bytes
    for (const [key, oldest] of this.#kept) {
      if (this.#keptBytes <= mostKept) break
      this.#kept.delete(key)
      this.#keptBytes -= oldest.bytes
    }
  }

  /** The members of a beginning of a number or an address that no list was read for. */
  #lookFor(store: Store, term: IndexTerm): PostingSet {
    const set = this.#ordinals.setOf(store.columnOf<number>(lookStatement, quoteTerm(term)))
    if (set.size >= this.#leastKept) this.#keep(term.text, set)
    return set
  }

  /** The lists of a term. Words that begin so are many lists; where joining them is long, it is kept. */
  of(store: Store, { text, prefix }: IndexTerm): PostingSet[] {
    if (!prefix) {
      const set = this.#sets.get(text)
      return set ? [set] : []
    }
    const known = this.#sets.get(`${text}*`) ?? this.#kept.get(text)
    if (known) return [known]
    if (text[0] === '@' && !this.#sets.has(`${text.slice(0, 2)}*`) && !/["'`\s]/.test(text)) return []
    if (!isName(text)) return [this.#lookFor(store, { text, prefix })]
    const sets = this.vocabulary.beginningWith(text).flatMap((word) => this.#sets.get(word) ?? [])
    const cost = sets.reduce((steps, set) => steps + set.cost, 0)
    const { words } = this.#ordinals
    if (sets.length < 2 || cost < words / 8 || text.length > longestPrefix) return sets
    const joined = this.#join(sets)
    // The few that stand for much of the register stay; so they are there for the first key of every search.
    if (cost < words) this.#keep(text, joined)
    else this.#sets.set(`${text}*`, joined)
    return [joined]
  }

  #join(sets: readonly PostingSet[]): PostingSet {
    const bits = new Uint32Array(this.#ordinals.words)
    for (const set of sets) set.addTo(bits)
    return PostingSet.ofBits(bits)
  }

  /** Joins what the first keys of a search ask for, one beginning at a step. @param letters of the longest of them. */
  *prepareBeginnings(store: Store, letters: number): Generator<void, void> {
    const beginnings = new Set(
      this.vocabulary.beginningWith('').flatMap((word) => {
        const cuts = Array.from({ length: letters }, (_, at) => word.slice(0, at + 1))
        return [...new Set(cuts)]
      }),
    )
    for (const text of beginnings) {
      this.of(store, { text, prefix: true })
      yield
    }
  }
}
