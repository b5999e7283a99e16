import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTestStore, type TestStore } from '#core/db/test-database.ts'
import { placeKey } from '#core/repositories/member-place.ts'
import { searchStatements } from '#core/repositories/member-search.ts'
import { putMember, removeMember } from '#core/repositories/members.ts'
import { putRequest } from '#core/repositories/requests.ts'
import { explainMatch } from '#shared/domain/explain-match.ts'
import { fullName, type Member } from '#shared/domain/members/member.ts'
import { queryTokens } from '#shared/domain/name-key.ts'
import { buildClerk, buildEmailChange, buildMember, fixedClock } from '#shared/testing/builders.ts'
import { searchMembers } from './search-members.ts'

let it: TestStore
beforeEach(() => {
  it = openTestStore()
})
afterEach(() => it.end())

const clock = fixedClock()
const put = (member: Member) => putMember(it.store, member, JSON.stringify(member), 1, '2026-11-22T07:00:00.000Z')
const search = (text: string, more: Partial<Parameters<typeof searchMembers>[3]> = {}) =>
  searchMembers({ store: it.store, clock }, {}, buildClerk(), { text, limit: 50, ...more })
const ids = (text: string, more: Partial<Parameters<typeof searchMembers>[3]> = {}) =>
  search(text, more).hits.map(({ member }) => member.id)

const fahad = buildMember()
const mohammed = buildMember({
  id: 'member-2',
  membershipNo: '30417736',
  fileNo: 'F-200-50924',
  idNo: '1000000016',
  nameAr: { first: 'محمد', father: 'علي', grandfather: 'عبد الله', family: 'الغامدي' },
  nameEn: { first: 'Mohammed', father: 'Ali', grandfather: 'Abdullah', family: 'Alghamdi' },
  email: 'm.alghamdi@alwaha.sa',
  mobile: '+966551112223',
  city: 'abha',
  registrations: [{ number: '24-R-0071848', issuedOn: '2025-01-22', expiresOn: '2026-12-22', state: 'active' }],
})

