import type { Store } from '#core/db/store.ts'
import type { Member } from '#shared/domain/members/member.ts'

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
  count: 'SELECT count(*) AS count FROM member_index WHERE member_index MATCH ?',
  any: 'SELECT 1 FROM member_index WHERE member_index MATCH ? LIMIT 1',
  one: 'SELECT 1 FROM member_index WHERE member_index MATCH ? AND rowid = CAST(? AS INTEGER)',
  byId: 'SELECT place, row FROM members WHERE id = ?',
} as const

/** Members that match, in display order, behind a place. `match` undefined: all members. */
export function findPage(store: Store, match: string | undefined, after: number, limit: number): PlacedMember[] {
  const rows =
    match === undefined
      ? store.allOf<PlacedRow>(searchStatements.all, after, limit)
      : store.allOf<PlacedRow>(searchStatements.page, match, after, limit)
  return rows.map(toPlaced)
}

/** Exact number of members that the index finds. */
export function countMatches(store: Store, match: string): number {
  return store.findOf<{ count: number }>(searchStatements.count, match)?.count ?? 0
}

/** Whether the index finds anybody. */
export function hasMatch(store: Store, match: string): boolean {
  return store.findOf(searchStatements.any, match) !== undefined
}

/** Whether the index finds the member at a place by itself. */
export function isMatch(store: Store, match: string | undefined, place: number): boolean {
  return match === undefined || store.findOf(searchStatements.one, match, place) !== undefined
}

export function findPlaced(store: Store, id: string): PlacedMember | undefined {
  const row = store.findOf<PlacedRow>(searchStatements.byId, id)
  return row && toPlaced(row)
}
