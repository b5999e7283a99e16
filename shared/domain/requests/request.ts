import { z } from 'zod'
import { BranchCode } from '../clerks/clerk.ts'
import { Attachment, DocumentType, maxAttachments } from '../documents.ts'
import { FieldValues, Instant, MemberField } from '../members/member.ts'

/** The sixteen kinds of requests that practitioners make on the portal. */
export const RequestKind = z.enum([
  'email-change',
  'data-update',
  'account-new',
  'username-recovery',
  'password-recovery',
  'qualification-study',
  'registration',
  're-registration',
  'good-standing',
  'training-letter',
  'cpd',
  'classification-update',
  'certificate-recognition',
  'photo-change',
  'card-replacement',
  'support-ticket',
])
export type RequestKind = z.infer<typeof RequestKind>

/**
 * Life cycle: draft → submitted → in-review → (returned ⇄ resubmitted, clock paused) → awaiting-second (high risk)
 * → approved → completed · rejected · cancelled · expired. An e-mail change goes from its last approval to
 * `completed` at once, because its effect is in the same transaction.
 */
export const RequestState = z.enum([
  'draft',
  'submitted',
  'in-review',
  'returned',
  'resubmitted',
  'awaiting-second',
  'approved',
  'completed',
  'rejected',
  'cancelled',
  'expired',
])
export type RequestState = z.infer<typeof RequestState>

/** States in which a request waits for somebody; the others are its ends. */
export const openStates: readonly RequestState[] = [
  'submitted',
  'in-review',
  'returned',
  'resubmitted',
  'awaiting-second',
  'approved',
]

export const Risk = z.enum(['low', 'medium', 'high'])
export type Risk = z.infer<typeof Risk>

export const Decision = z.enum(['approve', 'reject', 'return'])
export type Decision = z.infer<typeof Decision>

/**
 * What a decision does at its place in the four-eyes rule: `decide` takes effect by itself, `propose` is the first of
 * two approvals, `confirm` the second. Named in the command, so that nothing takes effect that its clerk did not see.
 */
export const DecisionStep = z.enum(['decide', 'propose', 'confirm'])
export type DecisionStep = z.infer<typeof DecisionStep>

/** A document handed in with a request. `hash` is the SHA-256 of its bytes in hex and its address. */
export const Evidence = z.object({
  hash: z.string().length(64),
  kind: z.enum(['employer-letter', 'id-card', 'photo', 'medical-report', 'qualification', 'other']),
  mediaType: DocumentType,
  fileName: z.string(),
  /** Size in bytes. */
  size: z.number().int().nonnegative(),
  /** The field that this document proves, and where on its first page (fractions of width and height). */
  proves: z
    .object({
      field: MemberField,
      region: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }).nullable(),
    })
    .nullable(),
})
export type Evidence = z.infer<typeof Evidence>

/** What the portal knows of the proof of a new address. */
export const AddressProof = z.object({
  codeSentAt: Instant.nullable(),
  codeEnteredAt: Instant.nullable(),
  oldAddressNotifiedAt: Instant.nullable(),
})
export type AddressProof = z.infer<typeof AddressProof>

export const RuleOutcome = z.enum(['met', 'not-met', 'not-evaluated'])
export type RuleOutcome = z.infer<typeof RuleOutcome>

/** One eligibility rule as it was evaluated. `id` is stable and stands in the rule's source. */
export const RuleResult = z.object({
  id: z.string(),
  /** The field that it speaks of; absent when it speaks of the request. */
  field: MemberField.optional(),
  outcome: RuleOutcome,
  /** A rule that stops an approval while it is not met. */
  blocking: z.boolean(),
})
export type RuleResult = z.infer<typeof RuleResult>

/** What a clerk decided on one field of a data update, with the reason where it is not an approval. */
export const FieldDecision = z.object({
  decision: Decision,
  /** Codes of the reference data. */
  reasons: z.array(z.string().max(64)).max(10),
  remarks: z.string().max(1000),
})
export type FieldDecision = z.infer<typeof FieldDecision>

