import type { Store } from '#core/db/store.ts'
import type { Member } from '#shared/domain/members/member.ts'
import { type IndexTerm, indexText, quoteTerm } from './member-tokens.ts'
import { MemberVocabulary } from './member-vocabulary.ts'
import { countBits, forEachBit, hasBit, intersect, PostingSet, setBit, subtract, wordsFor } from './posting-set.ts'

export interface PostingOptions {
  /** Ordinals kept free for members that change or come; when they are used up everything is read anew. */
  readonly room: number
  /** Changes that a question waits for; more are caught up with between questions. */
  readonly patience: number
  /** Rows that are read in one go while warming. */
  readonly slice: number
  /** A beginning of an address or a number that fewer members have is looked for when it is asked for. */
  readonly frequent: number
}
const usual: PostingOptions = { room: 65_536, patience: 200, slice: 10_000, frequent: 2000 }
/** Memory for what was looked for and kept, in bytes. */
const mostKept = 24e6
/** Longest beginning that sets are kept for. */
const longestPrefix = 14

export const postingStatements = {
  lastChange: 'SELECT max(seq) AS seq FROM member_changes',
  changes: 'SELECT seq, place FROM member_changes WHERE seq > ? ORDER BY seq LIMIT ?',
  row: 'SELECT row FROM members WHERE place = CAST(? AS INTEGER)',
  places: 'SELECT id FROM member_index_docsize WHERE id > CAST(? AS INTEGER) ORDER BY id LIMIT ?',
  words: 'SELECT term, doc FROM member_words WHERE term > ? AND term < ? ORDER BY term LIMIT ?',
  some: `SELECT rowid FROM member_index WHERE member_index MATCH ? AND rowid > CAST(? AS INTEGER)
    ORDER BY rowid LIMIT ?`,
  every: 'SELECT rowid FROM member_index WHERE member_index MATCH ?',
  emails: "SELECT term, doc AS place FROM member_word_places WHERE term >= ? AND term < 'A' ORDER BY term LIMIT ?",
} as const

/** Members that match, until the postings are asked again or the snapshot ends. */
export interface PostingMatch {
  readonly count: number
  /** Whether the member at a place is among them. */
  has(place: number): boolean
  /** Places behind one, in display order. */
  after(place: number, limit: number): number[]
}

/** What warming came to: more to do at once, something to wait for, or nothing any more. */
export type Warmth = 'more' | 'later' | 'warm'

const isName = (term: string): boolean => !'~#@='.includes(term[0] ?? '')

/**
 * Posting lists in memory: which members have a word, for every word of names, sound and filter, and for frequent
 * beginnings. They are read from the index in slices, then follow the writer's changes: a member that changed leaves its
 * ordinal for a fresh one, so nothing is ever taken out of a list. All methods are called within a snapshot of the
 * store, and answer for just that state of it.
 */
export class MemberPostings {
  readonly #options: PostingOptions
  readonly #vocabulary = new MemberVocabulary()
  /** Places by ordinal: those that were read, rising, then those that came since. */
  #places = new Float64Array(0)
  #read = 0
  #used = 0
  #fresh = new Map<number, number>()
  #dead = new Uint32Array(0)
  #deaths = 0
  #sets = new Map<string, PostingSet>()
  #kept = new Map<string, PostingSet>()
  #keptBytes = 0
  #loading: { term: string; bits: Uint32Array } | undefined
  #openRuns: EmailRun[] = []
  #seq = -1
  #isWarm = false
  #steps: Iterator<void, void> | undefined
  #quietSeq = -1
  #result = new Uint32Array(0)
  #group = new Uint32Array(0)

  /** @param options smaller ones, for tests. */
  constructor(options: Partial<PostingOptions> = {}) {
    this.#options = { ...usual, ...options }
  }

  /** Number of members. */
  get count(): number {
    return this.#used - this.#deaths
  }

