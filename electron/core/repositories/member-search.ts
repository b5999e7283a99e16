import type { Store } from '#core/db/store.ts'
import type { Member } from '#shared/domain/members/member.ts'
import { type QueryToken, queryTokens } from '#shared/domain/name-key.ts'
import type { MemberPostings } from './member-postings.ts'
import { type IndexTerm, indexQuery, spellingTerms, termGroups } from './member-tokens.ts'

/** A member at their place in the display order. */
export interface PlacedMember {
  readonly place: number
  readonly member: Member
}

interface PlacedRow {
  place: number
  row: string
}

const toPlaced = ({ place, row }: PlacedRow): PlacedMember => ({ place, member: JSON.parse(row) as Member })

/** The statements a clerk's typing waits for; their plans are tested. */
export const searchStatements = {
  page: `SELECT members.place, members.row FROM member_index JOIN members ON members.place = member_index.rowid
    WHERE member_index MATCH ? AND member_index.rowid > CAST(? AS INTEGER) ORDER BY member_index.rowid LIMIT ?`,
  all: 'SELECT place, row FROM members WHERE place > ? ORDER BY place LIMIT ?',
  these: `SELECT members.place, members.row FROM json_each(?) AS wanted
    CROSS JOIN members ON members.place = CAST(wanted.value AS INTEGER)`,
  count: 'SELECT count(*) AS count FROM member_index WHERE member_index MATCH ?',
  places: 'SELECT rowid FROM member_index WHERE member_index MATCH ? ORDER BY rowid',
  any: 'SELECT 1 FROM member_index WHERE member_index MATCH ? LIMIT 1',
  one: 'SELECT 1 FROM member_index WHERE member_index MATCH ? AND rowid = CAST(? AS INTEGER)',
  /** Changes by this connection, which `dataVersion` does not tell. */
  ownChanges: 'SELECT total_changes() AS changes',
  byId: 'SELECT place, row FROM members WHERE id = ?',
} as const

type Groups = readonly (readonly IndexTerm[])[]

/** Members that hold one term of every group, in display order; read within the snapshot in which it was made. */
export interface MemberMatch {
  /** Exact number of them. */
  readonly count: number
  /** Whether the member at a place is one of them. */
  has(place: number): boolean
  /** Places of all of them, rising. */
  places(): number[]
  /** Those behind a place. */
  page(after: number, limit: number): PlacedMember[]
}

/** Looks members up by what they are indexed by. */
export interface MemberFinder {
  /** Members with one term of every group, at least one group. The match before it is void. */
  match(groups: Groups): MemberMatch
  /** Whether anybody holds one of these terms. */
  any(terms: readonly IndexTerm[]): boolean
  /** Words of the register one letter away from a typed one. */
  near(word: string, finished: boolean): string[]
}

/** All members, in display order, behind a place. */
export function listMembers(store: Store, after: number, limit: number): PlacedMember[] {
  return store.allOf<PlacedRow>(searchStatements.all, after, limit).map(toPlaced)
}

/** Looks up in the index on the disk: at once, but slower where much matches; and it knows no neighbours of words. */
export function indexFinder(store: Store): MemberFinder {
  return {
    match(groups) {
      const match = indexQuery(groups) ?? ''
      return {
        count: store.findOf<{ count: number }>(searchStatements.count, match)?.count ?? 0,
        has: (place) => store.findOf(searchStatements.one, match, place) !== undefined,
        places: () => store.columnOf<number>(searchStatements.places, match),
        page: (after, limit) => store.allOf<PlacedRow>(searchStatements.page, match, after, limit).map(toPlaced),
      }
    },
    any: (terms) => store.findOf(searchStatements.any, indexQuery([terms]) ?? '') !== undefined,
    near: () => [],
  }
}

/** Rows kept of the pages shown last: with each key that is typed the page keeps much of the one before. */
const mostRecent = 2000

/** Members read lately by their places; forgotten when anybody has changed anything. */
export class RecentMembers {
  readonly #members = new Map<number, PlacedMember>()
  #version = -1
  #changes = -1

  /** The members at places, in their order; all of them must be there. Called within a snapshot. */
  at(store: Store, places: readonly number[]): PlacedMember[] {
    const version = store.dataVersion()
    const changes = store.findOf<{ changes: number }>(searchStatements.ownChanges)?.changes ?? 0
    if (version !== this.#version || changes !== this.#changes) this.#members.clear()
    this.#version = version
    this.#changes = changes
    const missing = places.filter((place) => !this.#members.has(place))
    if (missing.length > 0) {
      if (this.#members.size + missing.length > mostRecent) this.#forgetFirst(mostRecent / 2)
      const rows = store.allOf<PlacedRow>(searchStatements.these, JSON.stringify(missing))
      for (const row of rows) this.#members.set(row.place, toPlaced(row))
    }
    return places.flatMap((place) => this.#members.get(place) ?? [])
  }

  #forgetFirst(count: number): void {
    for (const place of [...this.#members.keys()].slice(0, count)) this.#members.delete(place)
  }
}

/** Looks up in the lists in memory, which must be ready for this snapshot. */
export function postingsFinder(store: Store, postings: MemberPostings, recent: RecentMembers): MemberFinder {
  return {
    match(groups) {
      const { count, has, after } = postings.match(store, groups)
      return {
        count,
        has,
        places: () => after(-1, count),
        page: (place, limit) => recent.at(store, after(place, limit)),
      }
    },
    any: (terms) => postings.hasAny(store, terms),
    near: (word, finished) => postings.near(store, word, finished),
  }
}

/** What a thread keeps between searches. */
export interface SearchAids {
  /** Lists in memory; without them, and until they are ready, the index on the disk answers. */
  readonly postings?: MemberPostings | undefined
  /** Members of the pages before this one. */
  readonly recent?: RecentMembers | undefined
}

/** The quickest way there is now to look members up; used within the snapshot in which it was asked for. */
export function finderNow(store: Store, { postings, recent }: SearchAids): MemberFinder {
  return postings?.isReady(store) ? postingsFinder(store, postings, recent ?? new RecentMembers()) : indexFinder(store)
}

/**
 * Decides between the ways in which a word is looked for. Arabic spelling is settled: what sounds the same is asked for
 * only when nobody is spelled so (محمد is no محمود). What is one letter away is asked for only when nothing else is found.
 */
function settleWord(finder: MemberFinder, token: QueryToken): QueryToken {
  if (token.kind !== 'word') return token
  const hasKeys = token.keys.length > 0
  if (token.keysAreFallback && hasKeys && finder.any(spellingTerms(token))) return { ...token, keys: [] }
  const [terms = []] = termGroups([token], {})
  if (finder.any(terms)) return token
  const near = token.words.flatMap((word) => finder.near(word, token.finished))
  return near.length === 0 ? token : { ...token, keys: [], near: [...new Set(near)] }
}

/** What was typed, each word in the way in which it is looked for. */
export const settleText = (finder: MemberFinder, text: string): QueryToken[] =>
  queryTokens(text).map((token) => settleWord(finder, token))

export function findPlaced(store: Store, id: string): PlacedMember | undefined {
  const row = store.findOf<PlacedRow>(searchStatements.byId, id)
  return row && toPlaced(row)
}
