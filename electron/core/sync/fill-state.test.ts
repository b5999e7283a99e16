import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestStore, type TestStore } from '#core/db/test-database.ts'
import { FillState } from './fill-state.ts'

let at: TestStore
let now = 0
beforeEach(() => {
  at = openTestStore()
  now = 1_000_000
})
afterEach(() => at.end())

const clock = { now: () => now }

test('the pace is that of the last half minute, and not known at first', () => {
  const fill = new FillState(at.store, clock)
  expect(fill.rowsPerSecond()).toBeNull()
  fill.came(500)
  expect(fill.rowsPerSecond()).toBeNull()
  for (let second = 0; second < 60; second += 1) {
    now += 1000
    fill.came(100)
  }
  expect(fill.rowsPerSecond()).toBe(100)
  for (let second = 0; second < 31; second += 1) {
    now += 1000
    fill.came(7000)
  }
  expect(fill.rowsPerSecond()).toBe(7000)
  fill.rest()
  expect(fill.rowsPerSecond()).toBeNull()
})

test('pausing is remembered by the profile', () => {
  const fill = new FillState(at.store, clock)
  expect(fill.paused).toBe(false)
  fill.setPaused(true)
  expect(new FillState(at.store, clock).paused).toBe(true)
  fill.setPaused(false)
  expect(new FillState(at.store, clock).paused).toBe(false)
})
