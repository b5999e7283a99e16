import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { calendarDate } from '#shared/domain/calendar.ts'
import { isEmail } from '#shared/domain/email-address.ts'
import { Member } from '#shared/domain/members/member.ts'
import { foldName } from '#shared/domain/name-key.ts'
import { checkNationalId } from '#shared/domain/national-id.ts'
import { parseSaudiMobile } from '#shared/domain/phone.ts'
import { shippedBook } from '#shared/domain/reference/reference-book.ts'
import { cities, families, namesOfRanks, nationalities, specialties } from '#shared/domain/reference/register-codes.ts'
import { createRegister } from './members.ts'
import { mobileIndexOf, nearCopyOf } from './near-names.ts'

const today = calendarDate('2026-11-22')
const make = (seed: string, count: number) => {
  const { memberAt } = createRegister({ seed, today })
  return Array.from({ length: count }, (_, index) => memberAt(index))
}
const members = make('demo', 6000)
const bytes = (rows: readonly Member[]) => createHash('sha256').update(JSON.stringify(rows)).digest('hex')

describe('demo members', () => {
  it('makes rows of the register, all sound', () => {
    for (const member of members) {
      Member.parse(member)
      expect(checkNationalId(member.idNo)).toMatchObject({ ok: true, kind: member.idKind })
      expect(member.idKind === 'citizen').toBe(member.nationality === 'SA')
      expect(parseSaudiMobile(member.mobile)).toEqual({ ok: true, e164: member.mobile })
      expect(isEmail(member.email) && member.email.endsWith('.example')).toBe(true)
      for (const [table, code] of [
        [families, member.family],
        [namesOfRanks(shippedBook.inForce('ranks', '2026-11-22')), member.rank],
        [specialties, member.specialty],
        [cities, member.city],
        [nationalities, member.nationality],
      ] as const) {
        expect(table).toHaveProperty([code])
      }
    }
  })

  it('gives nobody a number, phone or address of somebody else, but for people who stand there twice', () => {
    const many = make('unique', 60_000)
    const distinct = (of: (member: Member) => string) => new Set(many.map(of)).size
    expect(distinct((member) => member.id)).toBe(many.length)
    expect(distinct((member) => member.idNo)).toBe(many.length)
    expect(distinct((member) => member.membershipNo)).toBe(many.length)
    expect(distinct((member) => member.fileNo)).toBe(many.length)
    const twice = many.filter((_, index) => mobileIndexOf(index) !== index)
    expect(twice.length).toBe(many.length / 160)
    expect(distinct((member) => member.mobile)).toBe(many.length - twice.length)
    expect(distinct((member) => member.email)).toBe(many.length)
    const numbers = many.flatMap((member) => member.registrations.map((registration) => registration.number))
    expect(new Set(numbers).size).toBe(numbers.length)
  })

  it('repeats to the byte, and one alone is the same', () => {
    expect(bytes(make('demo', 6000))).toBe(bytes(members))
    expect(createRegister({ seed: 'demo', today }).memberAt(4321)).toEqual(members[4321])
    expect(bytes(make('other', 6000))).not.toBe(bytes(members))
  })

  it('keeps histories in order: ranks before today, registrations end to end', () => {
    for (const { classifications, registrations, rank, state } of members) {
      expect(classifications.at(-1)?.rank).toBe(rank)
      const starts = classifications.map((row) => row.from)
      expect(starts).toEqual(starts.toSorted())
      expect((starts.at(-1) ?? '') < today).toBe(true)
      expect(registrations.length > 0).toBe(state !== 'unverified')
      for (const [i, { issuedOn, expiresOn }] of registrations.entries()) {
        expect(issuedOn < expiresOn).toBe(true)
        if (i > 0) expect(registrations[i - 1]?.expiresOn).toBe(issuedOn)
      }
      if (state === 'active') expect((registrations.at(-1)?.expiresOn ?? '') > today).toBe(true)
      if (state === 'expired') expect((registrations.at(-1)?.expiresOn ?? '9') < today).toBe(true)
    }
  })

  it('has about the shares that were asked for', () => {
    const share = (of: (member: Member) => boolean) => members.filter(of).length / members.length
    expect(share((member) => member.nationality === 'SA')).toBeGreaterThan(0.37)
    expect(share((member) => member.nationality === 'SA')).toBeLessThan(0.5)
    expect(share((member) => member.family === 'nursing')).toBeGreaterThan(0.39)
    expect(share((member) => member.state === 'active')).toBeGreaterThan(0.83)
    expect(share((member) => member.nameAr.first === 'محمد')).toBeGreaterThan(0.02)
    expect(new Set(members.map((member) => member.state)).size).toBe(8)
  })

  it('plants near-duplicates of every kind', () => {
    const pairs = members.flatMap((copy, index) => {
      const near = nearCopyOf(index)
      const original = near === undefined ? undefined : members[near.of]
      return near === undefined || original === undefined ? [] : [{ kind: near.kind, original, copy }]
    })
    const family = (member: Member) => foldName(member.nameAr.family.replaceAll(' ', ''))
    for (const { kind, original, copy } of pairs) {
      if (kind !== 'spelling') expect(family(copy)).toBe(family(original))
      expect(copy.idNo).not.toBe(original.idNo)
      if (kind === 'same-person' || kind === 'spelling') expect(copy.birthDate).toBe(original.birthDate)
      if (kind === 'same-person') expect(copy.nameAr).toEqual(original.nameAr)
      if (kind === 'same-person' && copy !== members[1]) expect(copy.mobile).toBe(original.mobile)
      if (kind === 'namesake') expect(copy.nameAr).toEqual(original.nameAr)
      if (kind === 'sibling') expect(copy.nameAr.father).toBe(original.nameAr.father)
    }
    expect(new Set(pairs.map((pair) => pair.kind)).size).toBe(4)
    const respelled = pairs.filter(({ kind, original, copy }) => {
      return kind === 'spelling' && JSON.stringify(copy.nameAr) !== JSON.stringify(original.nameAr)
    })
    expect(respelled.length).toBeGreaterThan(5)
  })

  it('begins with the member of the guides and a possible duplicate of him', () => {
    const [first, second] = make('any seed', 2)
    expect(first).toMatchObject({ idNo: '1039205180', nameAr: { first: 'فهد' }, state: 'active' })
    expect(second).toMatchObject({ nameAr: first?.nameAr, birthDate: first?.birthDate })
    expect(second?.idNo).not.toBe(first?.idNo)
  })
})
