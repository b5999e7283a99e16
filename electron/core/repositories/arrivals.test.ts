import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTestStore, type TestStore } from '#core/db/test-database.ts'
import type { Member } from '#shared/domain/members/member.ts'
import { buildCertificate, buildMember } from '#shared/testing/builders.ts'
import { RowForms } from './arrival-forms.ts'
import { Arrivals } from './arrivals.ts'
import { listAside } from './aside.ts'
import { indexFinder } from './member-search.ts'
import { findAddressHolders, findIdHolders, findMember } from './members.ts'
import { countMembers } from './tallies.ts'

let it: TestStore
beforeEach(() => {
  it = openTestStore()
})
afterEach(() => it.end())

const arrival = (generation = 1) => ({ scope: 'directory', generation, at: '2026-11-22T07:00:00.000Z' })

/** Puts texts as a fill does, in slices of so many rows. */
function fill(rows: readonly { table: string; text: string }[], slice = 1000, generation = 1): void {
  const forms = new RowForms()
  for (const { table, text } of rows) forms.takeText(table, text)
  const arrivals = new Arrivals(arrival(generation), forms.inOrder(), { fresh: true })
  for (let whole = false; !whole; ) {
    let left = slice
    whole = it.store.inBulk(() => arrivals.put(it.store, () => --left <= 0))
  }
  it.store.endBulk()
}
const memberText = (member: Member) => ({ table: 'members', text: JSON.stringify(member) })
const found = (word: string) =>
  indexFinder(it.store)
    .match([[{ text: word, prefix: false }]])
    .page(-1, 50)
    .map(({ member }) => member.id)

const names = ['محمد', 'فهد', 'نورة', 'عبد الله', 'سارة'] as const
const anyMember = fc
  .record({
    id: fc.integer({ min: 0, max: 11 }),
    version: fc.integer({ min: 1, max: 4 }),
    first: fc.constantFrom(...names),
    state: fc.constantFrom('active' as const, 'revoked' as const),
  })
  .map(({ id, version, first, state }) =>
    buildMember({
      id: `m-${id}`,
      version,
      state,
      email: `${first === 'فهد' ? 'fahad' : 'other'}${id}@example.com`,
      nameAr: { first, father: 'سعد', grandfather: '', family: 'القحطاني' },
    }),
  )

describe('rows that arrive', () => {
  test('whatever comes, in whatever order and slices: newest versions stand, each found by its own words alone', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(anyMember, { maxLength: 12 }), { maxLength: 4 }),
        fc.integer({ min: 1, max: 9 }),
        (batches, slice) => {
          it.end()
          it = openTestStore()
          countMembers(it.store)
          const newest = new Map<string, Member>()
          for (const batch of batches) {
            // A feed names a row once in a batch.
            const once = [...new Map(batch.map((member) => [member.id, member])).values()]
            fill(once.map(memberText), slice)
            for (const member of once)
              if ((newest.get(member.id)?.version ?? 0) < member.version) newest.set(member.id, member)
          }
          for (const member of newest.values()) expect(findMember(it.store, member.id)?.member).toEqual(member)
          expect(countMembers(it.store)).toBe(newest.size)
          expect(it.store.findOf('SELECT count(*) AS count FROM members')).toEqual({ count: newest.size })
          for (const member of newest.values()) expect(findAddressHolders(it.store, member.email)).toEqual([member.id])
          const fahads = [...newest.values()].filter(({ nameAr }) => nameAr.first === 'فهد').map(({ id }) => id)
          expect(found('فهد').sort()).toEqual(fahads.sort())
        },
      ),
      { numRuns: 12 },
    )
  })

  test('the text of a row is kept as it came, with fields that this version does not know', () => {
    const text = `{"extra" :  [1, 2],${JSON.stringify(buildMember({ id: 'm-1' })).slice(1)}`
    fill([{ table: 'members', text }])
    expect(it.store.findOf("SELECT row FROM members WHERE id = 'm-1'")).toEqual({ row: text })
  })

  test('a row that does not parse, a text that is none, and an unknown table are set aside and stop nothing', () => {
    const good = buildMember({ id: 'm-1' })
    const certificate = buildCertificate(good, { id: 'c-1' })
    fill([
      { table: 'members', text: '{"id":"m-0","version":3}' },
      { table: 'members', text: '{"id":' },
      { table: 'letters', text: '{"id":"l-1","version":2}' },
      { table: 'certificates', text: '{"id":"c-0","version":1,"kind":"none"}' },
      { table: 'certificates', text: JSON.stringify(certificate) },
      memberText(good),
    ])
    expect(countMembers(it.store)).toBe(1)
    expect(it.store.findOf("SELECT id FROM certificates WHERE id = 'c-1'")).toEqual({ id: 'c-1' })
    expect(listAside(it.store).map(({ table, id, cause }) => [table, id.slice(0, 3), cause.split(':')[0]])).toEqual([
      ['certificates', 'c-0', 'unreadable'],
      ['letters', 'l-1', 'unknown-table'],
      ['members', expect.any(String) as string, 'unreadable'],
      ['members', 'm-0', 'unreadable'],
    ])
    // Mended, it is not aside any more.
    fill([memberText(buildMember({ id: 'm-0', version: 4, membershipNo: '1', email: 'm0@example.com' }))])
    expect(listAside(it.store).filter(({ id }) => id === 'm-0')).toEqual([])
  })

  test('more namesakes than a run of places holds are all kept, and found in one place each', () => {
    const namesakes = Array.from({ length: 1100 }, (_, n) =>
      buildMember({ id: `n-${n}`, membershipNo: `${n}`, email: `n${n}@example.com`, idNo: `1${n}` }),
    )
    fill(namesakes.map(memberText))
    expect(countMembers(it.store)).toBe(1100)
    expect(
      it.store.findOf('SELECT count(*) AS n FROM member_index WHERE member_index MATCH ?', '"@n7@example.com"'),
    ).toEqual({ n: 1 })
    expect(findIdHolders(it.store, '17')).toEqual(['n-7'])
  })
})