/** Decisions by field; `{}` for kinds that are decided as a whole. */
export const FieldDecisions = z.partialRecord(MemberField, FieldDecision)
export type FieldDecisions = z.infer<typeof FieldDecisions>

/** How one field of a data update stands: `awaiting-second` is approved once and needs a second person. */
export const FieldState = z.object({
  state: z.enum(['open', 'awaiting-second', 'applied', 'rejected', 'returned']),
  risk: Risk,
  /** The last decision on it; null while it is open. */
  by: z.string().nullable(),
  at: Instant.nullable(),
  reasons: z.array(z.string()),
  remarks: z.string(),
})
export type FieldState = z.infer<typeof FieldState>

/** A decision as it stands on a request. */
export const DecisionRecord = z.object({
  commandId: z.string().nullable(),
  decision: Decision,
  step: DecisionStep,
  by: z.string(),
  at: Instant,
  /** Codes of the reference data. */
  reasons: z.array(z.string()),
  remarks: z.string(),
  /** Decisions by field, of a data update alone. */
  fields: FieldDecisions.optional(),
  /** What its clerk attached: a letter shown at the counter, a scan. */
  attachments: z.array(Attachment).max(maxAttachments).optional(),
})
export type DecisionRecord = z.infer<typeof DecisionRecord>

export const RequestEvent = z.object({
  at: Instant,
  kind: z.enum([
    'submitted',
    'code-entered',
    'assigned',
    'review-started',
    'fields-decided',
    'returned',
    'resubmitted',
    'proposed',
    'confirmed',
    'approved',
    'rejected',
    'completed',
    'cancelled',
    'expired',
  ]),
  /** A clerk's id, `member`, or `system`. */
  by: z.string(),
})
export type RequestEvent = z.infer<typeof RequestEvent>

/** A member's request. `version` grows with every change; `revisionHash` only with its proposed content. */
export const Request = z.object({
  id: z.string().min(1).max(64),
  version: z.number().int().positive(),
  number: z.string(),
  kind: RequestKind,
  state: RequestState,
  risk: Risk,
  memberId: z.string(),
  branch: BranchCode,
  assigneeId: z.string().nullable(),
  submittedAt: Instant,
  /** End of the service time; null while the clock is paused or the request has ended. */
  dueAt: Instant.nullable(),
  /** Since when the clock is paused (returned to the member). */
  pausedAt: Instant.nullable(),
  /** The member's version when the request was made, and the fields as they were then: never changed afterwards. */
  baseVersion: z.number().int().nonnegative(),
  base: FieldValues,
  proposed: FieldValues,
  /** How each proposed field stands, of a data update; `{}` for kinds that are decided as a whole. */
  fieldStates: z.partialRecord(MemberField, FieldState),
  /** SHA-256 (hex) over the canonical form of what is asked: `revisionContent`. */
  revisionHash: z.string().length(64),
  evidence: z.array(Evidence),
  addressProof: AddressProof.nullable(),
  rulesAtSubmission: z.array(RuleResult),
  /** The first of two approvals, while the second is awaited. */
  proposal: DecisionRecord.nullable(),
  /** Every decision that took effect, oldest first, the first approvals included. */
  decisions: z.array(DecisionRecord),
  events: z.array(RequestEvent),
  updatedAt: Instant,
})
export type Request = z.infer<typeof Request>

/** What a revision's hash is taken over: an edit of any of it voids an approval bound to the hash. */
export function revisionContent(request: Pick<Request, 'id' | 'kind' | 'memberId' | 'proposed' | 'evidence'>) {
  return {
    id: request.id,
    kind: request.kind,
    memberId: request.memberId,
    proposed: request.proposed,
    evidence: request.evidence.map((document) => document.hash),
  }
}

/** Fields that a request would change, in the order of the form. */
export function changedFields(request: Pick<Request, 'base' | 'proposed'>): MemberField[] {
  return MemberField.options.filter(
    (field) => request.proposed[field] !== undefined && request.proposed[field] !== request.base[field],
  )
}
