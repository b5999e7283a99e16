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

/** The places of the members whom a connection was last asked for, and by which number its statements ask for them. */
interface Asked {
  number: number
  places: Float64Array
}
const askedOf = new WeakMap<Store, Asked>()

/** Keeps places of members, rising, until the next; a question is answered before another is asked. */
function keepPlaces(store: Store, places: Float64Array): number {
  let asked = askedOf.get(store)
  if (!asked) {
    const known = (asked = { number: 0, places })
    askedOf.set(store, known)
    store.addPredicate('is_among', (number, place) => {
      if (number !== known.number) throw new Error('Other members have been asked for since')
      return holds(known.places, place)
    })
  }
  asked.number += 1
  asked.places = places
  return asked.number
}

/** Rows of members who were found. */
function ofMembers(store: Store, { count, places }: MemberMatch): TextOfRows {
  if (count > few) {
    const number = keepPlaces(store, Float64Array.from(places()))
    const where = condition('is_among(?, (SELECT place FROM members WHERE members.id = member_id))', number)
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
