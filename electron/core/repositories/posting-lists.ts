import type { Store } from '#core/db/store.ts'
import { HandyLists } from './handy-lists.ts'
import type { MemberOrdinals } from './member-ordinals.ts'
import { type IndexTerm, quoteTerm } from './member-tokens.ts'
import { MemberVocabulary } from './member-vocabulary.ts'
import { PostingSet, setBit } from './posting-set.ts'

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

/** Where lists lie that are not in memory. */
export interface ListShelf {
  /** Keys of all lists on it. */
  readonly keys: { has(key: string): boolean; keys(): Iterable<string> }
  /** The list of a key, as it was put there. */
  read(store: Store, key: string): PostingSet
  /** Rising ordinals of those who had a number or an address that begins so, joined with others. */
  holders(store: Store, beginning: string, others: readonly number[]): Uint32Array
}

/** A number or an address of a member who came since the shelf was filled. */
interface LateKey {
  readonly term: string
  readonly ordinal: number
}

/** Where a member who came is put down: in a list in memory, beside one on the shelf, or both. */
interface Target {
  readonly set: PostingSet | undefined
  readonly since: number[] | undefined
}

/** Lists of the beginnings of a text, and whether there may be some of longer ones. */
interface Beginnings {
  readonly targets: readonly Target[]
  readonly goesOn: boolean
}

function put({ set, since }: Target, ordinal: number): void {
  set?.append(ordinal)
  if (since && since.at(-1) !== ordinal) since.push(ordinal)
}

/** Letters of a beginning for which its lists are remembered: few are longer. */
const knownBeginning = 5

/**
 * Which members have a term: a set for every word of names, sound and filter, and for frequent beginnings. They are in
 * memory while they are read from the index; once they are kept in the store, only those that were asked for lately.
 */
export class PostingLists {
  readonly vocabulary = new MemberVocabulary()
  readonly reading: Reading = { term: undefined, emails: [] }
  readonly #ordinals: MemberOrdinals
  /** By word, and by beginning with a star behind it. */
  readonly #sets = new Map<string, PostingSet>()
  readonly #handy = new HandyLists()
  #shelf: ListShelf | undefined
  /** Members that came to lists of the shelf since it was filled, by key; rising. */
  readonly #since = new Map<string, number[]>()
  /** Numbers and addresses of those members, by the first two characters. */
  readonly #late = new Map<string, LateKey[]>()
  /** Where members of a word are put down, and of the beginnings of a text: the same ones come again and again. */
  readonly #exact = new Map<string, Target>()
  readonly #targets = new Map<string, Beginnings>()

  constructor(ordinals: MemberOrdinals) {
    this.#ordinals = ordinals
  }

  /** Memory of the lists, in bytes. */
  get bytes(): number {
    let bytes = this.#handy.bytes
    for (const set of this.#sets.values()) bytes += set.bytes
    return bytes
  }

  set(key: string, set: PostingSet): void {
    this.#sets.set(key, set)
    this.#forgetTargets()
  }

  /** Where members are put down is another place now. */
  #forgetTargets(): void {
    this.#exact.clear()
    this.#targets.clear()
  }

