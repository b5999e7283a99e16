import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStore } from './open-store.ts'
import type { Store } from './store.ts'
import { openTestStore, type TestStore } from './test-database.ts'

let at: TestStore
let reader: Store
beforeEach(() => {
  at = openTestStore()
  reader = openStore(at.file, at.key, 'reader')
})
afterEach(() => {
  reader.close()
  at.end()
})

const put = (key: string) => at.store.runOf('INSERT INTO settings (key, value) VALUES (?, ?)', key, '1')
const committed = () => reader.allOf<{ key: string }>('SELECT key FROM settings ORDER BY key').map(({ key }) => key)

describe('a bulk', () => {
  test('stays open until it is ended, and is then committed whole', () => {
    at.store.inBulk(() => put('a'))
    at.store.inBulk(() => put('b'))
    expect(committed()).toEqual([])
    at.store.endBulk()
    expect(committed()).toEqual(['a', 'b'])
    at.store.endBulk()
  })

  test.each([
    ['a transaction', () => at.store.transaction(() => put('mine'))],
    ['a cheap transaction', () => at.store.cheapTransaction(() => put('mine'))],
    ['a single change', () => put('mine')],
  ])('is committed before %s, which is not in it', (_, work) => {
    at.store.inBulk(() => put('bulk'))
    work()
    expect(committed()).toEqual(['bulk', 'mine'])
  })

  test('lets others read meanwhile, and stays open', () => {
    at.store.inBulk(() => put('a'))
    expect(at.store.allOf('SELECT key FROM settings')).toEqual([{ key: 'a' }])
    expect(committed()).toEqual([])
  })

  test('takes transactions of its own work into itself', () => {
    at.store.inBulk(() => at.store.transaction(() => put('a')))
    expect(committed()).toEqual([])
    at.store.endBulk()
    expect(committed()).toEqual(['a'])
  })

  test('is rolled back whole by what its work throws', () => {
    at.store.inBulk(() => put('a'))
    expect(() =>
      at.store.inBulk(() => {
        put('b')
        throw new Error('no')
      }),
    ).toThrow('no')
    at.store.endBulk()
    expect(committed()).toEqual([])
    at.store.transaction(() => put('c'))
    expect(committed()).toEqual(['c'])
  })
})

test('a closed store says so, whatever is asked of it', () => {
  const closed = openStore(at.file, at.key, 'writer')
  closed.close()
  const asked: (() => unknown)[] = [
    () => closed.allOf('SELECT 1'),
    () => closed.columnOf('SELECT 1'),
    () => closed.findOf('SELECT 1'),
    () => closed.runOf("INSERT INTO settings (key, value) VALUES ('a', '1')"),
    () => closed.transaction(() => 1),
    () => closed.cheapTransaction(() => 1),
    () => closed.inBulk(() => 1),
    () => closed.snapshot(() => 1),
    () => closed.dataVersion(),
  ]
  for (const ask of asked) expect(ask).toThrow(expect.objectContaining({ code: 'store/closed' }))
})
