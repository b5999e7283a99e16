import { expect, test } from 'vitest'
import type { RowCount } from '#shared/contracts/sync.ts'
import { asideOf, branchOfScope, causeOf, countedRows } from './counts-model.ts'

const row = (part: Partial<RowCount>): RowCount => ({
  scope: 'directory',
  table: 'members',
  here: 5,
  authority: 5,
  aside: 0,
  pending: 0,
  ...part,
})

test('what differs comes first, then what was never read; a row set aside is a difference', () => {
  const rows = [
    row({ table: 'clerks' }),
    row({ table: 'requests', authority: null }),
    row({ table: 'members', here: 4 }),
    row({ table: 'schedules', aside: 1 }),
  ]
  expect(countedRows(rows).map(({ table, state }) => [table, state])).toEqual([
    ['members', 'differs'],
    ['schedules', 'differs'],
    ['requests', 'unknown'],
    ['clerks', 'equal'],
  ])
})

test('what was set aside belongs to its table and scope', () => {
  const aside = {
    scope: 'directory',
    table: 'members',
    id: 'm-1',
    cause: 'refused: why',
    at: '2026-11-27T00:00:00.000Z',
  }
  expect(asideOf([aside, { ...aside, table: 'clerks' }], row({}))).toEqual([aside])
})

test.each([
  ['unknown-table', 'unknown-table', ''],
  ['unreadable: email', 'unreadable', 'email'],
  ['refused: a: b', 'refused', 'a: b'],
  ['something new', 'unnamed', 'something new'],
])('the cause %s is %s of %s', (cause, kind, rest) => expect(causeOf(cause)).toEqual({ kind, rest }))

test('a scope of a branch names it', () => {
  expect([branchOfScope('branch:jeddah'), branchOfScope('directory')]).toEqual(['jeddah', undefined])
})