describe('searching members', () => {
  beforeEach(() => {
    put(fahad)
    put(mohammed)
  })

  test.each([
    ['فهد', 'member-1', 'nameAr', 'exact'],
    ['قحط', 'member-1', 'nameAr', 'folded'],
    ['محم', 'member-2', 'nameAr', 'prefix'],
    ['Muhammad ', 'member-2', 'nameAr', 'transliteration'],
    ['عبدالله', 'member-2', 'nameAr', 'spacing'],
    ['alqahtani f', 'member-1', 'nameEn', 'exact'],
    ['٢٠٤١٧٧٣٥', 'member-1', 'membershipNo', 'exact'],
    ['1000000016', 'member-2', 'idNo', 'exact'],
    ['0550128841', 'member-1', 'mobile', 'exact'],
    ['00966 55 111', 'member-2', 'mobile', 'prefix'],
    ['F-118-40923', 'member-1', 'fileNo', 'exact'],
    ['71848', 'member-2', 'registrationNo', 'exact'],
    ['m.alghamdi@', 'member-2', 'email', 'prefix'],
    ['FAHAD_NQ88@hotmail.com', 'member-1', 'email', 'exact'],
  ])('%s finds %s by %s, %s', (text, id, field, how) => {
    const { hits, total } = search(text)
    expect(hits.map(({ member }) => member.id)).toEqual([id])
    expect(total).toBe(1)
    expect(hits[0]?.why[0]).toMatchObject({ field, how, pending: false })
  })

  test('an Arabic word brings what merely sounds like it only when nobody is spelled so', () => {
    const nameAr = { ...fahad.nameAr, first: 'محمود' }
    const nameEn = { ...fahad.nameEn, first: 'Mahmoud' }
    put(buildMember({ id: 'member-3', membershipNo: '1', fileNo: 'F-3', idNo: '1000000024', nameAr, nameEn }))
    expect(ids('محمد ')).toEqual(['member-2'])
    expect(ids('محمود ')).toEqual(['member-3'])
    expect(ids('Mohamad ').sort()).toEqual(['member-2', 'member-3'])
    removeMember(it.store, 'member-2')
    expect(ids('محمد ')).toEqual(['member-3'])
  })

  test('every word must be found, in any order', () => {
    expect(ids('القحطاني فهد')).toEqual(['member-1'])
    expect(ids('محمد القحطاني')).toEqual([])
  })

  test('filters narrow, alone and together with a name', () => {
    expect(ids('', { filters: { city: 'abha' } })).toEqual(['member-2'])
    expect(ids('محمد', { filters: { city: 'riyadh' } })).toEqual([])
    expect(ids('محمد', { filters: { city: 'abha', state: 'active' } })).toEqual(['member-2'])
  })

  test('nothing typed lists everybody in display order, in pages', () => {
    const first = search('', { limit: 1 })
    expect(first).toMatchObject({ total: 2, here: 2 })
    const second = search('', { limit: 1, after: first.after ?? '' })
    expect([...first.hits, ...second.hits].map(({ member }) => member.id)).toEqual(['member-1', 'member-2'])
    expect(second.after).toBeNull()
  })

  test('a row says when its registration ends', () => {
    expect(search('محمد').hits[0]?.member.registrationEndsInDays).toBe(30)
  })

  test('a request’s number finds the request and its member', () => {
    const request = buildEmailChange(mohammed)
    putRequest(it.store, request, JSON.stringify(request), 1)
    for (const text of ['R-48-018204', '018204', '18204', '٤٨٠١٨٢٠٤'])
      expect(search(text)).toMatchObject({
        requests: [{ id: 'request-1', memberNameEn: 'Mohammed Ali Abdullah Alghamdi' }],
        hits: [{ member: { id: 'member-2' }, why: [{ field: 'requestNo' }] }],
        total: 1,
      })
    expect(
      searchMembers({ store: it.store, clock }, {}, buildClerk({ branch: 'abha' }), {
        text: 'R-48-018204',
        limit: 50,
      }),
    ).toMatchObject({ requests: [], total: 0 })
  })

  test('a changed row is found by what it is now, and a removed one no more', () => {
    const names = { nameAr: { ...fahad.nameAr, first: 'زياد' }, nameEn: { ...fahad.nameEn, first: 'Ziad' } }
    put({ ...fahad, ...names, version: 2, state: 'suspended', email: 'z@alwaha.sa' })
    expect(ids('فهد')).toEqual([])
    expect(ids('fahad_nq')).toEqual([])
    expect(ids('زياد')).toEqual(['member-1'])
    expect(ids('')).toEqual(['member-2', 'member-1'])
    removeMember(it.store, 'member-1')
    expect(search('زياد')).toMatchObject({ total: 0, hits: [], here: 1 })
  })

  test('text that means something to the index’s language is only text', () => {
    for (const text of ['"', '*', 'AND', 'NOT محمد', 'محمد"', '(', 'a:b', '^', "o'neil@x", '-', '   '])
      expect(() => search(text)).not.toThrow()
  })
})

const firsts = ['محمد', 'فهد', 'عبدالله', 'عبد الرحمن', 'نورة', 'هدى', 'إبراهيم', 'آمنة', 'خالد', 'أحمد']
const families = ['القحطاني', 'الغامدي', 'العتيبي', 'آل سعود', 'الحربي', 'بن لادن', 'الزهراني']
const latin = ['Mohammed', 'Fahad', 'Abdullah', 'Noura', 'Khalid', 'Ahmad']
const name = fc.record({
  first: fc.constantFrom(...firsts),
  father: fc.constantFrom('', ...firsts),
  grandfather: fc.constantFrom('', ...firsts),
  family: fc.constantFrom(...families),
})
const latinName = fc.record({
  first: fc.constantFrom(...latin),
  father: fc.constantFrom('', ...latin),
  grandfather: fc.constant(''),
  family: fc.constantFrom('Alqahtani', 'Al-Ghamdi', 'Alharbi'),
})

