import { z } from 'zod'
import { BranchCode } from '../domain/clerks/clerk.ts'
import { Attachment, maxAttachments } from '../domain/documents.ts'
import { FieldValues, Instant, Member, MemberField } from '../domain/members/member.ts'
import { PolicyRefusal } from '../domain/policy/policy.ts'
import { DecisionDraft } from '../domain/requests/decision-draft.ts'
import {
  Decision,
  DecisionStep,
  Evidence,
  FieldDecisions,
  FieldState,
  Request,
  RequestKind,
  RequestState,
  Risk,
  RuleResult,
} from '../domain/requests/request.ts'
import { FileBytes } from './certificates.ts'
import { contract } from './contract.ts'
import { RequestSummary } from './members.ts'

/** Saved views that come with the desk. */
export const QueueView = z.enum([
  'mine',
  'due-today',
  'high-risk',
  'unassigned',
  'second-approval',
  'returned',
  'open',
  'all',
])
export type QueueView = z.infer<typeof QueueView>

/** A row of the queue. */
export const QueueRow = z.object({
  ...RequestSummary.shape,
  membershipNo: z.string(),
  branch: BranchCode,
  assigneeNameAr: z.string().nullable(),
  assigneeNameEn: z.string().nullable(),
})
export type QueueRow = z.infer<typeof QueueRow>

export const QueueFilters = z.strictObject({
  kind: RequestKind.optional(),
  state: RequestState.optional(),
  risk: Risk.optional(),
  branch: BranchCode.optional(),
  memberId: z.string().max(64).optional(),
  /** Part of a request's number, a membership number or a member's name. */
  text: z.string().max(200).optional(),
})
export type QueueFilters = z.infer<typeof QueueFilters>

/** What this clerk may do, or why not. */
export const Action = z.object({
  decision: Decision,
  step: DecisionStep.nullable(),
  refusal: z
    .enum([...PolicyRefusal.options, 'state', 'with-the-member', 'decided', 'kind-not-here', 'rules', 'pending'])
    .nullable(),
})
export type Action = z.infer<typeof Action>

/** A command of this device that stands on the request. */
export const PendingDecision = z.object({
  commandId: z.string(),
  decision: Decision,
  step: DecisionStep,
  by: z.string(),
  madeAt: Instant,
  /** held: still within the time to undo; sent: on its way, its receipt is awaited; attention: see the outbox. */
  state: z.enum(['held', 'waiting', 'sent', 'attention']),
  /** Until when it is held. */
  heldUntil: Instant.nullable(),
  /** Whether the clerk at the screen may still take it back. */
  canUndo: z.boolean(),
})
export type PendingDecision = z.infer<typeof PendingDecision>

/** Another member who may be the same person. */
export const Duplicate = z.object({
  memberId: z.string(),
  membershipNo: z.string(),
  nameAr: z.string(),
  nameEn: z.string(),
  same: z.array(z.enum(['name', 'birthDate', 'mobile', 'email', 'idNo'])),
})
export type Duplicate = z.infer<typeof Duplicate>

export const ReviewOutput = z.object({
  /** The request as it stands here, pending decisions of this device included. */
  request: Request,
  /** The same facts at the top, for callers without a screen. */
  memberId: z.string(),
  revisionHash: z.string(),
  base: FieldValues,
  proposed: FieldValues,
  /** The member as the authority last said; null for somebody who is not a member yet. */
  member: Member.nullable(),
  /** Fields that the request changes, in order, with the risk of each. */
  changes: z.array(
    z.object({
      field: MemberField,
      base: z.string().nullable(),
      proposed: z.string().nullable(),
      risk: Risk,
      /** How the field stands, of a data update; null for kinds that are decided as a whole. */
      state: FieldState.nullable(),
    }),
  ),
  /** Fields that changed in the register since the request was made. */
  moved: z.array(z.object({ field: MemberField, base: z.string().nullable(), current: z.string().nullable() })),
  /** What was handed in with the request, then what clerks attached to decisions on it. */
  evidence: z.array(
    z.object({
      ...Evidence.shape,
      here: z.boolean(),
      /** The clerk who attached it to a decision; null for what the member handed in. */
      attachedBy: z.string().nullable(),
    }),
  ),
  rulesNow: z.array(RuleResult),
  duplicates: z.array(Duplicate),
  actions: z.array(Action),
  pending: z.array(PendingDecision),
  /** Names of the clerks that the request mentions, by id. */
  clerks: z.record(z.string(), z.object({ nameAr: z.string(), nameEn: z.string() })),
})
export type ReviewOutput = z.infer<typeof ReviewOutput>

const DraftPlace = { requestId: z.string().min(1).max(64), revisionHash: z.string().length(64) }

