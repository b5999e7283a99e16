import { z } from 'zod'
import { ActKind } from '../domain/act-kind.ts'
import { AppointmentService, AppointmentState, SlotKey, Visitor } from '../domain/appointments/appointment.ts'
import { RevocationStep } from '../domain/certificates/certificate.ts'
import { Instant, MemberField } from '../domain/members/member.ts'
import { Decision, DecisionStep, FieldDecisions, RequestKind } from '../domain/requests/request.ts'
import { contract } from './contract.ts'

/** The one badge, and the sum behind it: today = receipted + waiting + attention. */
export const SyncStatus = z.object({
  /** disconnected: switched off by hand (demo). Green is `online` with nothing waiting and the pull caught up. */
  line: z.enum(['online', 'offline', 'disconnected']),
  /** Since when the line is as it is. */
  since: Instant.nullable(),
  caughtUp: z.boolean(),
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
  demo: z.boolean(),
})
export type SyncStatus = z.infer<typeof SyncStatus>

/** held → waiting → sending → applied | refused | withdrawn; a fault makes it retrying, many faults parked. */
export const OutboxState = z.enum([
  'held',
  'waiting',
  'sending',
  'retrying',
  'parked',
  'applied',
  'refused',
  'withdrawn',
  'settled',
])
export type OutboxState = z.infer<typeof OutboxState>

/** What a command does, and to what. */
export const OutboxAct = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('request.decide'),
    decision: Decision,
    step: DecisionStep,
    requestId: z.string(),
    requestNumber: z.string(),
    requestKind: RequestKind,
    reasons: z.array(z.string()),
    fields: FieldDecisions,
  }),
  z.object({
    kind: z.literal('certificate.revoke'),
    step: RevocationStep,
    certificateId: z.string(),
    certificateNumber: z.string(),
    reason: z.string(),
  }),
  z.object({
    kind: z.enum(['appointment.book', 'appointment.move', 'appointment.cancel', 'appointment.setStatus']),
    appointmentId: z.string(),
    /** Where it is to be: of a booking and a move the new slot. */
    slot: SlotKey,
    service: AppointmentService.nullable(),
    visitor: Visitor.nullable(),
    status: AppointmentState.nullable(),
  }),
])
export type OutboxAct = z.infer<typeof OutboxAct>

export const OutboxItem = z.object({
  commandId: z.string(),
  state: OutboxState,
  act: OutboxAct,
  /** The member whom it concerns; null for a visitor who is not one. */
  memberId: z.string().nullable(),
  /** The member's name, or the visitor's. */
  nameAr: z.string(),
  nameEn: z.string(),
  remarks: z.string(),
  madeAt: Instant,
  tries: z.number().int(),
  lastTriedAt: Instant.nullable(),
  /** Why it was refused, parked or is tried again: a code of the error table. */
  cause: z.string().nullable(),
  /** Receipt: when, and whether the record had moved on without harm. */
  receiptedAt: Instant.nullable(),
  rebased: z.boolean(),
  /** The command on which this one was made. */
  after: z.string().nullable(),
  /** The command that redid this one. */
  redoneAs: z.string().nullable(),
  /** Side by side, when a decision on a request was refused because the member had changed. */
  conflict: z
    .object({
      fields: z.array(
        z.object({
          field: MemberField,
          base: z.string().nullable(),
          theirs: z.string().nullable(),
          mine: z.string().nullable(),
        }),
      ),
      baseVersion: z.number().int(),
      theirsVersion: z.number().int(),
      theirsAt: Instant.nullable(),
    })
    .nullable(),
  can: z.object({ undo: z.boolean(), retry: z.boolean(), redo: z.boolean(), discard: z.boolean() }),
})
export type OutboxItem = z.infer<typeof OutboxItem>

const byId = z.strictObject({ commandId: z.string().min(1).max(64) })

export const syncContracts = {
  /** Releases held decisions, pushes, pulls until caught up, and answers how things stand then. */
  'sync.now': contract({
    lane: 'writer',
    needs: 'clerk',
    input: z.strictObject({}),
    output: SyncStatus,
    errors: ['sync/offline', 'sync/protocol'],
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
      show: z.enum(['all', 'open', 'receipted', 'attention']).default('all'),
      limit: z.number().int().min(1).max(500).default(200),
    }),
    output: z.object({ items: z.array(OutboxItem), counts: SyncStatus.shape.counts }),
    errors: [],
  }),
  /** Tries a parked command again. */
  'sync.retry': contract({
    lane: 'writer',
    needs: 'clerk',
    input: byId,
    output: OutboxItem,
    errors: ['record/not-found', 'sync/not-in-that-state'],
  }),
  /** Makes a refused decision again on the record as it stands now, with its reasons and remarks. */
  'sync.redo': contract({
    lane: 'writer',
    needs: 'clerk',
    input: byId,
    output: OutboxItem,
    errors: [
      'record/not-found',
      'sync/not-in-that-state',
      'requests/action-not-allowed',
      'requests/revision-changed',
      'requests/rules-not-met',
    ],
  }),
  /** Gives a command up: never sent → withdrawn; refused → put away. What was sent and has no receipt cannot be given up. */
  'sync.discard': contract({
    lane: 'writer',
    needs: 'clerk',
    input: byId,
    output: OutboxItem,
    errors: ['record/not-found', 'sync/not-in-that-state', 'requests/already-sent', 'requests/has-dependent'],
  }),
  /** Takes back a command that was never sent, of any kind: the named one, or the clerk's last. */
  'sync.undo': contract({
    lane: 'writer',
    needs: 'clerk',
    input: z.strictObject({ commandId: z.string().max(64).optional() }),
    output: z.object({ commandId: z.string(), kind: ActKind, subjectId: z.string() }),
    errors: ['requests/nothing-to-undo', 'requests/already-sent', 'requests/has-dependent'],
  }),
  /** Sends held decisions without waiting for the end of their time to undo. */
  'sync.release': contract({
    lane: 'writer',
    needs: 'nobody',
    input: z.strictObject({}),
    output: z.object({ released: z.number().int() }),
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
