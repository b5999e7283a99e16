import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestStore, type TestStore } from '#core/db/test-database.ts'
import { dropLists, findListsHead, keepLists } from '#core/repositories/kept-lists.ts'
import { MemberPostings } from '#core/repositories/member-postings.ts'
import { RecentMembers } from '#core/repositories/member-search.ts'
import {
  type IndexTerm,
  indexText,
  type MemberFilters,
  spellingTerms,
  termGroups,
} from '#core/repositories/member-tokens.ts'
import { cutMemberChanges, putMember, removeMember } from '#core/repositories/members.ts'
import type { Member } from '#shared/domain/members/member.ts'
import { queryTokens } from '#shared/domain/name-key.ts'
import { buildClerk, buildMember, fixedClock } from '#shared/testing/builders.ts'
import { searchMembers } from './search-members.ts'

/** So small that every way of reading and following is gone through. */
const small = { room: 40, slice: 3, frequent: 2, patience: 30, untold: 20, worth: 12 }
let it: TestStore
let postings: MemberPostings
let recent: RecentMembers
const clock = fixedClock()
beforeEach(() => {
  it = openTestStore()
  postings = new MemberPostings(small)
  recent = new RecentMembers()
})
afterEach(() => it.end())

const put = (member: Member) => putMember(it.store, member, JSON.stringify(member), 1, '2026-11-22T07:00:00.000Z')
type Input = Parameters<typeof searchMembers>[3]
const search = (text: string, more: Partial<Input> = {}) =>
  searchMembers({ store: it.store, clock }, { postings, recent }, buildClerk(), {
    text,
    limit: 50,
    ...more,
  })
/** The same question to the index on the disk. */
const searchOnDisk = (text: string, more: Partial<Input> = {}) =>
  searchMembers({ store: it.store, clock }, {}, buildClerk(), { text, limit: 50, ...more })
const answer = ({ hits, total, here, after }: ReturnType<typeof search>) => ({
  ids: hits.map(({ member }) => member.id),
  why: hits.map(({ why }) => why),
  total,
  here,
  after,
})
const isReady = () => it.store.snapshot(() => postings.isReady(it.store))

/** Warms until there is nothing more to do. */
function warm(): void {
  for (let turns = 0; postings.warm(it.store, 1) !== 'warm'; turns += 1)
    if (turns > 1000) throw new Error('It never gets warm')
}

/** Puts the lists down as the writer does. Answers how many parts that took. */
function keep(): number {
  let parts = 0
  const keeping = postings.toKeep(it.store)
  for (let next = keeping.next(); !next.done; next = keeping.next(keepLists(it.store, next.value)))
    parts += next.value.parts.length
  return parts
}
/** As after a start: what is known is what the store keeps. */
function startAnew(): void {
  postings = new MemberPostings(small)
}

const firsts = ['محمد', 'محمود', 'فهد', 'عبدالله', 'عبد الرحمن', 'نورة', 'إبراهيم', 'خالد', 'أحمد']
const families = ['القحطاني', 'الغامدي', 'العتيبي', 'آل سعود', 'الحربي']
const latin = ['Mohammed', 'Fahad', 'Abdullah', 'Noura', 'Khalid', 'Ahmad']
const member = fc
  .record({
    number: fc.nat(24),
    first: fc.constantFrom(...firsts),
    family: fc.constantFrom(...families),
    latin: fc.constantFrom(...latin),
    city: fc.constantFrom('riyadh', 'abha'),
    state: fc.constantFrom('active' as const, 'expired' as const),
    email: fc.constantFrom('fahad', 'noura', 'f'),
  })
  .map(({ number, first, family, latin: en, city, state, email }) =>
    buildMember({
      id: `m${number}`,
      membershipNo: String(20_000_000 + number * 37),
      fileNo: `F-${100 + number}-40923`,
      idNo: String(1_000_000_000 + number * 1011),
      mobile: `+96655${String(1_000_000 + number * 7919)}`,
      email: `${email}${number}@mail.example`,
      nameAr: { first, father: 'سعد', grandfather: '', family },
      nameEn: { first: en, father: 'Saad', grandfather: '', family: 'Al-Qahtani' },
      city,
      state,
    }),
  )
const edit = fc.oneof(
  { weight: 4, arbitrary: member.map((row) => ({ row })) },
  { weight: 1, arbitrary: fc.nat(24).map((number) => ({ gone: `m${number}` })) },
)
const question = fc.record({
  text: fc.oneof(
    fc
      .tuple(fc.constantFrom(...firsts, ...families, ...latin), fc.integer({ min: 1, max: 9 }))
      .map(([w, n]) => w.slice(0, n)),
    fc
      .tuple(fc.constantFrom(...firsts, ...latin), fc.constantFrom(...families, 'alqah', '2000', '055'))
      .map((w) => w.join(' ')),
    fc.constantFrom('2', '20000', '1000001011', '05510', 'f', 'fahad1', 'noura@', 'm', 'محمد ', 'مح', '', 'zzz'),
  ),
  filters: fc.constantFrom(
    {},
    { city: 'abha' },
    { state: 'active' as const },
    { city: 'riyadh', state: 'expired' as const },
  ),
})

