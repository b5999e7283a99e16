import { afterEach, beforeEach, expect, test } from 'vitest'
import { Checkpointer } from './checkpointer.ts'
import { openStore } from './open-store.ts'
import type { Store } from './store.ts'
import { openTestStore, type TestStore } from './test-database.ts'

let at: TestStore
beforeEach(() => {
  at = openTestStore()
  at.store.runOf('CREATE TABLE pages (id INTEGER PRIMARY KEY, bytes BLOB)')
})
afterEach(() => at.end())

const grow = (store: Store, pages: number): void =>
  store.cheapTransaction(() => {
    for (let page = 0; page < pages; page += 1) store.runOf('INSERT INTO pages (bytes) VALUES (randomblob(3900))')
  })
/** Pages of the log that are not in the database yet. */
const waiting = (store: Store): number => {
  const { log, checkpointed } = store.findOf<{ log: number; checkpointed: number }>('PRAGMA wal_checkpoint(NOOP)') as {
    log: number
    checkpointed: number
  }
  return log - checkpointed
}

test('a log of some megabytes is written back beside the writer, whose commits leave it to that', () => {
  const checkpointer = new Checkpointer(at.file, at.key)
  try {
    grow(at.store, 100)
    expect(checkpointer.run()).toBe(false)
    grow(at.store, 1500)
    expect(waiting(at.store)).toBeGreaterThan(1500)
    expect(checkpointer.run()).toBe(true)
    expect(waiting(at.store)).toBe(0)
    // The log begins anew, instead of growing.
    grow(at.store, 10)
    expect(waiting(at.store)).toBeLessThan(100)
  } finally {
    checkpointer.close()
  }
})

test('what a reader still looks at is left in the log, and nobody waits', () => {
  const checkpointer = new Checkpointer(at.file, at.key)
  const reader = openStore(at.file, at.key, 'reader')
  try {
    grow(at.store, 1200)
    reader.snapshot(() => {
      const before = reader.findOf<{ count: number }>('SELECT count(*) AS count FROM pages')
      grow(at.store, 1200)
      expect(checkpointer.run()).toBe(true)
      expect(waiting(at.store)).toBeGreaterThan(1000)
      expect(reader.findOf('SELECT count(*) AS count FROM pages')).toEqual(before)
    })
    expect(checkpointer.run()).toBe(true)
    expect(waiting(at.store)).toBe(0)
  } finally {
    reader.close()
    checkpointer.close()
  }
})

test('it opens nothing that is not there, and nothing with a wrong key', () => {
  expect(() => new Checkpointer(`${at.file}-elsewhere`, at.key)).toThrow('unable to open')
  expect(() => new Checkpointer(at.file, new Uint8Array(32))).toThrow()
})