test('what the index finds is what the explanation explains, for every prefix of every name', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(name, latinName), { minLength: 1, maxLength: 12 }),
      fc.nat(),
      fc.nat(),
      (names, at, cut) => {
        const members = names.map(([nameAr, nameEn], index) => buildMember({ id: `m${index}`, nameAr, nameEn }))
        it.store.transaction(() => {
          for (const { id } of it.store.allOf<{ id: string }>('SELECT id FROM members')) removeMember(it.store, id)
          for (const member of members) put(member)
        })
        const chosen = members[at % members.length] ?? fahad
        const full = at % 2 === 0 ? fullName(chosen.nameAr) : fullName(chosen.nameEn)
        const words = full.split(' ')
        const text = words
          .slice(cut % words.length)
          .join(' ')
          .slice(0, 2 + (cut % 9))
          .trim()
        const found = ids(text)
        expect(found).toContain(chosen.id)
        for (const member of members) {
          const fields = [
            { field: 'nameAr', kind: 'name' as const, text: fullName(member.nameAr) },
            { field: 'nameEn', kind: 'name' as const, text: fullName(member.nameEn) },
            { field: 'email', kind: 'email' as const, text: member.email },
          ]
          const explained = explainMatch(text, fields).length === queryTokens(text).length
          if (found.includes(member.id)) expect(`${text} ${explained}`).toBe(`${text} true`)
        }
      },
    ),
    { numRuns: 60 },
  )
})

test('display order: practising first, then the Arabic alphabet, whatever order they came in', () => {
  const make = (id: string, first: string, state: Member['state'] = 'active') =>
    buildMember({ id, state, nameAr: { first, father: '', grandfather: '', family: 'الغامدي' } })
  for (const member of [
    make('d', 'أحمد', 'suspended'),
    make('c', 'ياسر'),
    make('a', 'أحمد'),
    make('b', 'بدر'),
    make('e', 'بدر', 'expired'),
  ])
    put(member)
  expect(ids('')).toEqual(['a', 'b', 'c', 'e', 'd'])
})

test('thousands of members of one name all find a place, and each is found', () => {
  const { store } = it
  store.transaction(() => {
    for (let i = 0; i < 1500; i += 1) put(buildMember({ id: `same-${i}`, membershipNo: String(50_000_000 + i) }))
  })
  expect(search('فهد').total).toBe(1500)
  expect(ids('50000777')).toEqual(['same-777'])
  const { start } = placeKey(fahad)
  expect(Number.isSafeInteger(start)).toBe(true)
  const seen = new Set<string>()
  for (let after: string | null = '-1'; after !== null; ) {
    const page: ReturnType<typeof search> = search('فهد', { limit: 200, after })
    for (const { member } of page.hits) seen.add(member.id)
    after = page.after
  }
  expect(seen.size).toBe(1500)
})

test('no statement that a clerk’s typing waits for scans or sorts the members', () => {
  const plan = (sql: string, ...values: (string | number)[]) =>
    it.store
      .allOf<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...values)
      .map(({ detail }) => detail)
      .join('; ')
  const typed = plan(searchStatements.page, '"x"', 0, 50)
  expect(typed).toMatch(/member_index VIRTUAL TABLE INDEX .*; SEARCH members USING INTEGER PRIMARY KEY/)
  expect(typed).not.toMatch(/TEMP B-TREE|SCAN members\b/)
  expect(plan(searchStatements.all, 0, 50)).toBe('SEARCH members USING INTEGER PRIMARY KEY (rowid>?)')
  expect(plan(searchStatements.byId, 'x')).toMatch(/SEARCH members USING INDEX sqlite_autoindex_members_1/)
})