  /** Keys of all lists, sorted. */
  keys(): string[] {
    return [...new Set([...this.#sets.keys(), ...(this.#shelf?.keys.keys() ?? [])])].sort()
  }

  /** Takes lists as they lie on a shelf. */
  takeFrom(shelf: ListShelf): void {
    this.#shelf = shelf
    this.#forgetTargets()
    this.fillVocabulary()
  }

  /** Lets go of what now lies on a shelf. @param used ordinals that were in use when it was filled. */
  leaveTo(shelf: ListShelf, used: number): void {
    const since = new Map<string, number[]>()
    for (const [key, ordinals] of this.#since) {
      const later = ordinals.filter((ordinal) => ordinal >= used)
      if (later.length > 0) since.set(key, later)
    }
    for (const [key, set] of this.#sets) {
      if (!shelf.keys.has(key)) continue
      const later = set.from(used)
      if (later.length > 0) since.set(key, later)
      this.#sets.delete(key)
      this.#handy.put(key, set)
    }
    for (const [begin, keys] of this.#late)
      this.#late.set(
        begin,
        keys.filter(({ ordinal }) => ordinal >= used),
      )
    this.#since.clear()
    for (const [key, ordinals] of since) this.#since.set(key, ordinals)
    this.#shelf = shelf
    this.#forgetTargets()
  }

  /** A list for being put on a shelf; it is not remembered. */
  listOf(store: Store, key: string): PostingSet {
    const set = this.#sets.get(key) ?? this.#handy.peek(key) ?? this.#fromShelf(store, key)
    if (!set) throw new RangeError('There is no such list')
    return set
  }

  /** Takes the words of names that were read, also those that came meanwhile. */
  fillVocabulary(): void {
    this.vocabulary.fill(this.keys().filter((key) => isName(key) && !key.endsWith('*')))
  }

  #has(key: string): boolean {
    return this.#sets.has(key) || this.#shelf?.keys.has(key) === true
  }

  /** Where a member of a key is put down, if there is a list of it in memory or on the shelf. */
  #targetOf(key: string): Target | undefined {
    const set = this.#sets.get(key)
    if (!this.#shelf?.keys.has(key)) return set && { set, since: undefined }
    let since = this.#since.get(key)
    if (!since) this.#since.set(key, (since = []))
    return { set, since }
  }

  /** The lists of the beginnings of a text of few letters, from the shortest on. */
  #targetsOf(begin: string): Beginnings {
    const known = this.#targets.get(begin)
    if (known) return known
    const targets: Target[] = []
    let goesOn = true
    for (let length = 1; length <= begin.length && goesOn; length += 1) {
      const target = this.#targetOf(`${begin.slice(0, length)}*`)
      if (target) targets.push(target)
      // Behind a beginning without a list there is none: a longer one has fewer members. Of a number's or an address's
      // sign alone there is no list, and while addresses are read the longest runs end first.
      else goesOn = length === 1 || this.reading.emails.length > 0
    }
    const beginnings = { targets, goesOn }
    this.#targets.set(begin, beginnings)
    return beginnings
  }

  /** Puts a member into the lists of one of their terms. */
  add(term: string, ordinal: number): void {
    const { words } = this.#ordinals
    const isLookedFor = term[0] === '#' || term[0] === '@'
    if (!isLookedFor) {
      this.#handy.peek(term)?.append(ordinal)
      const target = this.#exact.get(term) ?? this.#targetOf(term)
      if (target) {
        this.#exact.set(term, target)
        put(target, ordinal)
      } else {
        this.set(term, PostingSet.ofSorted([ordinal], words))
        if (isName(term)) this.vocabulary.add(term)
      }
    }
    if (term[0] === '@' && !this.#has(`${term.slice(0, 2)}*`)) this.set(`${term.slice(0, 2)}*`, new PostingSet(words))
    if (isLookedFor) {
      const late = this.#late.get(term.slice(0, 2))
      if (late) late.push({ term, ordinal })
      else this.#late.set(term.slice(0, 2), [{ term, ordinal }])
    }
    const { term: read, emails } = this.reading
    if (read?.key === term) setBit(read.bits, ordinal)
    if (term[0] === '~' || term[0] === '=') return
    if (read?.key.endsWith('*') && term.startsWith(read.key.slice(0, -1))) setBit(read.bits, ordinal)
    for (const run of emails) if (term[0] === '@' && term.startsWith(run.prefix, 1)) run.ordinals.push(ordinal)
    this.#handy.appendTo(term, ordinal)
    const begin = term.slice(0, knownBeginning)
    const { targets, goesOn } = this.#targetsOf(begin)
    for (const target of targets) put(target, ordinal)
    if (!goesOn) return
    for (let length = begin.length + 1; length <= term.length; length += 1) {
      const target = this.#targetOf(`${term.slice(0, length)}*`)
      if (target) put(target, ordinal)
      else if (emails.length === 0) return
    }
  }

  #fromShelf(store: Store, key: string): PostingSet | undefined {
    if (!this.#shelf?.keys.has(key)) return undefined
    const set = this.#shelf.read(store, key)
    for (const ordinal of this.#since.get(key) ?? []) set.append(ordinal)
    return set
  }

  /** A list that is here or on the shelf. */
  #find(store: Store, key: string): PostingSet | undefined {
    const here = this.#sets.get(key) ?? this.#handy.get(key)
    if (here) return here
    const set = this.#fromShelf(store, key)
    if (set) this.#handy.put(key, set)
    return set
  }

  /** From the shelf; until it is filled, and for signs that the index writes otherwise, from the index. */
  #holders(store: Store, term: IndexTerm): PostingSet {
    const { text } = term
    if (!this.#shelf || text.length < 2 || /["\s]/.test(text))
      return this.#ordinals.setOf(store.columnOf<number>(lookStatement, quoteTerm(term)))
    const late = this.#late.get(text.slice(0, 2)) ?? []
    const others = late.flatMap((key) => (key.term.startsWith(text) ? key.ordinal : []))
    return PostingSet.ofSorted(this.#shelf.holders(store, text, others), this.#ordinals.words)
  }

  /** The members of a beginning of a number or an address that no list was read for. */
  #lookFor(store: Store, term: IndexTerm): PostingSet {
    const set = this.#holders(store, term)
    // Also where nobody has it: the same word is asked for with every key that is typed behind it.
    this.#handy.put(`${term.text}*`, set)
    return set
  }

  /** The lists of a term. Words that begin so are many lists; where joining them is long, it is kept. */
  of(store: Store, { text, prefix }: IndexTerm): PostingSet[] {
    const known = this.#find(store, prefix ? `${text}*` : text)
    if (known) return [known]
    if (!prefix) return []
    if (text[0] === '@' && !this.#has(`${text.slice(0, 2)}*`) && !/["'`\s]/.test(text)) return []
    if (!isName(text)) return [this.#lookFor(store, { text, prefix })]
    const sets = this.vocabulary.beginningWith(text).flatMap((word) => this.#find(store, word) ?? [])
    if (sets.length < 2 || costOf(sets) < this.#ordinals.words / 8) return sets
    const joined = this.#join(sets)
    this.#handy.put(`${text}*`, joined)
    return [joined]
  }

  #join(sets: readonly PostingSet[]): PostingSet {
    const bits = new Uint32Array(this.#ordinals.words)
    for (const set of sets) set.addTo(bits)
    return PostingSet.ofBits(bits)
  }

  /** Joins what the first keys of a search ask for, one beginning at a step. @param letters of the longest of them. */
  *prepareBeginnings(letters: number): Generator<void, void> {
    const beginnings = new Set(
      this.vocabulary.beginningWith('').flatMap((word) => {
        const cuts = Array.from({ length: letters }, (_, at) => word.slice(0, at + 1))
        return [...new Set(cuts)]
      }),
    )
    for (const text of beginnings) {
      const sets = this.vocabulary.beginningWith(text).flatMap((word) => this.#sets.get(word) ?? [])
      if (sets.length > 1 && costOf(sets) >= this.#ordinals.words / 8) this.set(`${text}*`, this.#join(sets))
      yield
    }
  }
}

/** Steps that it takes to join sets. */
const costOf = (sets: readonly PostingSet[]): number => sets.reduce((steps, set) => steps + set.cost, 0)
