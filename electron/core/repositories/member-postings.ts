import type { Store } from '#core/db/store.ts'
import type { Member } from '#shared/domain/members/member.ts'
import { findListsHead, type KeepLists, keptGeneration, keptListStatements, type ListsHead } from './kept-lists.ts'
import { type Listed, partsToKeep, takeKept } from './kept-postings.ts'
import { keyBlockStatements } from './key-blocks.ts'
import { MemberOrdinals } from './member-ordinals.ts'
import { type IndexTerm, indexText } from './member-tokens.ts'
import { lookStatement, PostingLists } from './posting-lists.ts'
import { type PostingMatch, PostingMatcher } from './posting-match.ts'
import { PostingReader, type ReadOptions, readPlaces, readStatements } from './read-postings.ts'

export interface PostingOptions extends ReadOptions {
  /** Ordinals kept free for members that change or come; when they are used up everything is read anew. */
  readonly room: number
  /** Changes that a question waits for: while they are taken in, the index itself would not have answered. */
  readonly patience: number
  /** Changes that are taken in at once between questions. */
  readonly bite: number
  /** Changes without their words that are taken in at once at most: more are a fill, after which all is read anew. */
  readonly untold: number
  /** Changes after which lists that are kept are kept anew. */
  readonly worth: number
}
const usual: PostingOptions = {
  room: 65_536,
  patience: 1000,
  bite: 32,
  untold: 256,
  worth: 16_384,
  slice: 10_000,
  frequent: 2000,
}

export const postingStatements = {
  lastChange: 'SELECT max(seq) AS seq FROM member_changes',
  changes: 'SELECT seq, place, words FROM member_changes WHERE seq > ? ORDER BY seq LIMIT ?',
  row: 'SELECT row FROM members WHERE place = CAST(? AS INTEGER)',
  every: lookStatement,
  ...keptListStatements,
  ...keyBlockStatements,
  ...readStatements,
} as const

/** What warming came to: more to do at once, something to wait for, or nothing any more. */
export type Warmth = 'more' | 'later' | 'warm'

/** A line of the log of changes (db/migrations/0011-words.ts). */
interface MemberChange {
  readonly seq: number
  readonly place: number
  readonly words: string | null
}

/** The words by which the member at a place is found; '' where nobody stands. */
function wordsAt(store: Store, place: number): string {
  const row = store.findOf<{ row: string }>(postingStatements.row, place)
  return row ? indexText(JSON.parse(row.row) as Member) : ''
}

/** Everything that is in memory; made anew as a whole. */
interface Holding extends Listed {
  readonly matcher: PostingMatcher
}

/**
 * Posting lists in memory: which members have a word, for every word of names, sound and filter, and for frequent
 * beginnings. They are read from the index in slices, then follow the writer's changes: a member that changed leaves its
 * ordinal for a fresh one, so nothing is ever taken out of a list. All methods are called within a snapshot of the
 * store, and answer for just that state of it.
 */
export class MemberPostings {
  readonly #options: PostingOptions
  #holding: Holding | undefined
  #seq = -1
  #isWarm = false
  #steps: Iterator<void, void> | undefined
  #quietSeq = -1
  #hasLooked = false
  /** What is kept in the store and these lists rest on or were put down as. */
  #kept: ListsHead | undefined
  /** The generation that is being put down. */
  #keeping = -1

  /** @param options smaller ones, for tests. */
  constructor(options: Partial<PostingOptions> = {}) {
    this.#options = { ...usual, ...options }
  }

  /** Memory of the lists, in bytes. */
  get bytes(): number {
    if (!this.#holding) return 0
    const { ordinals, lists } = this.#holding
    return lists.bytes + ordinals.bytes + ordinals.dead.byteLength * 2
  }

  /** Forgets everything; the next `warm` begins anew. */
  #reset(): void {
    this.#isWarm = false
    this.#steps = undefined
    this.#holding = undefined
    this.#kept = undefined
  }

  /** Takes what is kept in the store, once: what came of it may have been given up since. */
  #takeKept(store: Store): void {
    if (this.#hasLooked || this.#isWarm || this.#steps) return
    this.#hasLooked = true
    const head = findListsHead(store)
    if (!head) return
    const listed = takeKept(store, head)
    this.#holding = { ...listed, matcher: new PostingMatcher(listed.ordinals) }
    this.#kept = head
    this.#seq = head.seq
    this.#isWarm = true
  }

  /** Takes in what the writer changed, and says whether the lists can answer for this snapshot. */
  isReady(store: Store): boolean {
    this.#takeKept(store)
    return this.#isWarm && this.#catchUp(store, this.#options.patience) && this.#isWarm
  }

