import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestStore, type TestStore } from '#core/db/test-database.ts'
import { buildCertificate, buildClerk, buildMember } from '#shared/testing/builders.ts'
import { putCertificate } from './certificates.ts'
import { putClerk } from './clerks.ts'
import { Departures } from './departures.ts'
import { indexFinder } from './member-search.ts'
import { putMember } from './members.ts'
import { countKeptCertificates, countMembers } from './tallies.ts'

let it: TestStore
beforeEach(() => {
  it = openTestStore()
})
afterEach(() => it.end())

const at = '2026-11-22T07:00:00.000Z'
const members = 100

/** A directory of a hundred members, of whom some were mentioned in the second generation too. */
function fill(mentioned: ReadonlySet<number>): void {
  const { store } = it
  store.transaction(() => {
    for (let n = 0; n < members; n += 1) {
      const nameAr = { first: n % 2 ? 'فهد' : 'نورة', father: 'سعد', grandfather: '', family: 'القحطاني' }
      const member = buildMember({ id: `m-${n}`, email: `m${n}@example.com`, nameAr })
      const generation = mentioned.has(n) ? 2 : 1
      putMember(store, member, JSON.stringify(member), generation, at)
      const certificate = buildCertificate(member, { id: `c-${n}`, number: `26-F-${n}` })
      putCertificate(store, certificate, JSON.stringify(certificate), generation)
    }
    const clerk = buildClerk()
    putClerk(store, clerk, JSON.stringify(clerk), 2)
  })
}

const ids = (table: string) => it.store.columnOf<string>(`SELECT id FROM ${table} ORDER BY id`)
const found = () =>
  indexFinder(it.store)
    .match([[{ text: 'سعد', prefix: false }]])
    .page(-1, members)
    .map(({ member }) => member.id)

test('in whatever slices: who was not mentioned goes with their words and their place in the counts, nobody else', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: members - 1 })),
      fc.integer({ min: 1, max: 40 }),
      (some, looks) => {
        it.end()
        it = openTestStore()
        fill(new Set(some))
        expect([countMembers(it.store), countKeptCertificates(it.store)]).toEqual([members, members])
        const departures = new Departures('directory', { before: 2 })
        for (let whole = false; !whole; ) {
          let left = looks
          whole = it.store.inBulk(() => departures.take(it.store, () => --left <= 0))
        }
        it.store.endBulk()
        const stay = some.map((n) => `m-${n}`).sort()
        expect(ids('members')).toEqual(stay)
        expect(found().sort()).toEqual(stay)
        expect(ids('certificates')).toEqual(some.map((n) => `c-${n}`).sort())
        expect(ids('clerks')).toHaveLength(1)
        expect([countMembers(it.store), countKeptCertificates(it.store)]).toEqual([some.length, some.length])
        expect(departures.gone).toBe(2 * (members - some.length))
        expect([...departures.changed].sort()).toEqual(some.length < members ? ['certificates', 'members'] : [])
      },
    ),
    { numRuns: 20 },
  )
})

test('what is changed between two slices is looked at as it stands then', () => {
  fill(new Set())
  const departures = new Departures('directory', { before: 2 })
  expect(departures.take(it.store, () => true)).toBe(false)
  const last = it.store.columnOf<string>('SELECT id FROM members ORDER BY place DESC LIMIT 1')[0] ?? ''
  // A receipt brings the row again.
  it.store.runOf('UPDATE members SET generation = 2 WHERE id = ?', last)
  departures.take(it.store, () => false)
  expect(ids('members')).toEqual([last])
})

test('a scope that this version does not know takes nothing along', () => {
  fill(new Set())
  expect(new Departures('letters').take(it.store, () => false)).toBe(true)
  expect(ids('members')).toHaveLength(members)
})
