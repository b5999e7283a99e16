import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestStore, type TestStore } from '#core/db/test-database.ts'
import { buildCertificate, buildMember } from '#shared/testing/builders.ts'
import { putCertificate } from './certificates.ts'
import { beginFill, endFill, finishFill, makeOrder, mergeIndex } from './index-upkeep.ts'
import { putMember } from './members.ts'

let it: TestStore
beforeEach(() => {
  it = openTestStore()
})
afterEach(() => it.end())

const at = '2026-11-22T07:00:00.000Z'
const member = (n: number) =>
  buildMember({
    id: `m-${n}`,
    membershipNo: `${n}`,
    email: `m${n}@example.com`,
    nameAr: { first: `اسم${n % 7}`, father: '', grandfather: '', family: 'ي' },
  })
const large = 1_000_000
const order = () =>
  it.store.findOf<{ sql: string }>("SELECT sql FROM sqlite_schema WHERE name = 'certificates_by_sort'")?.sql
const hasOrder = () => order() !== undefined
const columnsOf = (sql = '') => sql.replace(/^[^(]*/, '').replace(/\s+/g, ' ')
/** What FTS5 was told to do otherwise than by itself. */
const upkeep = () =>
  it.store.allOf<{ k: string; v: number }>("SELECT k, v FROM member_index_config WHERE k <> 'version' ORDER BY k")
const count = (word: string) =>
  it.store.findOf<{ n: number }>('SELECT count(*) AS n FROM member_index WHERE member_index MATCH ?', word)?.n
/** Pages of the index on the disk, which merging makes fewer. */
const pages = () => it.store.findOf<{ n: number }>('SELECT count(*) AS n FROM member_index_data')?.n ?? 0

test('the order of certificates goes for a large first fill, and is made behind it, once', () => {
  const asMigrated = columnsOf(order())
  beginFill(it.store, large)
  expect(hasOrder()).toBe(false)
  endFill(it.store)
  // A fill that broke off, and one that goes on, leave it out still.
  expect(hasOrder()).toBe(false)
  beginFill(it.store, large)
  finishFill(it.store)
  expect(hasOrder()).toBe(false)
  expect([makeOrder(it.store), makeOrder(it.store)]).toEqual([true, false])
  expect(hasOrder()).toBe(true)
  // The same one: an older form of it would hide from the counts that need its last column.
  expect(columnsOf(order())).toBe(asMigrated)
  const after = upkeep()
  expect(after).toEqual([
    { k: 'automerge', v: 0 },
    { k: 'crisismerge', v: 16 },
    { k: 'hashsize', v: 1_048_576 },
    { k: 'usermerge', v: 4 },
  ])
  finishFill(it.store)
  expect(upkeep()).toEqual(after)
})

test('the order of certificates stays where there are some, and for a small fill', () => {
  beginFill(it.store, 100)
  expect(hasOrder()).toBe(true)
  const certificate = buildCertificate(member(1))
  putCertificate(it.store, certificate, JSON.stringify(certificate), 1)
  beginFill(it.store, large)
  expect(hasOrder()).toBe(true)
})

test('merging comes to an end, makes the index smaller and changes nothing that is found', () => {
  beginFill(it.store, 0)
  // Every one in a transaction, and so a segment, of its own.
  for (let n = 0; n < 40; n += 1) putMember(it.store, member(n), JSON.stringify(member(n)), 1, at)
  const [before, found] = [pages(), count('"اسم3"')]
  expect(found).toBe(6)
  endFill(it.store)
  finishFill(it.store)
  let steps = 0
  while (mergeIndex(it.store)) {
    steps += 1
    expect(steps).toBeLessThan(1000)
  }
  expect(pages()).toBeLessThan(before)
  expect(count('"اسم3"')).toBe(found)
  expect(mergeIndex(it.store)).toBe(false)
})
