import { z } from 'zod'
import { ActKind } from '../domain/act-kind.ts'
import { Instant } from '../domain/members/member.ts'
import { contract } from './contract.ts'
import { OutboxItem, OutboxShow } from './outbox.ts'

/** The one badge, and the sum behind it: today = receipted + waiting + attention. */
export const SyncStatus = z.object({
  /** disconnected: switched off by hand (demo). Green is `online` with nothing waiting and the pull caught up. */
  line: z.enum(['online', 'offline', 'disconnected']),
  /** Since when the line is as it is. */
  since: Instant.nullable(),
  caughtUp: z.boolean(),
  /** Why the last round did not come to its end, or a command of it did not: a code of the error table. */
  fault: z.string().nullable(),
  /** Rows pulled and rows in the authority's scopes, while a fill or a long pull runs or is paused. */
  progress: z
    .object({
      done: z.number().int(),
      total: z.number().int(),
      /** Over the last half minute; null before it is known, and while it is paused. */
      rowsPerSecond: z.number().int().nullable(),
      /** At that pace; null while the pace is not known. */
      secondsLeft: z.number().int().nullable(),
      /** Paused by hand: rows of scopes that are not caught up wait, decisions are still made and sent. */
      paused: z.boolean(),
      /** Why it cannot go on for now: a code of the error table, `store/full` before the disk is; null while it does. */
      cause: z.string().nullable(),
    })
    .nullable(),
  counts: z.object({
    today: z.number().int(),
    receipted: z.number().int(),
    waiting: z.number().int(),
    attention: z.number().int(),
  }),
  lastPullAt: Instant.nullable(),
  lastReceiptAt: Instant.nullable(),
  /** Members here and at the authority, as of the last pull. */
  members: z.object({ here: z.number().int(), authority: z.number().int().nullable() }),
  /**
   * Whether the rows here are as many as the authority's in every table and scope; null before that was looked at.
   * `sync.counts` says where they differ.
   */
  reconciled: z.boolean().nullable(),
  /** This machine's clock: by how many seconds the authority was ahead when it last answered, and its last jumps. */
  clock: z.object({
    aheadSeconds: z.number().int().nullable(),
    /** Newest first. `seconds`: below 0 when it was set back; `noticed`: while running, at opening, by the authority's time. */
    jumps: z.array(z.object({ at: Instant, seconds: z.number().int(), noticed: z.string() })),
  }),
  /** Rows that could not be applied and are kept aside. */
  aside: z.number().int(),
  /** What this desk has seen of the authority's audit log: so many entries, signed when. Null before it has seen any. */
  auditLog: z
    .object({
      size: z.number().int(),
      at: Instant,
      /** States that did not follow from the one before, newest first; `restored`: after a restore of the register. */
      breaks: z.array(z.object({ at: Instant, kind: z.enum(['altered', 'restored']), reason: z.string() })),
    })
    .nullable(),
  /** Whether the line is paid by what goes over it: large downloads wait for `sync.now` then. */
  metered: z.boolean(),
  /** What waits for that wish. */
  postponed: z.object({ fill: z.boolean(), documents: z.number().int() }),
  /** Number of the protocol that this desk speaks, and of the authority that answered last; null before one did. */
  protocol: z.object({ here: z.number().int(), there: z.number().int().nullable() }),
  demo: z.boolean(),
})
export type SyncStatus = z.infer<typeof SyncStatus>

/** One table of one scope: how many rows are here, and how many the authority said that there are. */
export const RowCount = z.object({
  scope: z.string(),
  table: z.string(),
  here: z.number().int(),
  /** Null for a scope that was never read. */
  authority: z.number().int().nullable(),
  /** Rows that are kept aside because they could not be applied. */
  aside: z.number().int(),
  /** Rows that look different here because of commands without a receipt, those that only such a command makes included. */
  pending: z.number().int(),
})
export type RowCount = z.infer<typeof RowCount>

/** A row that could not be applied. Nothing of its content, which may be personal. */
export const AsideRow = z.object({
  scope: z.string(),
  table: z.string(),
  id: z.string(),
  /** `unknown-table`, `unreadable: field`, `refused: why`. */
  cause: z.string(),
  at: Instant,
})
export type AsideRow = z.infer<typeof AsideRow>

const byId = z.strictObject({ commandId: z.string().min(1).max(64) })