  /**
   * Reads on, for about so many milliseconds. While the writer fills the store nothing is begun: it would be in vain.
   * Called outside a snapshot: it takes one for each step.
   */
  warm(store: Store, milliseconds: number): Warmth {
    const until = performance.now() + milliseconds
    store.snapshot(() => this.#takeKept(store))
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
        const { bite, slice } = this.#options
        if (this.#holding && !this.#catchUp(store, this.#isWarm ? bite : slice)) return false
        if (!this.#steps) return this.#isWarm
        return this.#steps.next().done === true
      })
      if (done) return 'warm'
      if (!this.#steps && !this.#isWarm) return 'later'
    } while (performance.now() < until)
    return 'more'
  }

  *#readAll(store: Store): Generator<void, void> {
    const { slice, room } = this.#options
    const ordinals = MemberOrdinals.read(yield* readPlaces(store, slice), room)
    const lists = new PostingLists(ordinals)
    this.#holding = { ordinals, lists, matcher: new PostingMatcher(ordinals) }
    yield
    yield* new PostingReader(store, ordinals, lists, this.#options).read()
    this.#isWarm = true
    this.#steps = undefined
  }

  /** Takes in the writer's changes, at most so many. False when there are more, or nothing is known any more. */
  #catchUp(store: Store, most: number): boolean {
    if (this.#kept && !this.#isStillKept(store, this.#kept)) {
      this.#reset()
      return false
    }
    const changes = store.allOf<MemberChange>(postingStatements.changes, this.#seq, most + 1)
    const [first] = changes
    if (!first || !this.#holding) return true
    // The log was cut behind what was read, or so much changed that reading anew is less work.
    if (first.seq !== this.#seq + 1) {
      this.#reset()
      return false
    }
    const now = changes.slice(0, most)
    // Each would be read for its words while a question waits, and thousands more come meanwhile.
    if (now.filter(({ words }) => words === null).length > this.#options.untold) {
      this.#reset()
      return false
    }
    // The last change of a place says how it is now.
    for (const change of new Map(now.map((each) => [each.place, each])).values()) {
      this.#renew(store, this.#holding, change)
      if (this.#holding.ordinals.isFull) {
        this.#reset()
        return false
      }
    }
    this.#seq = now.at(-1)?.seq ?? this.#seq
    return changes.length <= most
  }

  /** Whether what lies on the shelf is there: others may have been put down, by this desk's own reader or another's. */
  #isStillKept(store: Store, kept: ListsHead): boolean {
    const generation = keptGeneration(store)
    return generation === kept.generation || generation === this.#keeping
  }

  /** Takes the member at a place in as it is now. */
  #renew(store: Store, { ordinals, lists }: Holding, { place, words }: MemberChange): void {
    ordinals.leave(place)
    const text = words ?? wordsAt(store, place)
    if (text === '') return
    const ordinal = ordinals.enter(place)
    for (const term of text.split(' ')) lists.add(term, ordinal)
  }

  /** Whether the lists are there, and what is kept of them in the store is not, or is far behind. */
  get isWorthKeeping(): boolean {
    return this.#isWarm && (this.#kept === undefined || this.#seq - this.#kept.seq > this.#options.worth)
  }

  /**
   * The lists as they are now, to be put down in the store (`keepLists`) one after the other; changes that come meanwhile
   * are not in them. It is asked on, with the answer, when what it gave is in the store; when all is, it lets their
   * memory go, and what was kept before be swept away. It ends early when the lists were given up meanwhile.
   */
  *toKeep(store: Store): Generator<KeepLists, void, { more: boolean }> {
    const holding = this.#held()
    const generation = keptGeneration(store) + 1
    this.#keeping = generation
    const parts = partsToKeep(store, holding, { generation, seq: this.#seq, slice: Math.ceil(this.#options.slice / 2) })
    for (let next = parts.next(); ; next = parts.next()) {
      if (next.done) {
        const { head, shelf } = next.value
        holding.lists.leaveTo(shelf, head.used)
        this.#kept = head
        break
      }
      yield next.value
      if (this.#holding !== holding) return
    }
    yield* this.toSweep()
  }

  /** Lets what earlier generations left in the store be swept away. */
  *toSweep(): Generator<KeepLists, void, { more: boolean }> {
    for (let more = true; more; ) ({ more } = yield { generation: 0, from: 0, parts: [], head: null })
  }

  #held(): Holding {
    if (!this.#holding || !this.#isWarm) throw new Error('The lists are asked before they are ready')
    return this.#holding
  }

  /** Whether anybody holds one of these terms. */
  hasAny(store: Store, terms: readonly IndexTerm[]): boolean {
    const { lists, ordinals } = this.#held()
    let longest = 0
    for (const term of terms) for (const set of lists.of(store, term)) longest = Math.max(longest, set.size)
    // A list also holds those who left since; where they might be all, the living are counted.
    return longest > 0 && (longest > ordinals.deaths || this.match(store, [terms]).count > 0)
  }

  /** Words that members have one letter away from a typed one; of an unfinished one, beginnings of words. */
  near(store: Store, word: string, finished: boolean): string[] {
    const { lists } = this.#held()
    const sizeOf = (text: string): number => {
      const term = { text, prefix: !finished }
      if (!this.hasAny(store, [term])) return 0
      return lists.of(store, term).reduce((size, set) => size + set.size, 0)
    }
    return lists.vocabulary.near(word, finished, sizeOf)
  }

  /** Members with one term of every group, of at least one. */
  match(store: Store, groups: readonly (readonly IndexTerm[])[]): PostingMatch {
    const { lists, matcher } = this.#held()
    return matcher.match(groups.map((terms) => terms.flatMap((term) => lists.of(store, term))))
  }
}
