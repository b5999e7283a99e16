import { hash } from 'node:crypto'
import { query } from '#core/db/compile.ts'
import type { Store } from '#core/db/store.ts'
import { normaliseEmail } from '#shared/domain/email-address.ts'
import { fullName, type Member } from '#shared/domain/members/member.ts'
import { foldArabic } from '#shared/domain/name-key.ts'
import { IndexChanges } from './index-changes.ts'
import { dropLists, findListsHead } from './kept-lists.ts'
import { firstPlace, freePlace, isPlaceOf, type PlaceKey, placeKeyOf } from './member-place.ts'
import { addressWord, indexText, numberWord } from './member-tokens.ts'

/** A member as it was pulled. */
export interface KeptMember {
  readonly member: Member
  readonly pulledAt: string
}

export function findMember(store: Store, id: string): KeptMember | undefined {
  const row = store.find(query.selectFrom('members').select(['row', 'pulled_at']).where('id', '=', id))
  return row && { member: JSON.parse(row.row) as Member, pulledAt: row.pulled_at }
}

/** Ids of members whom the index finds by a whole word, and of whom a predicate is true. */
function findByWord<Row>(store: Store, columns: string, word: string, predicate: string, value: string): Row[] {
  return store.allOf<Row>(
    `SELECT ${columns} FROM member_index JOIN members ON members.place = member_index.rowid
     WHERE member_index MATCH ? AND ${predicate} LIMIT 20`,
    word,
    value,
  )
}

/** Members by a column that has no B-tree of its own, through the index of words. */
function findByColumn<Row>(store: Store, columns: string, column: 'mobile' | 'id_no' | 'email', value: string): Row[] {
  const word = column === 'email' ? addressWord(value) : numberWord(value)
  return word === undefined ? [] : findByWord<Row>(store, columns, word, `members.${column} = ?`, value)
}

/** Ids of members who hold an address, in the form in which addresses are compared. */
export function findAddressHolders(store: Store, email: string): string[] {
  return findByColumn<{ id: string }>(store, 'members.id', 'email', normaliseEmail(email)).map(({ id }) => id)
}

/** Ids of members who hold an ID number. */
export function findIdHolders(store: Store, idNo: string): string[] {
  return findByColumn<{ id: string }>(store, 'members.id', 'id_no', idNo).map(({ id }) => id)
}

/** Other members who share a name and a birth date, a mobile, an ID number or an address: each by an index. */
export function findLookAlikes(store: Store, member: Member, email: string | undefined): Member[] {
  const by = (column: 'mobile' | 'id_no' | 'email', value: string) =>
    findByColumn<{ row: string }>(store, 'members.row', column, value).slice(0, 10)
  const rows = [
    ...store.allOf<{ row: string }>(
      'SELECT row FROM members WHERE name_key = ? AND birth_date = ? LIMIT 10',
      foldArabic(fullName(member.nameAr)),
      member.birthDate,
    ),
    ...by('mobile', member.mobile),
    ...by('id_no', member.idNo),
    ...[member.email, email ?? ''].filter(Boolean).flatMap((address) => by('email', normaliseEmail(address))),
  ]
  const byId = new Map(rows.map((row) => JSON.parse(row.row) as Member).map((other) => [other.id, other]))
  byId.delete(member.id)
  return [...byId.values()]
}

/** A member in the form in which the store keeps them: all that can be worked out before it is asked. */
export interface MemberForm {
  readonly id: string
  readonly version: number
  /** The row as it came, with fields that this version does not know. */
  readonly row: string
  readonly key: PlaceKey
  /** The place that is tried first. */
  readonly place: number
  /** Words of the index. */
  readonly text: string
  readonly columns: MemberColumns
}

type MemberColumns = Readonly<
  Record<'membership_no' | 'id_no' | 'mobile' | 'email' | 'name_key' | 'birth_date' | 'index_key', string>
>

export function memberForm(member: Member, row: string): MemberForm {
  const text = indexText(member)
  const name = foldArabic(fullName(member.nameAr))
  const key = placeKeyOf(member.state, name)
  return {
    id: member.id,
    version: member.version,
    row,
    key,
    place: firstPlace(key, member.id),
    text,
    columns: {
      membership_no: member.membershipNo,
      id_no: member.idNo,
      mobile: member.mobile,
      email: normaliseEmail(member.email),
      name_key: name,
      birth_date: member.birthDate,
      index_key: hash('sha1', text, 'base64'),
    },
  }
}

type Standing = MemberColumns & { place: number; version: number; generation: number }

const isTaken = (store: Store) => (place: number) =>
  store.findOf('SELECT 1 FROM members WHERE place = CAST(? AS INTEGER)', place) !== undefined

