import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { migrate, migrations } from './migrate.ts'

/** Rows as version 0.1.0's first schema kept them: a request without field states, and commands on requests alone. */
const before = `
INSERT INTO requests VALUES
  ('r1', 3, 'R-1', 'data-update', 'submitted', 'high', 'm1', 'riyadh', NULL, NULL, NULL, 1, 'k', '{"id":"r1","version":3}', 1);
INSERT INTO pending_requests VALUES
  ('r1', 3, 'R-1', 'data-update', 'submitted', 'high', 'm1', 'riyadh', NULL, NULL, NULL, 1, 'k', '{"id":"r1","version":3}');
INSERT INTO outbox (id, seq, actor, kind, state, request_id, member_id, body, decided, made_at) VALUES
  ('c1', 1, 'noura', 'request.decide', 'waiting', 'r1', 'm1', '{"signed":"as it was"}', '{}', '2026-11-22T07:00:00.000Z');
INSERT INTO overlay VALUES ('c1', 1, 'requests', 'r1', '{}');
`

let database: Database.Database
beforeEach(() => {
  database = new Database(':memory:')
  database.pragma('foreign_keys = ON')
})
afterEach(() => database.close())

test('each version begins from the one before with a full outbox, and nothing of it is lost', () => {
  migrate(database, migrations.slice(0, 1))
  database.exec(before)
  migrate(database)
  expect(database.prepare('SELECT id, subject_table, subject_id, state, body FROM outbox').all()).toEqual([
    { id: 'c1', subject_table: 'requests', subject_id: 'r1', state: 'waiting', body: '{"signed":"as it was"}' },
  ])
  for (const table of ['requests', 'pending_requests']) {
    const { row } = database.prepare(`SELECT row FROM ${table}`).get() as { row: string }
    expect(JSON.parse(row)).toEqual({ id: 'r1', version: 3, fieldStates: {} })
  }
  expect(database.prepare('SELECT command_id FROM overlay').all()).toEqual([{ command_id: 'c1' }])
  expect(database.pragma('foreign_key_check')).toEqual([])
  expect(database.pragma('user_version', { simple: true })).toBe(migrations.length)
})

test('certificates and cursors that were there before the fill are there after it', () => {
  migrate(database, migrations.slice(0, 2))
  database.exec(`
    INSERT INTO certificates VALUES ('c1', 2, 'C-1', 'c1', 'registration', 'in-force', 'm1', NULL, 1, 'k', '{"id":"c1"}', 1);
    INSERT INTO cursors VALUES ('directory', 'e', 'c', 1, '{"members":5,"clerks":2}', '2026-11-22T07:00:00.000Z');
    INSERT INTO cursors VALUES ('branch:riyadh', 'e', 'c', 0, '{"requests":9}', '2026-11-22T07:00:00.000Z');
  `)
  migrate(database)
  expect(database.prepare('SELECT id, version, row, pending FROM certificates_now').all()).toEqual([
    { id: 'c1', version: 2, row: '{"id":"c1"}', pending: 0 },
  ])
  expect(database.prepare('SELECT scope, rows, filling FROM cursors ORDER BY scope').all()).toEqual([
    { scope: 'branch:riyadh', rows: 0, filling: 0 },
    { scope: 'directory', rows: 7, filling: 0 },
  ])
})

test('a step that fails leaves the version before it whole', () => {
  migrate(database, migrations.slice(0, 1))
  database.exec(before)
  const broken = [
    ...migrations.slice(0, 1),
    { name: 'broken', sql: 'DROP TABLE outbox; SELECT nonsense FROM nowhere;' },
  ]
  expect(() => migrate(database, broken)).toThrow()
  expect(database.pragma('user_version', { simple: true })).toBe(1)
  migrate(database)
  expect(database.prepare('SELECT count(*) AS count FROM outbox').get()).toEqual({ count: 1 })
})