  /** Memory of the lists, in bytes. */
  get bytes(): number {
    let bytes = this.#keptBytes + this.#places.byteLength + this.#dead.byteLength * 3
    for (const set of this.#sets.values()) bytes += set.bytes
    return bytes
  }

  /** Forgets everything; the next `warm` begins anew. */
  #reset(): void {
    this.#isWarm = false
    this.#steps = undefined
    this.#sets = new Map()
    this.#kept = new Map()
    this.#keptBytes = 0
    this.#fresh = new Map()
    this.#loading = undefined
    this.#openRuns = []
    this.#places = new Float64Array(0)
  }

  /** Takes in what the writer changed, and says whether the lists can answer for this snapshot. */
  isReady(store: Store): boolean {
    return this.#isWarm && this.#catchUp(store, this.#options.patience) && this.#isWarm
  }

  /**
   * Reads on, for about so many milliseconds. While the writer fills the store nothing is begun: it would be in vain.
   * Called outside a snapshot: it takes one for each step.
   */
  warm(store: Store, milliseconds: number): Warmth {
    const until = performance.now() + milliseconds
    if (!this.#isWarm && !this.#steps) {
      const seq = store.findOf<{ seq: number | null }>(postingStatements.lastChange)?.seq ?? 0
      const isQuiet = seq === this.#quietSeq
      this.#quietSeq = seq
      if (!isQuiet) return 'later'
      this.#seq = seq
      this.#steps = this.#readAll(store)
    }
    do {
      const done = store.snapshot(() => {
        // Places are read first, and checked against the changes when all are there.
        if (this.#places.length > 0 && !this.#catchUp(store, this.#options.slice)) return false
        if (!this.#steps) return this.#isWarm
        return this.#steps.next().done === true
      })
      if (done) return 'warm'
      if (!this.#steps && !this.#isWarm) return 'later'
    } while (performance.now() < until)
    return 'more'
  }

  *#readAll(store: Store): Generator<void, void> {
    yield* this.#readPlaces(store)
    const terms = yield* this.#readWords(store)
    for (const { term, doc } of terms) {
      yield* this.#readTerm(store, { text: term, prefix: false }, doc)
    }
    // Also the words that came while the others were read.
    this.#vocabulary.fill([...this.#sets.keys()].filter(isName))
    yield* this.#readEmails(store)
    yield* this.#readNumbers(store, '#')
    this.#isWarm = true
    this.#steps = undefined
  }

  /** Every member has a row of sizes in the index, small and in the order of places. */
  *#readPlaces(store: Store): Generator<void, void> {
    const { slice } = this.#options
    const parts: number[][] = []
    let length = 0
    for (let after = -1; ; ) {
      const part = store.columnOf<number>(postingStatements.places, after, slice)
      parts.push(part)
      length += part.length
      if (part.length < slice) break
      after = part.at(-1) ?? after
      yield
    }
    const capacity = length + this.#options.room
    const places = new Float64Array(capacity)
    let at = 0
    for (const part of parts) {
      places.set(part, at)
      at += part.length
    }
    const words = wordsFor(capacity)
    this.#dead = new Uint32Array(words)
    this.#result = new Uint32Array(words)
    this.#group = new Uint32Array(words)
    this.#deaths = 0
    this.#read = length
    this.#used = length
    this.#places = places
    yield
  }

  *#readWords(store: Store): Generator<void, { term: string; doc: number }[]> {
    const terms: { term: string; doc: number }[] = []
    for (const [from, until] of [
      ['=', '>'],
      ['A', '\u{10ffff}'],
    ] as const) {
      for (let after: string = from; ; ) {
        const part = store.allOf<{ term: string; doc: number }>(postingStatements.words, after, until, 50)
        terms.push(...part)
        yield
        if (part.length < 50) break
        after = part.at(-1)?.term ?? after
      }
    }
    return terms.sort((a, b) => b.doc - a.doc)
  }

