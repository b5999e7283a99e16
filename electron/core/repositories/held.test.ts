import { expect, test } from 'vitest'
import { openTestStore } from '#core/db/test-database.ts'
import { longestHold, releaseHeld, untilRelease } from './outbox.ts'

const now = Date.parse('2026-11-27T08:00:00.000Z')

function withHeld(notBefore: number, work: (store: ReturnType<typeof openTestStore>['store']) => void): void {
  const { store, end } = openTestStore()
  try {
    store.runOf(
      `INSERT INTO outbox (id, seq, actor, kind, state, subject_table, subject_id, member_id, body, decided, made_at,
         not_before_ms)
       VALUES ('c', 1, 'noura', 'request.decide', 'held', 'requests', 'r', '', '{}', '{}', '2026-11-27', ?)`,
      notBefore,
    )
    work(store)
  } finally {
    end()
  }
}

test('a decision is held for its moment, and no longer', () => {
  withHeld(now + 4000, (store) => {
    expect(untilRelease(store, now)).toBe(4000)
    expect(releaseHeld(store, now)).toBe(0)
    expect(releaseHeld(store, now + 4000)).toBe(1)
    expect(untilRelease(store, now + 4000)).toBeUndefined()
  })
})

test('one that was made while the clock was a day ahead is not held for a day', () => {
  withHeld(now + 86_400_000 + longestHold, (store) => {
    expect(untilRelease(store, now)).toBe(0)
    expect(releaseHeld(store, now)).toBe(1)
  })
})
