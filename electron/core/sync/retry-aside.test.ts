import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestStore, type TestStore } from '#core/db/test-database.ts'
import { countAside, listAside, setAside } from '#core/repositories/aside.ts'
import { findMember } from '#core/repositories/members.ts'
import { buildMember } from '#shared/testing/builders.ts'
import { retryAside } from './retry-aside.ts'

const at = '2026-11-22T07:00:00.000Z'
let here: TestStore
beforeEach(() => {
  here = openTestStore()
})
afterEach(() => here.end())

test('another version takes in what it can read, and a change that cannot be read back stops nothing', () => {
  const { store } = here
  const member = buildMember()
  setAside(store, { table: 'members', id: member.id, version: 1, row: member }, 'directory', 'unreadable: city', at)
  setAside(store, { table: 'members', id: 'torn', version: 1, row: null }, 'directory', 'unreadable: city', at)
  store.runOf("UPDATE aside SET change = '{torn' WHERE row_id = 'torn'")

  expect(retryAside(store, '9.9.9', at)).toBe(1)
  expect(findMember(store, member.id)?.member).toMatchObject({ id: member.id })
  expect(listAside(store)).toMatchObject([{ id: 'torn' }])
  // Its own are not looked at again.
  expect(retryAside(store, '9.9.9', at)).toBe(0)
  expect(countAside(store)).toBe(1)
})