test('lists in memory answer as the index on the disk does, after any changes, and count what is there', () => {
  fc.assert(
    fc.property(
      fc.array(edit, { maxLength: 30 }),
      fc.array(fc.tuple(fc.array(edit, { maxLength: 8 }), question, fc.constantFrom('', 'keep', 'start')), {
        minLength: 1,
        maxLength: 14,
      }),
      (before, steps) => {
        postings = new MemberPostings(small)
        dropLists(it.store)
        let version = 1
        const apply = (edits: typeof before) =>
          it.store.cheapTransaction(() => {
            for (const change of edits) {
              version += 1
              if ('row' in change) put({ ...change.row, version })
              else removeMember(it.store, change.gone)
            }
          })
        for (const { id } of it.store.allOf<{ id: string }>('SELECT id FROM members')) removeMember(it.store, id)
        apply(before)
        warm()
        for (const [edits, { text, filters }, then] of steps) {
          apply(edits)
          if (then === 'keep' && isReady()) keep()
          if (then === 'start') startAnew()
          // When its room is used up it begins anew; then it is warmed again, as between two questions.
          if (!isReady()) warm()
          expect(isReady()).toBe(true)
          const found = search(text, { filters })
          const onDisk = searchOnDisk(text, { filters })
          // Words one letter away are only known in memory; they are tested below.
          if (found.hits.some(({ why }) => why.some(({ how }) => how === 'typo'))) continue
          expect(answer(found)).toEqual(answer(onDisk))
          expect(found.total).toBe(countPlainly(text, filters))
        }
      },
    ),
    { numRuns: 15 },
  )
})

/** Counts by looking at the words of every row: whoever is spelled so, else who sounds so. */
function countPlainly(text: string, filters: MemberFilters): number {
  const rows = it.store.allOf<{ row: string }>('SELECT row FROM members').map(({ row }) => {
    const words = indexText(JSON.parse(row) as Member).split(' ')
    return (terms: readonly IndexTerm[]) =>
      terms.some((term) => words.some((word) => (term.prefix ? word.startsWith(term.text) : word === term.text)))
  })
  const typed = queryTokens(text).map((token) => {
    if (token.kind !== 'word' || !token.keysAreFallback) return token
    return rows.some((holds) => holds(spellingTerms(token))) ? { ...token, keys: [] } : token
  })
  const groups = termGroups(typed, filters)
  return rows.filter((holds) => groups.every(holds)).length
}

test('a change in the middle of warming is in the lists like any other', () => {
  fc.assert(
    fc.property(
      fc.array(edit, { minLength: 8, maxLength: 30 }),
      fc.array(fc.tuple(fc.nat(60), edit)),
      (before, later) => {
        postings = new MemberPostings({ ...small, room: 200 })
        let version = it.store.findOf<{ version: number }>('SELECT max(version) AS version FROM members')?.version ?? 0
        const apply = (change: (typeof before)[number]) => {
          version += 1
          if ('row' in change) put({ ...change.row, version })
          else removeMember(it.store, change.gone)
        }
        for (const change of before) apply(change)
        const changes = new Map<number, typeof before>()
        for (const [turn, change] of later) changes.set(turn, [...(changes.get(turn) ?? []), change])
        for (let turn = 0; turn < 62 || !isReady(); turn += 1) {
          postings.warm(it.store, 0)
          it.store.cheapTransaction(() => changes.get(turn)?.forEach(apply))
        }
        for (const text of ['محمد', 'ق', 'Moh', 'f', '2', '20000', '055', 'noura1', ''])
          expect(answer(search(text))).toEqual(answer(searchOnDisk(text)))
      },
    ),
    { numRuns: 6 },
  )
})

test('a log that was cut, or is longer than is worth following, makes the lists begin anew; counts stay exact', () => {
  for (let n = 0; n < 20; n += 1) put(buildMember({ id: `a${n}`, membershipNo: String(n) }))
  warm()
  expect(search('فهد').total).toBe(20)
  for (let n = 0; n < 9; n += 1) put(buildMember({ id: `b${n}`, membershipNo: String(100 + n) }))
  cutMemberChanges(it.store)
  expect(it.store.findOf('SELECT count(*) AS count FROM member_changes')).toEqual({ count: 1 })
  expect(isReady()).toBe(false)
  expect(search('فهد').total).toBe(29)
  warm()
  expect(isReady()).toBe(true)
  expect(search('فهد').total).toBe(29)
  for (let n = 0; n < 50; n += 1) put(buildMember({ id: `c${n}`, membershipNo: String(200 + n) }))
  expect(search('فهد').total).toBe(79)
  expect(isReady()).toBe(false)
  warm()
  expect(search('فهد').total).toBe(79)
})

