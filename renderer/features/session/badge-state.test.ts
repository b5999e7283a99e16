import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SyncStatus } from '#shared/contracts/sync.ts'
import { type BadgeState, badgeState } from './badge-state.ts'

const at = '2026-11-22T07:42:00.000Z'

function status(over: Partial<SyncStatus>): SyncStatus {
  return {
    line: 'online',
    since: at,
    caughtUp: true,
    fault: null,
    progress: null,
    counts: { today: 0, receipted: 0, waiting: 0, attention: 0 },
    lastPullAt: at,
    lastReceiptAt: null,
    members: { here: 2000, authority: 2000 },
    reconciled: true,
    clock: { aheadSeconds: 0, jumps: [] },
    aside: 0,
    auditLog: null,
    metered: false,
    postponed: { fill: false, documents: 0 },
    protocol: { here: 2, there: 2 },
    demo: true,
    ...over,
  }
}
const counts = (waiting: number, attention: number) => ({
  today: waiting + attention,
  receipted: 0,
  waiting,
  attention,
})

const pace = { rowsPerSecond: null, secondsLeft: null, paused: false, cause: null }

const rows: [name: string, over: Partial<SyncStatus>, badge: BadgeState][] = [
  ['nothing waits', {}, { kind: 'synced' }],
  [
    'the authority is of another version',
    { fault: 'sync/protocol', caughtUp: false },
    { kind: 'outdated', waiting: 0 },
  ],
  ['and decisions wait for it', { fault: 'sync/protocol', counts: counts(2, 0) }, { kind: 'outdated', waiting: 2 }],
  [
    'without a line the version says nothing',
    { fault: 'sync/protocol', line: 'offline' },
    { kind: 'offline', since: at, waiting: 0 },
  ],
  [
    'the audit log was changed, whatever else there is',
    { fault: 'audit/altered', counts: counts(2, 1), line: 'offline' },
    { kind: 'altered' },
  ],
  [
    'the data file is damaged, with a line or without',
    { fault: 'store/damaged', reconciled: false, counts: counts(2, 1), line: 'offline' },
    { kind: 'damaged' },
  ],
  ['the pull is behind', { caughtUp: false }, { kind: 'catching-up' }],
  ['nobody has counted yet', { reconciled: null }, { kind: 'catching-up' }],
  ['the counts differ', { reconciled: false }, { kind: 'differs' }],
  [
    'the first fill waits for a wish',
    { caughtUp: false, postponed: { fill: true, documents: 0 } },
    { kind: 'postponed' },
  ],
  [
    'the first fill runs',
    { caughtUp: false, progress: { done: 400, total: 2300, ...pace } },
    { kind: 'filling', done: 400, total: 2300, secondsLeft: null, paused: false },
  ],
  [
    'the first fill was paused before anything came',
    { caughtUp: false, progress: { done: 0, total: 0, ...pace, paused: true } },
    { kind: 'filling', done: 0, total: 0, secondsLeft: null, paused: true },
  ],
  [
    'the first fill has a minute to go',
    { caughtUp: false, progress: { done: 1, total: 9, ...pace, rowsPerSecond: 1, secondsLeft: 60 } },
    { kind: 'filling', done: 1, total: 9, secondsLeft: 60, paused: false },
  ],
  ['decisions wait', { counts: counts(3, 0) }, { kind: 'waiting', count: 3 }],
  [
    'decisions wait during a fill',
    { counts: counts(3, 0), progress: { done: 1, total: 9, ...pace } },
    { kind: 'filling', done: 1, total: 9, secondsLeft: null, paused: false },
  ],
  ['the line is down', { line: 'offline' }, { kind: 'offline', since: at, waiting: 0 }],
  [
    'the line is down and decisions wait',
    { line: 'offline', counts: counts(2, 0) },
    { kind: 'offline', since: at, waiting: 2 },
  ],
  ['the line was taken away', { line: 'disconnected', since: null }, { kind: 'disconnected', since: null, waiting: 0 }],
  ['one was refused', { counts: counts(0, 1) }, { kind: 'attention', count: 1, away: null }],
  [
    'one was refused and the line is down',
    { line: 'offline', counts: counts(4, 1) },
    { kind: 'attention', count: 1, away: 'offline' },
  ],
]

describe('badgeState', () => {
  it.each(rows)('when %s', (_name, over, badge) => {
    expect(badgeState(status(over))).toEqual(badge)
  })

  it('is green exactly when all five facts hold', () => {
    fc.assert(
      fc.property(
        fc.record({
          line: fc.constantFrom('online' as const, 'offline' as const, 'disconnected' as const),
          caughtUp: fc.boolean(),
          waiting: fc.nat(2),
          attention: fc.nat(2),
          filling: fc.boolean(),
          reconciled: fc.constantFrom(true, false, null),
        }),
        ({ line, caughtUp, waiting, attention, filling, reconciled }) => {
          const progress = filling ? { done: 1, total: 2, ...pace } : null
          const badge = badgeState(status({ line, caughtUp, progress, reconciled, counts: counts(waiting, attention) }))
          const settled = waiting === 0 && attention === 0
          const proven = line === 'online' && caughtUp && settled && !filling && reconciled === true
          expect(badge.kind === 'synced').toBe(proven)
        },
      ),
    )
  })
})
