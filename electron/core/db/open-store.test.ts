import { closeSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { lockProfile } from './lock-profile.ts'
import { migrations } from './migrate.ts'
import { openStore } from './open-store.ts'
import { openTestStore, type TestStore } from './test-database.ts'

let it: TestStore
beforeEach(() => {
  it = openTestStore()
})
afterEach(() => it.end())

const put = (value: string) => it.store.runOf('INSERT INTO settings VALUES (?, ?)', value, value)

describe('an encrypted store', () => {
  test('holds nothing in plain text, in the database or its log', () => {
    put('canary-القحطاني-1000000008')
    const files = readdirSync(it.dir)
    expect(files).toContain('desk.db-wal')
    for (const file of files) {
      const bytes = readFileSync(join(it.dir, file))
      expect(bytes.includes('canary')).toBe(false)
      expect(bytes.includes('القحطاني')).toBe(false)
      expect(bytes.subarray(0, 15).toString()).not.toBe('SQLite format 3')
    }
  })

  test('opens for readers, who see what was committed and cannot write', () => {
    const reader = openStore(it.file, it.key, 'reader')
    put('seen')
    expect(reader.findOf('SELECT value FROM settings')).toEqual({ value: 'seen' })
    expect(() => reader.runOf("INSERT INTO settings VALUES ('a', 'b')")).toThrow(/^store\/io .*READONLY/)
    reader.close()
  })

  test('a wrong key and a broken page are store/damaged', () => {
    expect(() => openStore(it.file, new Uint8Array(32), 'writer')).toThrow(/^store\/damaged/)
    expect(() => openStore(it.file, new Uint8Array(32), 'reader')).toThrow(/^store\/damaged/)
    for (let i = 0; i < 200; i += 1) put(`row ${i}`)
    it.store.findOf('PRAGMA wal_checkpoint(TRUNCATE)')
    const file = openSync(it.file, 'r+')
    for (let page = 1; page < 60; page += 1) writeSync(file, Buffer.from([1, 2, 3]), 0, 3, page * 4096 + 700)
    closeSync(file)
    expect(() => {
      const other = openStore(it.file, it.key, 'reader')
      try {
        other.allOf('SELECT * FROM settings')
        other.allOf('SELECT * FROM outbox')
      } finally {
        other.close()
      }
    }).toThrow(/^store\/damaged/)
  })

  test('a file of a later version is store/newer and stays as it is', () => {
    it.store.runOf(`PRAGMA user_version = ${migrations.length + 1}`)
    expect(() => openStore(it.file, it.key, 'writer')).toThrow(/^store\/newer/)
    expect(it.store.findOf('PRAGMA user_version')).toEqual({ user_version: migrations.length + 1 })
  })

  test('a full disk is store/full, and what was saved before is still there', () => {
    put('before')
    const pages = it.store.findOf<{ page_count: number }>('PRAGMA page_count')
    it.store.findOf(`PRAGMA max_page_count = ${(pages?.page_count ?? 0) + 2}`)
    expect(() => it.store.transaction(() => put('x'.repeat(100_000)))).toThrow(/^store\/full/)
    expect(it.store.allOf('SELECT key FROM settings')).toEqual([{ key: 'before' }])
    put('after')
  })

  test('what a transaction throws rolls it back', () => {
    expect(() =>
      it.store.transaction(() => {
        put('gone')
        throw new Error('no')
      }),
    ).toThrow('no')
    expect(it.store.allOf('SELECT key FROM settings')).toEqual([])
  })

  test('the safety settings are in force', () => {
    const pragma = (name: string) => Object.values(it.store.findOf<object>(`PRAGMA ${name}`) ?? {})[0] as unknown
    expect(pragma('journal_mode')).toBe('wal')
    expect(pragma('synchronous')).toBe(2)
    expect(pragma('secure_delete')).toBe(1)
    expect(pragma('trusted_schema')).toBe(0)
    expect(pragma('foreign_keys')).toBe(1)
    expect(pragma('temp_store')).toBe(2)
  })

  test('and a reader’s: it cannot write, nor leave anything on the disk, nor run what a file says', () => {
    const reader = openStore(it.file, it.key, 'reader')
    const pragma = (name: string) => Object.values(reader.findOf<object>(`PRAGMA ${name}`) ?? {})[0] as unknown
    expect(pragma('query_only')).toBe(1)
    expect(pragma('temp_store')).toBe(2)
    expect(pragma('trusted_schema')).toBe(0)
    expect(pragma('foreign_keys')).toBe(1)
    reader.close()
  })
})

test('a profile is one process’s at a time, and free again when the lock goes', () => {
  const lock = lockProfile(it.dir)
  expect(() => lockProfile(it.dir)).toThrow(/^store\/busy/)
  lock.release()
  lockProfile(it.dir).release()
})

test('the cipher is really another format: a plain open fails', () => {
  const plain = new Database(it.file)
  expect(() => plain.prepare('SELECT * FROM settings').all()).toThrow()
  plain.close()
})
