import { hash } from 'node:crypto'
import { type FourPartName, fullName, type MemberState } from '#shared/domain/members/member.ts'
import { foldArabic } from '#shared/domain/name-key.ts'

/** Display order of the buckets: those who practise first. Stored states only, never a date's consequence. */
const buckets: Record<MemberState, number> = {
  active: 0,
  expired: 1,
  unverified: 2,
  suspended: 3,
  'non-practising': 4,
  revoked: 5,
  deceased: 6,
  merged: 7,
}

const alphabet = ' ابتثجحخدذرزسشصضطظعغفقكلمنهوي'
const letterCodes = new Map([...alphabet].map((letter, code) => [letter, code]))
/** Five bits a letter: the alphabet, then every other character behind it. */
const otherLetter = 30

/** Numbers are built by multiplication: bit operators of JavaScript end at 32 bits. */
const bucketUnit = 2 ** 50
const groupUnit = 2 ** 20
const fineUnit = 2 ** 10

/** 53 bits, so that JavaScript numbers hold it: bucket 3 | eight letters 40 | slot 10. */
export interface PlaceKey {
  /** First place of those whose names begin with the same eight letters, in the same bucket. */
  readonly start: number
  /** The same for six letters; a full run of 1,024 places spills into it. */
  readonly groupStart: number
}

export function placeKey(member: { state: MemberState; nameAr: FourPartName }): PlaceKey {
  return placeKeyOf(member.state, foldArabic(fullName(member.nameAr)))
}

/** `placeKey` by a full name that was folded already. */
export function placeKeyOf(state: MemberState, foldedName: string): PlaceKey {
  let key = 0
  let letters = 0
  for (const letter of foldedName) {
    if (letters === 8) break
    key = key * 32 + (letterCodes.get(letter) ?? otherLetter)
    letters += 1
  }
  // A name that is over stands before those that go on.
  key *= 32 ** (8 - letters)
  const start = buckets[state] * bucketUnit + key * fineUnit
  return { start, groupStart: Math.floor(start / groupUnit) * groupUnit }
}

/** Whether a place is among those of this key. One that spilled out of them moves with its next change. */
export function isPlaceOf(key: PlaceKey, place: number): boolean {
  return place >= key.start && place < key.start + fineUnit
}

/** Where a member is tried first: the same for the same id on every desk. */
export function firstPlace(key: PlaceKey, id: string): number {
  return key.start + (hash('sha1', id, 'buffer').readUInt32BE(0) % fineUnit)
}

/**
 * A free place for a member: among those of the same eight letters, else anywhere among those of the same six (there
 * the order of a list is rough). The same id tries the same places, so that two desks mostly agree.
 *
 * @param full starts of runs that were found full, to be remembered by a caller who asks for many.
 * @throws {Error} when about a million members share the first six letters of their names.
 */
export function freePlace(key: PlaceKey, id: string, isTaken: (place: number) => boolean, full?: Set<number>): number {
  const chance = hash('sha1', id, 'buffer')
  const begin = chance.readUInt32BE(0)
  for (let i = 0; i < 16 && !full?.has(key.start); i += 1) {
    const place = key.start + ((begin + i * 37) % fineUnit)
    if (!isTaken(place)) return place
  }
  full?.add(key.start)
  const stride = (chance.readUInt32BE(4) % groupUnit) | 1
  for (let i = 0; i < groupUnit; i += 1) {
    const place = key.groupStart + ((begin + i * stride) % groupUnit)
    if (!isTaken(place)) return place
  }
  throw new Error('No place is left among members of the same first letters')
}