export const requestContracts = {
  'requests.list': contract({
    lane: 'reader',
    needs: 'requests.read',
    latestWins: true,
    input: z.strictObject({
      view: QueueView.default('open'),
      filters: QueueFilters.default({}),
      after: z.string().max(200).optional(),
      limit: z.number().int().min(1).max(500).default(100),
    }),
    output: z.object({
      rows: z.array(QueueRow),
      /** Exact number of rows of the view with these filters. */
      total: z.number().int(),
      after: z.string().nullable(),
      asOf: Instant,
    }),
    errors: ['permission/denied'],
  }),
  /** Exact counts of every view for the clerk at the screen. */
  'requests.counts': contract({
    lane: 'counter',
    needs: 'requests.read',
    input: z.strictObject({}),
    output: z.object({ views: z.record(QueueView, z.number().int()), asOf: Instant }),
    errors: ['permission/denied'],
  }),
  'requests.get': contract({
    lane: 'reader',
    needs: 'requests.read',
    input: z.strictObject({ id: z.string().min(1).max(64) }),
    output: ReviewOutput,
    errors: ['record/not-found', 'permission/denied'],
  }),
  'requests.decide': contract({
    lane: 'writer',
    needs: [
      'requests.approve',
      'requests.propose',
      'requests.confirm',
      'requests.decline',
      'requests.decline-proposed',
    ],
    input: z.strictObject({
      id: z.string().min(1).max(64),
      decision: Decision,
      reasons: z.array(z.string().max(64)).max(20).default([]),
      remarks: z.string().max(4000).default(''),
      /** By field, for a data update. Left out: the decision goes for every field that is open to it. */
      fields: FieldDecisions.optional(),
      /** Documents that the clerk attached with `requests.attach`. */
      attachments: z.array(Attachment).max(maxAttachments).optional(),
      revisionHash: z.string().length(64),
    }),
    output: z.object({
      commandId: z.string(),
      step: DecisionStep,
      state: RequestState,
      heldUntil: Instant.nullable(),
    }),
    errors: [
      'record/not-found',
      'requests/action-not-allowed',
      'requests/revision-changed',
      'requests/reason-required',
      'requests/rules-not-met',
      'documents/not-here',
      'store/full',
      'permission/denied',
    ],
  }),
  /** What the clerk at the screen has written of a decision on this content of a request and not made yet. */
  'requests.draft': contract({
    lane: 'reader',
    needs: 'requests.read',
    input: z.strictObject(DraftPlace),
    output: z.object({ draft: DecisionDraft.nullable() }),
    errors: ['permission/denied'],
  }),
  /** Keeps it in the place of the one before; null lets it go. One that is not touched for a month goes by itself. */
  'requests.keepDraft': contract({
    lane: 'writer',
    needs: 'requests.read',
    input: z.strictObject({ ...DraftPlace, draft: DecisionDraft.nullable() }),
    output: z.object({ kept: z.boolean() }),
    errors: ['permission/denied', 'store/full'],
  }),
  /**
   * Keeps a document (PDF, PNG or JPEG by its content, at most 5 MB) to decide with. `requests.decide` names it; one that
   * no decision named is forgotten after a month.
   */
  'requests.attach': contract({
    lane: 'writer',
    needs: 'requests.attach',
    input: z.strictObject({
      requestId: z.string().min(1).max(64),
      name: z.string().min(1).max(300),
      bytes: FileBytes,
    }),
    output: Attachment,
    errors: ['record/not-found', 'documents/not-allowed', 'channel/too-large', 'store/full', 'permission/denied'],
  }),
  /** Takes away a document that the clerk attached and that no decision names. */
  'requests.detach': contract({
    lane: 'writer',
    needs: 'requests.attach',
    input: z.strictObject({ hash: z.string().length(64) }),
    output: z.object({ detached: z.boolean() }),
    errors: ['permission/denied'],
  }),
  /** Takes back a decision that was never sent: the named one, or the clerk's last. */
  'requests.undo': contract({
    lane: 'writer',
    needs: 'outbox.change',
    input: z.strictObject({ commandId: z.string().max(64).optional() }),
    output: z.object({ commandId: z.string(), requestId: z.string() }),
    errors: ['requests/nothing-to-undo', 'requests/already-sent', 'requests/has-dependent', 'permission/denied'],
  }),
  /** A document's bytes: from the store, or fetched and kept when it is not here. */
  'requests.document': contract({
    lane: 'reader',
    needs: 'requests.read',
    input: z.strictObject({ requestId: z.string().min(1).max(64), hash: z.string().length(64) }),
    output: z.object({ mediaType: z.string(), fileName: z.string(), bytes: z.instanceof(Uint8Array) }),
    errors: ['record/not-found', 'documents/not-here', 'documents/damaged', 'permission/denied'],
  }),
} as const
