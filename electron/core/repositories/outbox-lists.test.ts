import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestStore, type TestStore } from '#core/db/test-database.ts'
import type { OutboxState } from '#shared/contracts/outbox.ts'
import { countUnreceipted } from './outbox.ts'
import { countCommands } from './outbox-lists.ts'

let it: TestStore
beforeEach(() => {
  it = openTestStore()
})
afterEach(() => it.end())

const today = '2026-11-22T00:00:00.000Z'
let made = 0
function put(actor: string, state: OutboxState, madeAt: string): void {
  made += 1
  it.store.runOf(
    `INSERT INTO outbox (id, seq, actor, kind, state, subject_id, member_id, body, decided, made_at)
     VALUES (?, ?, ?, 'request.decide', ?, 'r', '', '{}', '{}', ?)`,
    `c-${made}`,
    made,
    actor,
    state,
    madeAt,
  )
}

test('the badge counts what was made today, and what is older only while it waits or needs attention', () => {
  for (const at of ['2026-11-21T23:59:59.999Z', today])
    for (const state of ['held', 'waiting', 'sending', 'retrying', 'parked', 'applied', 'refused', 'settled'] as const)
      put('noura', state, at)
  put('salem', 'waiting', today)
  expect(countCommands(it.store, 'noura', today)).toEqual({ today: 14, receipted: 2, waiting: 8, attention: 4 })
  expect(countCommands(it.store, 'salem', today)).toEqual({ today: 1, receipted: 0, waiting: 1, attention: 0 })
  expect([countUnreceipted(it.store, 'noura'), countUnreceipted(it.store, 'salem')]).toEqual([10, 1])
})
