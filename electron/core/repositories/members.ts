import { createHash } from 'node:crypto'
import { query } from '#core/db/compile.ts'
import type { Store } from '#core/db/store.ts'
import { normaliseEmail } from '#shared/domain/email-address.ts'
import { fullName, type Member } from '#shared/domain/members/member.ts'
import { foldArabic } from '#shared/domain/name-key.ts'
import { freePlace, isPlaceOf, placeKey } from './member-place.ts'
import { indexText } from './member-tokens.ts'

/** A member as it was pulled. */
export interface KeptMember {
  readonly member: Member
  readonly pulledAt: string
}

export function findMember(store: Store, id: string): KeptMember | undefined {
  const row = store.find(query.selectFrom('members').select(['row', 'pulled_at']).where('id', '=', id))
  return row && { member: JSON.parse(row.row) as Member, pulledAt: row.pulled_at }
}

export function countMembers(store: Store): number {
  return store.findOf<{ count: number }>('SELECT count(*) AS count FROM members')?.count ?? 0
}

/** Ids of members who hold an address, in the form in which addresses are compared. */
export function findAddressHolders(store: Store, email: string): string[] {
  return store
    .all(query.selectFrom('members').select('id').where('email', '=', normaliseEmail(email)).limit(20))
    .map((row) => row.id)
}

/** Ids of members who hold an ID number. */
export function findIdHolders(store: Store, idNo: string): string[] {
  return store.all(query.selectFrom('members').select('id').where('id_no', '=', idNo).limit(20)).map((row) => row.id)
}

/** Other members who share a name and a birth date, a mobile, an ID number or an address: each by an index. */
export function findLookAlikes(store: Store, member: Member, email: string | undefined): Member[] {
  const others = (sql: string, ...values: string[]) =>
    store.allOf<{ row: string }>(`SELECT row FROM members WHERE ${sql} LIMIT 10`, ...values)
  const rows = [
    ...others('name_key = ? AND birth_date = ?', foldArabic(fullName(member.nameAr)), member.birthDate),
    ...(member.mobile === '' ? [] : others('mobile = ?', member.mobile)),
    ...(member.idNo === '' ? [] : others('id_no = ?', member.idNo)),
    ...[member.email, email ?? ''].filter(Boolean).flatMap((address) => others('email = ?', normaliseEmail(address))),
  ]
  const byId = new Map(rows.map((row) => JSON.parse(row.row) as Member).map((other) => [other.id, other]))
  byId.delete(member.id)
  return [...byId.values()]
}

interface Standing {
  place: number
  version: number
  generation: number
  index_key: string
}

const isTaken = (store: Store) => (place: number) =>
  store.findOf('SELECT 1 FROM members WHERE place = CAST(? AS INTEGER)', place) !== undefined

function dropFromIndex(store: Store, place: number): void {
  store.runOf('DELETE FROM member_index WHERE rowid = CAST(? AS INTEGER)', place)
}

/**
 * Puts a pulled member in place, unless the same or a newer version of this epoch is there. A name or a state that
 * moves the member in the display order restates the whole row.
 *
 * @param row the row as it came, with fields that this version does not know.
 * @returns whether anything changed.
 */
export function putMember(store: Store, member: Member, row: string, generation: number, pulledAt: string): boolean {
  const standing = store.findOf<Standing>(
    'SELECT place, version, generation, index_key FROM members WHERE id = ?',
    member.id,
  )
  if (standing && standing.generation >= generation && standing.version >= member.version) return false
  const text = indexText(member)
  const indexKey = createHash('sha1').update(text).digest('base64')
  const key = placeKey(member)
  const stays = standing !== undefined && isPlaceOf(key, standing.place)
  if (standing && !stays) {
    store.runOf('DELETE FROM members WHERE id = ?', member.id)
    dropFromIndex(store, standing.place)
  } else if (standing && standing.index_key !== indexKey) dropFromIndex(store, standing.place)
  const place = stays ? standing.place : freePlace(key, member.id, isTaken(store))
  store.runOf(
    `INSERT INTO members (place, id, version, generation, membership_no, id_no, mobile, email, name_key, birth_date,
       index_key, pulled_at, row)
     VALUES (CAST(? AS INTEGER), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (place) DO UPDATE SET version = excluded.version, generation = excluded.generation,
       membership_no = excluded.membership_no, id_no = excluded.id_no, mobile = excluded.mobile, email = excluded.email,
       name_key = excluded.name_key, birth_date = excluded.birth_date, index_key = excluded.index_key,
       pulled_at = excluded.pulled_at, row = excluded.row`,
    place,
    member.id,
    member.version,
    generation,
    member.membershipNo,
    member.idNo,
    member.mobile,
    normaliseEmail(member.email),
    foldArabic(fullName(member.nameAr)),
    member.birthDate,
    indexKey,
    pulledAt,
    row,
  )
  if (!stays || standing.index_key !== indexKey)
    store.runOf('INSERT INTO member_index (rowid, tokens) VALUES (CAST(? AS INTEGER), ?)', place, text)
  return true
}

/** Takes a member away. Answers whether one was there. */
export function removeMember(store: Store, id: string): boolean {
  const standing = store.findOf<{ place: number }>('SELECT place FROM members WHERE id = ?', id)
  if (!standing) return false
  store.runOf('DELETE FROM members WHERE id = ?', id)
  dropFromIndex(store, standing.place)
  return true
}