test('a start has the lists that are kept at once, follows what changed since, and keeps them anew when that is much', () => {
  for (let n = 0; n < 20; n += 1) put(buildMember({ id: `a${n}`, membershipNo: String(n) }))
  warm()
  expect(postings.isWorthKeeping).toBe(true)
  expect(keep()).toBeGreaterThan(10)
  expect([postings.isWorthKeeping, search('فهد').total]).toEqual([false, 20])
  put(buildMember({ id: 'b1', membershipNo: '100' }))
  removeMember(it.store, 'a3')
  removeMember(it.store, 'a4')
  cutMemberChanges(it.store)
  startAnew()
  expect([isReady(), search('فهد').total]).toEqual([true, 19])
  const before = it.store.findOf<{ least: number }>('SELECT min(id) AS least FROM member_lists')?.least ?? 0
  for (let n = 0; n < 12; n += 1) put(buildMember({ id: `c${n}`, membershipNo: String(200 + n) }))
  expect([search('فهد').total, postings.isWorthKeeping]).toEqual([31, true])
  keep()
  expect(it.store.findOf<{ least: number }>('SELECT min(id) AS least FROM member_lists')?.least).toBeGreaterThan(before)
  put(buildMember({ id: 'd', membershipNo: '300' }))
  startAnew()
  expect([isReady(), search('فهد').total]).toEqual([true, 32])
})

test('lists that were not kept whole, or that others were kept after, are not used', () => {
  for (let n = 0; n < 5; n += 1) put(buildMember({ id: `a${n}`, membershipNo: String(n) }))
  warm()
  const keeping = postings.toKeep(it.store)
  const first = keeping.next()
  if (first.done) throw new Error('There is nothing to keep')
  keepLists(it.store, { ...first.value, head: null })
  startAnew()
  expect([isReady(), search('فهد').total]).toEqual([false, 5])
  warm()
  keep()
  const other = new MemberPostings(small)
  expect(it.store.snapshot(() => other.isReady(it.store))).toBe(true)
  keep()
  expect(it.store.snapshot(() => other.isReady(it.store))).toBe(false)
})

test('lists too far behind their log are let go of when it is cut', () => {
  put(buildMember())
  warm()
  keep()
  it.store.runOf('INSERT INTO member_changes (seq, place) VALUES (100000, 1)')
  cutMemberChanges(it.store)
  expect(findListsHead(it.store)).toBe(undefined)
})

test('nothing is begun while the store is being filled', () => {
  put(buildMember())
  expect(postings.warm(it.store, 1)).toBe('later')
  put(buildMember({ id: 'member-2', membershipNo: '2' }))
  expect(postings.warm(it.store, 1)).toBe('later')
  expect(postings.warm(it.store, 1)).not.toBe('later')
})

test('rows that come in their thousands are not followed: lists are let go of, and read anew when it is quiet', () => {
  const arrive = (from: number, count: number) => {
    const ids = Array.from({ length: count }, (_, n) => String(from + n))
    for (const id of ids) put(buildMember({ id, membershipNo: id }))
    // A fill tells no words: its log would be as large as the index.
    it.store.runOf('UPDATE member_changes SET words = NULL')
  }
  arrive(100, 1)
  warm()
  arrive(200, small.untold)
  expect([isReady(), search('فهد').total]).toEqual([true, 1 + small.untold])
  const held = postings.bytes
  arrive(300, small.untold + 1)
  expect([isReady(), search('فهد').total]).toEqual([false, 2 + 2 * small.untold])
  expect([held > 0, postings.bytes]).toEqual([true, 0])
  expect(postings.warm(it.store, 1)).toBe('later')
  arrive(400, 1)
  expect(postings.warm(it.store, 1)).toBe('later')
  warm()
  expect([isReady(), search('فهد').total]).toEqual([true, 3 + 2 * small.untold])
})

test.each([
  ['محند', 'محمد', 'ar'],
  ['محمج ', 'محمد', 'ar'],
  ['القحطاتي', 'القحطاني', 'ar'],
  ['Qahtamis', 'Al-Qahtani', 'none'],
  ['Alqahtxni', 'Al-Qahtani', 'en'],
  ['Fahaad', 'Fahad', 'sound'],
  ['Fxhad', 'Fahad', 'en'],
])('%s is %s with a letter wrong', (text, _name, found) => {
  put(buildMember({ id: 'm', nameAr: { first: 'محمد', father: 'سعد', grandfather: '', family: 'القحطاني' } }))
  warm()
  const { hits, total } = search(text)
  const hows = hits.flatMap(({ why }) => why.map(({ field, how }) => `${field}/${how}`))
  const expected = { ar: ['nameAr/typo'], en: ['nameEn/typo'], sound: ['nameEn/transliteration'], none: [] }[found]
  expect([hows, total]).toEqual([expected, expected?.length])
})

test('a letter is taken for wrong only when nobody is spelled so', () => {
  const named = (id: string, first: string) =>
    buildMember({ id, membershipNo: id, nameAr: { first, father: '', grandfather: '', family: 'الحربي' }, email: '' })
  put(named('1', 'سالم'))
  put(named('2', 'سالمة'))
  warm()
  expect(search('سالن ').hits.map(({ member: { id } }) => id)).toEqual(['1'])
  put(named('3', 'سالن'))
  expect(search('سالن ').hits.map(({ member: { id } }) => id)).toEqual(['3'])
  removeMember(it.store, '3')
  expect(search('سالن ').hits.map(({ member: { id } }) => id)).toEqual(['1'])
})
