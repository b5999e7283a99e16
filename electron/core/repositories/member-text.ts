import type { Store } from '#core/db/store.ts'
import { numberKey } from '#shared/domain/number-key.ts'
import { allOf, anyOf, type Condition, condition } from './conditions.ts'
import { type MemberFinder, type MemberMatch, settleText } from './member-search.ts'
import { termGroups } from './member-tokens.ts'
import { holds } from './posting-match.ts'

/**
 * Members (or rows by their own number) up to whom a list is read from them, and their rows sorted. Beyond it the list is
 * read in its order and each row asked whose it is: where many match, a page is full after few rows. Measured on a million
 * members, where both take about as long.
 */
const few = 4000

/** Rows that a text finds, for the statements of a list. */
export interface TextOfRows {
  readonly where: Condition
  /** None, whatever rows there are. */
  readonly isNone: boolean
  /** Too many to be counted, or sorted, while somebody waits: to be read in the order of the list. */
  readonly isWide: boolean
}

const setsOf = new WeakMap<Store, Map<number, Float64Array>>()
/** Sets that the statements of a connection can ask for; the oldest goes, as its question has been answered. */
const mostSets = 8
let lastSet = 0

/** Keeps places of members, rising, for the statements of a connection, and says by which number they ask for them. */
function keepSet(store: Store, places: Float64Array): number {
  let sets = setsOf.get(store)
  if (!sets) {
    const known = (sets = new Map<number, Float64Array>())
    setsOf.set(store, known)
    store.addPredicate('is_among', (set, place) => {
      const among = known.get(set)
      if (!among) throw new Error('The set of members is gone')
      return holds(among, place)
    })
  }
  lastSet += 1
  sets.set(lastSet, places)
  const [oldest] = sets.keys()
  if (sets.size > mostSets && oldest !== undefined) sets.delete(oldest)
  return lastSet
}

/** Rows of members who were found. */
function ofMembers(store: Store, { count, places }: MemberMatch): TextOfRows {
  if (count > few) {
    const set = keepSet(store, Float64Array.from(places()))
    const where = condition('is_among(?, (SELECT place FROM members WHERE members.id = member_id))', set)
    return { where, isNone: false, isWide: true }
  }
  const ids = store.columnOf<string>(
    'SELECT members.id FROM json_each(?) AS wanted CROSS JOIN members ON members.place = CAST(wanted.value AS INTEGER)',
    JSON.stringify(places()),
  )
  return {
    where: condition('member_id IN (SELECT value FROM json_each(?))', JSON.stringify(ids)),
    isNone: false,
    isWide: false,
  }
}

/**
 * A typed text on rows that belong to a member: the beginning of the row's own number, or the member by name or by any
 * of their numbers, as the search finds them. Used within the snapshot of the finder.
 *
 * @param own the rows' own numbers: the folded key and the end of its range; and whether there are more of them than some.
 */
export function textOfMemberRows(
  store: Store,
  finder: MemberFinder,
  text: string,
  own: {
    /** Found by their index when few, else asked of each row. */
    readonly ofNumber: (key: string, end: string, isWide: boolean) => Condition
    readonly countTo: (key: string, end: string, most: number) => number
  },
): TextOfRows {
  const parts: TextOfRows[] = []
  const key = numberKey(text)
  const end = `${key}\uffff`
  const numbers = key === '' ? 0 : own.countTo(key, end, few + 1)
  if (numbers > 0) {
    const isWide = numbers > few
    parts.push({ where: own.ofNumber(key, end, isWide), isNone: false, isWide })
  }
  const groups = termGroups(settleText(finder, text), {})
  const match = groups.length === 0 ? undefined : finder.match(groups)
  if (match && match.count > 0) parts.push(ofMembers(store, match))
  return {
    where: anyOf(parts.map(({ where }) => where)),
    isNone: parts.length === 0,
    isWide: parts.some(({ isWide }) => isWide),
  }
}

/** No text: every row. */
export const everyRow: TextOfRows = { where: allOf([]), isNone: false, isWide: false }