  /** The members of one term, in slices where they are many. */
  *#readTerm(store: Store, term: IndexTerm, about: number): Generator<void, void> {
    const { slice } = this.#options
    const key = term.prefix ? `${term.text}*` : term.text
    if (about <= slice) {
      this.#sets.set(key, this.#setOf(store.columnOf<number>(postingStatements.every, quoteTerm(term))))
      yield
      return
    }
    const bits = new Uint32Array(this.#dead.length)
    this.#loading = { term: key, bits }
    for (let after = -1; ; ) {
      const part = store.columnOf<number>(postingStatements.some, quoteTerm(term), after, slice)
      this.#mark(part, bits)
      if (part.length < slice) break
      after = part.at(-1) ?? after
      yield
    }
    this.#loading = undefined
    this.#sets.set(key, PostingSet.ofBits(bits))
    yield
  }

  /** Frequent beginnings of addresses: the addresses in their order, every beginning a run of them. */
  *#readEmails(store: Store): Generator<void, void> {
    const { slice, frequent } = this.#options
    this.#openRuns = Array.from({ length: longestPrefix - 1 }, () => ({ prefix: '', ordinals: [] }))
    const close = (run: EmailRun): void => {
      // Every first letter is kept: most of what is not there is known without a look.
      const isKept = run.ordinals.length >= frequent || (run.prefix.length === 1 && run.ordinals.length > 0)
      if (isKept && !/["'`\s]/.test(run.prefix)) {
        const bits = new Uint32Array(this.#dead.length)
        for (const ordinal of run.ordinals) setBit(bits, ordinal)
        this.#sets.set(`@${run.prefix}*`, PostingSet.ofBits(bits))
      }
      run.ordinals = []
    }
    for (let [from, most] = ['@', slice]; ; ) {
      const part = store.allOf<{ term: string; place: number }>(postingStatements.emails, from, most)
      for (const { term, place } of part) {
        const ordinal = this.#ordinalOf(place)
        for (const [index, run] of this.#openRuns.entries()) {
          const prefix = term.slice(1, index + 2)
          if (run.prefix !== prefix) {
            close(run)
            run.prefix = prefix
          }
          if (ordinal >= 0 && prefix.length === index + 1) run.ordinals.push(ordinal)
        }
      }
      const last = part.at(-1)
      if (!last || part.length < most) break
      // The last address is read again: more members may hold it.
      most = last.term === from ? most * 2 : slice
      from = last.term
      yield
    }
    for (const run of this.#openRuns) close(run)
    this.#openRuns = []
  }

  /** Frequent beginnings of numbers, as far as the index has lists of beginnings. */
  *#readNumbers(store: Store, prefix: string): Generator<void, void> {
    const { slice, frequent } = this.#options
    for (const next of '0123456789abcdefghijklmnopqrstuvwxyz') {
      const text = prefix + next
      const term = { text, prefix: true }
      const some = store.columnOf<number>(postingStatements.some, quoteTerm(term), -1, frequent)
      yield
      if (some.length < frequent) continue
      yield* this.#readTerm(store, term, slice + 1)
      if (text.length < 4) yield* this.#readNumbers(store, text)
    }
  }

  /** The first of the places that were read which is not before one, from an ordinal on where it is known to be. */
  #firstAt(place: number, from = 0): number {
    let [low, step] = [from, 1]
    while (low + step < this.#read && (this.#places[low + step] ?? 0) < place) {
      low += step
      step *= 2
    }
    let high = Math.min(low + step, this.#read)
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#places[middle] ?? 0) < place) low = middle + 1
      else high = middle
    }
    return low
  }