export const syncContracts = {
  /** Releases held decisions, pushes, pulls until caught up, and answers how things stand then. */
  'sync.now': contract({
    lane: 'writer',
    needs: 'clerk',
    input: z.strictObject({}),
    output: SyncStatus,
    errors: ['sync/offline', 'sync/protocol', 'store/full'],
  }),
  'sync.status': contract({
    lane: 'writer',
    needs: 'nobody',
    input: z.strictObject({}),
    output: SyncStatus,
    errors: [],
  }),
  /** The commands of the clerk at the screen, those without a receipt first, newest first. */
  'sync.outbox': contract({
    lane: 'writer',
    needs: 'clerk',
    input: z.strictObject({
      show: OutboxShow.default('all'),
      limit: z.number().int().min(1).max(500).default(200),
    }),
    output: z.object({ items: z.array(OutboxItem), counts: SyncStatus.shape.counts }),
    errors: [],
  }),
  /** Tries a parked command again. */
  'sync.retry': contract({
    lane: 'writer',
    needs: 'outbox.change',
    input: byId,
    output: OutboxItem,
    errors: ['record/not-found', 'sync/not-in-that-state', 'permission/denied'],
  }),
  /** Makes a refused decision again on the record as it stands now, with its reasons and remarks. */
  'sync.redo': contract({
    lane: 'writer',
    needs: 'outbox.change',
    input: byId,
    output: OutboxItem,
    errors: [
      'record/not-found',
      'sync/not-in-that-state',
      'requests/action-not-allowed',
      'requests/revision-changed',
      'requests/rules-not-met',
      'permission/denied',
    ],
  }),
  /** Gives a command up: never sent → withdrawn; refused → put away, with what was refused because of it. What was sent and has no receipt cannot be given up. */
  'sync.discard': contract({
    lane: 'writer',
    needs: 'outbox.change',
    input: byId,
    output: OutboxItem,
    errors: [
      'record/not-found',
      'sync/not-in-that-state',
      'requests/already-sent',
      'requests/has-dependent',
      'permission/denied',
    ],
  }),
  /** Takes back a command that was never sent, of any kind: the named one, or the clerk's last. */
  'sync.undo': contract({
    lane: 'writer',
    needs: 'outbox.change',
    input: z.strictObject({ commandId: z.string().max(64).optional() }),
    output: z.object({ commandId: z.string(), kind: ActKind, subjectId: z.string() }),
    errors: ['requests/nothing-to-undo', 'requests/already-sent', 'requests/has-dependent', 'permission/denied'],
  }),
  /** Sends held decisions without waiting for the end of their time to undo. */
  'sync.release': contract({
    lane: 'writer',
    needs: 'nobody',
    input: z.strictObject({}),
    output: z.object({ released: z.number().int() }),
    errors: [],
  }),
  /** What is here against what the authority says, exact as of the last pull, with the rows that were set aside. */
  'sync.counts': contract({
    lane: 'counter',
    needs: 'clerk',
    input: z.strictObject({}),
    output: z.object({ rows: z.array(RowCount), aside: z.array(AsideRow), asOf: Instant.nullable() }),
    errors: [],
  }),
  /**
   * Reads a scope again from its beginning: every row is replaced by the authority's, those that it does not mention go,
   * and nothing is missing meanwhile. The outbox is not touched. Without a line it is done when there is one.
   */
  'sync.reread': contract({
    lane: 'writer',
    needs: 'clerk',
    input: z.strictObject({ scope: z.string().min(1).max(64) }),
    output: SyncStatus,
    errors: ['record/not-found'],
  }),
  /** Whether large downloads (a first fill, documents that nobody opened yet) wait for `sync.now`; remembered by this device. */
  'sync.setMetered': contract({
    lane: 'writer',
    needs: 'nobody',
    input: z.strictObject({ metered: z.boolean() }),
    output: SyncStatus,
    errors: [],
  }),
  /** The switch of demo mode that takes the line away. */
  'sync.setLine': contract({
    lane: 'writer',
    needs: 'nobody',
    input: z.strictObject({ connected: z.boolean() }),
    output: SyncStatus,
    errors: ['session/demo-only'],
  }),
  /** Pauses the first fill, or goes on with it where it stopped. Remembered until it is set again. */
  'sync.setFill': contract({
    lane: 'writer',
    needs: 'nobody',
    input: z.strictObject({ paused: z.boolean() }),
    output: SyncStatus,
    errors: [],
  }),
} as const
