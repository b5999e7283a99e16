import { expect, test } from 'vitest'
import { isKnownTable, tableNames } from './table-kinds.ts'
import { openTestStore } from './test-database.ts'

test('every table of the schema has a kind, and every kind a table', () => {
  const it = openTestStore()
  const tables = it.store.allOf<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'")
  it.end()
  const names = tables.map(({ name }) => name)
  expect(names.filter((name) => !isKnownTable(name))).toEqual([])
  expect(tableNames.filter((name) => !names.includes(name))).toEqual([])
  expect(isKnownTable('of_a_later_version')).toBe(false)
})