  /** The ordinal of the member who stands at a place now; −1 for none. */
  #ordinalOf(place: number, from = 0): number {
    if (this.#fresh.size > 0) {
      const fresh = this.#fresh.get(place)
      if (fresh !== undefined) return fresh
    }
    const at = this.#firstAt(place, from)
    return this.#places[at] === place && at < this.#read && !hasBit(this.#dead, at) ? at : -1
  }

  #mark(places: readonly number[], bits: Uint32Array): void {
    let from = 0
    for (const place of places) {
      const ordinal = this.#ordinalOf(place, from)
      if (ordinal < 0) continue
      if (ordinal < this.#read) from = ordinal
      setBit(bits, ordinal)
    }
  }

  #setOf(places: readonly number[]): PostingSet {
    const ordinals: number[] = []
    let [from, rising] = [0, true]
    for (const place of places) {
      const ordinal = this.#ordinalOf(place, from)
      if (ordinal < 0) continue
      if (ordinal < this.#read) from = ordinal
      if (ordinal < (ordinals.at(-1) ?? 0)) rising = false
      ordinals.push(ordinal)
    }
    if (!rising) ordinals.sort((a, b) => a - b)
    return PostingSet.ofSorted(ordinals, this.#dead.length)
  }

  /** Takes in the writer's changes, at most so many. False when there are more, or nothing is known any more. */
  #catchUp(store: Store, most: number): boolean {
    const changes = store.allOf<{ seq: number; place: number }>(postingStatements.changes, this.#seq, most + 1)
    const [first] = changes
    if (!first) return true
    // The log was cut behind what was read, or so much changed that reading anew is less work.
    if (first.seq !== this.#seq + 1) {
      this.#reset()
      return false
    }
    const now = changes.slice(0, most)
    for (const place of new Set(now.map((change) => change.place))) {
      this.#renew(store, place)
      if (this.#used === this.#places.length) {
        this.#reset()
        return false
      }
    }
    this.#seq = now.at(-1)?.seq ?? this.#seq
    return changes.length <= most
  }

  /** Takes the member at a place in as it is now. */
  #renew(store: Store, place: number): void {
    const old = this.#ordinalOf(place)
    if (old >= 0) {
      setBit(this.#dead, old)
      this.#deaths += 1
      this.#fresh.delete(place)
    }
    const row = store.findOf<{ row: string }>(postingStatements.row, place)
    if (!row) return
    const ordinal = this.#used
    this.#used += 1
    this.#places[ordinal] = place
    this.#fresh.set(place, ordinal)
    for (const term of indexText(JSON.parse(row.row) as Member).split(' ')) this.#add(term, ordinal)
  }

  #add(term: string, ordinal: number): void {
    if (term[0] !== '#' && term[0] !== '@') {
      const set = this.#sets.get(term)
      if (set) set.append(ordinal)
      else {
        this.#sets.set(term, PostingSet.ofSorted([ordinal], this.#dead.length))
        if (isName(term)) this.#vocabulary.add(term)
      }
    }
    if (term[0] === '@' && !this.#sets.has(`${term.slice(0, 2)}*`))
      this.#sets.set(`${term.slice(0, 2)}*`, new PostingSet(this.#dead.length))
    if (this.#loading?.term === term) setBit(this.#loading.bits, ordinal)
    if (term[0] === '~' || term[0] === '=') return
    for (let length = 1; length <= Math.min(term.length, longestPrefix); length += 1) {
      const key = `${term.slice(0, length)}*`
      this.#sets.get(key)?.append(ordinal)
      if (this.#loading?.term === key) setBit(this.#loading.bits, ordinal)
      if (term[0] === '@') for (const run of this.#openRuns) if (`@${run.prefix}*` === key) run.ordinals.push(ordinal)
    }
    if (this.#kept.size > 0) for (const [key, set] of this.#kept) if (term.startsWith(key)) set.append(ordinal)
  }

  /** The members of a beginning that no list is kept for. */
  #lookFor(store: Store, term: IndexTerm): PostingSet {
    const known = this.#kept.get(term.text)
    if (known) return known
    const set = this.#setOf(store.columnOf<number>(postingStatements.every, quoteTerm(term)))
    if (set.size < this.#options.frequent / 4) return set
    this.#kept.set(term.text, set)
    this.#keptBytes += set.bytes
    for (const [key, oldest] of this.#kept) {
      if (this.#keptBytes <= mostKept) break
      this.#kept.delete(key)
      this.#keptBytes -= oldest.bytes
    }
    return set
  }

  /** The lists of a term. Words that begin so are many lists; where joining them is long, it is kept. */
  #setsOf(store: Store, { text, prefix }: IndexTerm): PostingSet[] {
    if (!prefix) return [this.#sets.get(text) ?? []].flat()
    const kept = this.#sets.get(`${text}*`)
    if (kept) return [kept]
    if (text[0] === '@' && !this.#sets.has(`${text.slice(0, 2)}*`) && !/["'`\s]/.test(text)) return []
    if (!isName(text)) return [this.#lookFor(store, { text, prefix })]
    const sets = this.#vocabulary.beginningWith(text).flatMap((word) => this.#sets.get(word) ?? [])
    if (sets.reduce((cost, set) => cost + set.cost, 0) < this.#dead.length || text.length > longestPrefix) return sets
    const bits = new Uint32Array(this.#dead.length)
    for (const set of sets) set.addTo(bits)
    const joined = PostingSet.ofBits(bits)
    this.#sets.set(`${text}*`, joined)
    return [joined]
  }

  /** Whether anybody holds one of these terms. */
  hasAny(store: Store, terms: readonly IndexTerm[]): boolean {
    let longest = 0
    for (const term of terms) for (const set of this.#setsOf(store, term)) longest = Math.max(longest, set.size)
    // A list also holds those who left since; where they might be all, the living are counted.
    return longest > 0 && (longest > this.#deaths || this.match(store, [terms]).count > 0)
  }

  /** Words that members have one letter away from a typed one; of an unfinished one, beginnings of words. */
  near(store: Store, word: string, finished: boolean): string[] {
    const sizeOf = (text: string): number => {
      const term = { text, prefix: !finished }
      if (!this.hasAny(store, [term])) return 0
      return this.#setsOf(store, term).reduce((size, set) => size + set.size, 0)
    }
    return this.#vocabulary.near(word, finished, sizeOf)
  }

  /** Members with one term of every group, of at least one. */
  match(store: Store, groups: readonly (readonly IndexTerm[])[]): PostingMatch {
    const bits = this.#result
    let isFirst = true
    for (const terms of groups) {
      const target = isFirst ? bits : this.#group
      target.fill(0)
      for (const term of terms) for (const set of this.#setsOf(store, term)) set.addTo(target)
      if (!isFirst) intersect(bits, target)
      isFirst = false
    }
    if (this.#deaths > 0) subtract(bits, this.#dead)
    return {
      count: countBits(bits),
      has: (place) => {
        const ordinal = this.#ordinalOf(place)
        return ordinal >= 0 && hasBit(bits, ordinal)
      },
      after: (place, limit) => this.#placesAfter(bits, place, limit),
    }
  }

  #placesAfter(bits: Uint32Array, place: number, limit: number): number[] {
    const found: number[] = []
    forEachBit(bits, this.#firstAt(place + 1), (ordinal) => {
      if (ordinal < this.#read) found.push(this.#places[ordinal] ?? 0)
      return ordinal < this.#read && found.length < limit
    })
    if (this.#used === this.#read) return found
    // Those that came since are in no order: they are few.
    const fresh: number[] = []
    forEachBit(bits, this.#read, (ordinal) => {
      const at = this.#places[ordinal] ?? 0
      if (at > place) fresh.push(at)
      return true
    })
    return fresh.length === 0 ? found : [...found, ...fresh].sort((a, b) => a - b).slice(0, limit)
  }
}

/** Members whose addresses begin the same, while addresses are read in their order. */
interface EmailRun {
  prefix: string
  ordinals: number[]
}
