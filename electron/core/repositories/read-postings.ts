import type { Store } from '#core/db/store.ts'
import type { MemberOrdinals } from './member-ordinals.ts'
import { type IndexTerm, quoteTerm } from './member-tokens.ts'
import { type EmailRun, longestPrefix, lookStatement, type PostingLists } from './posting-lists.ts'
import { PostingSet, setBit } from './posting-set.ts'

export interface ReadOptions {
  /** Rows that are read in one go. */
  readonly slice: number
  /** A beginning of an address or a number that fewer members have is looked for when it is asked for. */
  readonly frequent: number
}

export const readStatements = {
  places: 'SELECT id FROM member_index_docsize WHERE id > CAST(? AS INTEGER) ORDER BY id LIMIT ?',
  words: 'SELECT term, doc FROM member_words WHERE term > ? AND term < ? ORDER BY term LIMIT ?',
  some: `SELECT rowid FROM member_index WHERE member_index MATCH ? AND rowid > CAST(? AS INTEGER)
    ORDER BY rowid LIMIT ?`,
  emails: "SELECT term, doc AS place FROM member_word_places WHERE term >= ? AND term < 'A' ORDER BY term LIMIT ?",
} as const

/** Places of all members, rising. Every member has a row of sizes in the index, small and in the order of places. */
export function* readPlaces(store: Store, slice: number): Generator<void, number[][]> {
  const parts: number[][] = []
  for (let after = -1; ; ) {
    const part = store.columnOf<number>(readStatements.places, after, slice)
    parts.push(part)
    if (part.length < slice) return parts
    after = part.at(-1) ?? after
    yield
  }
}

function* readWords(store: Store): Generator<void, { term: string; doc: number }[]> {
  const terms: { term: string; doc: number }[] = []
  for (const [from, until] of [
    ['=', '>'],
    ['A', '\u{10ffff}'],
  ] as const) {
    for (let after: string = from; ; ) {
      const part = store.allOf<{ term: string; doc: number }>(readStatements.words, after, until, 50)
      terms.push(...part)
      yield
      if (part.length < 50) break
      after = part.at(-1)?.term ?? after
    }
  }
  return terms.sort((a, b) => b.doc - a.doc)
}

/** Reads the index into lists, a step at a time; a step reads at most a slice of rows, within a snapshot of its own. */
export class PostingReader {
  readonly #store: Store
  readonly #ordinals: MemberOrdinals
  readonly #lists: PostingLists
  readonly #options: ReadOptions

  constructor(store: Store, ordinals: MemberOrdinals, lists: PostingLists, options: ReadOptions) {
    this.#store = store
    this.#ordinals = ordinals
    this.#lists = lists
    this.#options = options
  }

  *read(): Generator<void, void> {
    const terms = yield* readWords(this.#store)
    for (const { term, doc } of terms) yield* this.#readTerm({ text: term, prefix: false }, doc)
    this.#lists.fillVocabulary()
    yield* this.#readEmails()
    yield* this.#readNumbers('#')
    yield* this.#lists.prepareBeginnings(2)
  }

  /** The members of one term, in slices where they are many. */
  *#readTerm(term: IndexTerm, about: number): Generator<void, void> {
    const { slice } = this.#options
    const key = term.prefix ? `${term.text}*` : term.text
    if (about <= slice) {
      this.#lists.set(key, this.#ordinals.setOf(this.#store.columnOf<number>(lookStatement, quoteTerm(term))))
      yield
      return
    }
    const bits = new Uint32Array(this.#ordinals.words)
    this.#lists.reading.term = { key, bits }
    for (let after = -1; ; ) {
      const part = this.#store.columnOf<number>(readStatements.some, quoteTerm(term), after, slice)
      this.#ordinals.mark(part, bits)
      if (part.length < slice) break
      after = part.at(-1) ?? after
      yield
    }
    this.#lists.reading.term = undefined
    this.#lists.set(key, PostingSet.ofBits(bits))
    yield
  }

  /** Keeps a run of addresses that is over, where it is long. */
  #closeRun(run: EmailRun): void {
    // Every first letter is kept: most of what is not there is known without a look.
    const isKept = run.ordinals.length >= this.#options.frequent || (run.prefix.length === 1 && run.ordinals.length > 0)
    if (isKept && !/["'`\s]/.test(run.prefix)) {
      const bits = new Uint32Array(this.#ordinals.words)
      for (const ordinal of run.ordinals) setBit(bits, ordinal)
      this.#lists.set(`@${run.prefix}*`, PostingSet.ofBits(bits))
    }
    run.ordinals = []
  }

  /** Frequent beginnings of addresses: the addresses in their order, every beginning a run of them. */
  *#readEmails(): Generator<void, void> {
    const { slice } = this.#options
    const runs: EmailRun[] = Array.from({ length: longestPrefix - 1 }, () => ({ prefix: '', ordinals: [] }))
    this.#lists.reading.emails = runs
    for (let [from, most] = ['@', slice]; ; ) {
      const part = this.#store.allOf<{ term: string; place: number }>(readStatements.emails, from, most)
      for (const { term, place } of part) {
        const ordinal = this.#ordinals.of(place)
        for (const [index, run] of runs.entries()) {
          const prefix = term.slice(1, index + 2)
          if (run.prefix !== prefix) {
            this.#closeRun(run)
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
    for (const run of runs) this.#closeRun(run)
    this.#lists.reading.emails = []
  }

  /** Frequent beginnings of numbers, as far as the index has lists of beginnings. */
  *#readNumbers(prefix: string): Generator<void, void> {
    const { slice, frequent } = this.#options
    for (const next of '0123456789abcdefghijklmnopqrstuvwxyz') {
      const text = prefix + next
      const term = { text, prefix: true }
      const some = this.#store.columnOf<number>(readStatements.some, quoteTerm(term), -1, frequent)
      yield
      if (some.length < frequent) continue
      yield* this.#readTerm(term, slice + 1)
      if (text.length < 4) yield* this.#readNumbers(text)
    }
  }
}