const insertion = `INTO members (place, id, version, generation, membership_no, id_no, mobile, email, name_key,
  birth_date, index_key, pulled_at, row) VALUES (CAST(? AS INTEGER), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
const insertions = { always: `INSERT ${insertion}`, whereFree: `INSERT OR IGNORE ${insertion}` } as const

function insertForm(
  store: Store,
  how: keyof typeof insertions,
  form: MemberForm,
  place: number,
  put: PutMembers,
): boolean {
  const { id, version, row, columns } = form
  const { membership_no, id_no, mobile, email, name_key, birth_date, index_key } = columns
  return (
    store.runOf(
      insertions[how],
      place,
      id,
      version,
      put.generation,
      membership_no,
      id_no,
      mobile,
      email,
      name_key,
      birth_date,
      index_key,
      put.pulledAt,
      row,
    ) > 0
  )
}

/** How members are put: when they came, in which generation, and where the changes of the index are gathered. */
export interface PutMembers {
  readonly generation: number
  readonly pulledAt: string
  readonly index: IndexChanges
  /** Runs of places that are full, remembered over many members. */
  readonly full?: Set<number>
}

/** Puts a member in place as `putMember` does; the index is changed when the gathered changes are written. */
export function putForm(store: Store, form: MemberForm, put: PutMembers): boolean {
  const { id, version, key, columns, text } = form
  const standing = store.findOf<Standing>(
    `SELECT place, version, generation, membership_no, id_no, mobile, email, name_key, birth_date, index_key
     FROM members WHERE id = ?`,
    id,
  )
  if (!standing) {
    const place = freePlace(key, id, isTaken(store), put.full)
    insertForm(store, 'always', form, place, put)
    put.index.add(place, text)
    return true
  }
  if (standing.generation >= put.generation && standing.version >= version) return false
  if (!isPlaceOf(key, standing.place)) {
    store.runOf('DELETE FROM members WHERE id = ?', id)
    put.index.drop(standing.place)
    const place = freePlace(key, id, isTaken(store), put.full)
    insertForm(store, 'always', form, place, put)
    put.index.add(place, text)
    return true
  }
  // Only what is another one: an index is rewritten for every column that is named, changed or not.
  const changed = (Object.keys(columns) as (keyof MemberColumns)[]).filter((name) => columns[name] !== standing[name])
  store.runOf(
    `UPDATE members SET ${changed.map((name) => `${name} = ?, `).join('')}version = ?, generation = ?, pulled_at = ?, row = ?
     WHERE place = CAST(? AS INTEGER)`,
    ...changed.map((name) => columns[name]),
    version,
    put.generation,
    put.pulledAt,
    form.row,
    standing.place,
  )
  if (changed.includes('index_key')) {
    put.index.drop(standing.place)
    put.index.add(standing.place, text)
  }
  return true
}

/** `putForm` for a member who is likely new: inserted without being looked up. Answers whether anything changed. */
export function putNewForm(store: Store, form: MemberForm, put: PutMembers): boolean {
  if (!insertForm(store, 'whereFree', form, form.place, put)) return putForm(store, form, put)
  put.index.add(form.place, form.text)
  return true
}

/**
 * Puts a pulled member in place, unless the same or a newer version of this epoch is there. A name or a state that
 * moves the member in the display order restates the whole row.
 *
 * @param row the row as it came, with fields that this version does not know.
 * @returns whether anything changed.
 */
export function putMember(store: Store, member: Member, row: string, generation: number, pulledAt: string): boolean {
  const index = new IndexChanges()
  const changed = putForm(store, memberForm(member, row), { generation, pulledAt, index })
  index.write(store)
  return changed
}

/** Lists that are kept and further behind than this have no room to follow. */
const mostFollowed = 65_536

/**
 * Cuts the log of changed places down to its last entry, and to what the lists that are kept do not know yet. Only while
 * nobody follows it: before readers open the store.
 */
export function cutMemberChanges(store: Store): void {
  const last = store.findOf<{ seq: number; place: number }>(
    'SELECT seq, place FROM member_changes ORDER BY seq DESC LIMIT 1',
  )
  if (!last) return
  const head = findListsHead(store)
  const isKept = head !== undefined && last.seq - head.seq <= mostFollowed
  const from = isKept ? Math.min(head.seq + 1, last.seq) : last.seq
  if (!store.findOf('SELECT 1 FROM member_changes WHERE seq < ? LIMIT 1', from)) return
  store.transaction(() => {
    if (head && !isKept) dropLists(store)
    const staying = store.allOf<{ seq: number; place: number; words: string | null }>(
      'SELECT seq, place, words FROM member_changes WHERE seq >= ? ORDER BY seq',
      from,
    )
    // Without a condition SQLite lets go of whole pages instead of rows.
    store.runOf('DELETE FROM member_changes')
    for (const { seq, place, words } of staying)
      store.runOf('INSERT INTO member_changes (seq, place, words) VALUES (?, CAST(? AS INTEGER), ?)', seq, place, words)
  })
}

/** Takes a member away. Answers whether one was there. */
export function removeMember(store: Store, id: string, index?: IndexChanges): boolean {
  const standing = store.findOf<{ place: number }>('SELECT place FROM members WHERE id = ?', id)
  if (!standing) return false
  store.runOf('DELETE FROM members WHERE id = ?', id)
  const changes = index ?? new IndexChanges()
  changes.drop(standing.place)
  if (!index) changes.write(store)
  return true
}
