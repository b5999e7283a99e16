import { z } from 'zod'
import { AppointmentService, AppointmentState, SlotKey, Visitor } from '../domain/appointments/appointment.ts'
import { CertificateState, RevocationStep } from '../domain/certificates/certificate.ts'
import { Instant, MemberField } from '../domain/members/member.ts'
import { Decision, DecisionStep, FieldDecisions, RequestKind, RequestState } from '../domain/requests/request.ts'

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

/** Which of a clerk's commands are shown. */
export const OutboxShow = z.enum(['all', 'open', 'receipted', 'attention'])
export type OutboxShow = z.infer<typeof OutboxShow>

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

/** The key under `outbox` of what a decision was, for screen and file alike. */
export function decisionKey(made: {
  readonly decision: Decision
  readonly step: DecisionStep
  readonly fields: FieldDecisions
}) {
  if (Object.keys(made.fields).length > 0) return 'act_fields'
  return made.decision === 'approve' ? (`act_${made.step}_approve` as const) : (`act_decide_${made.decision}` as const)
}

/** The key under `outbox` of what a command did. */
export function actKey(act: OutboxAct) {
  switch (act.kind) {
    case 'request.decide':
      return decisionKey(act)
    case 'certificate.revoke':
      return `act_revoke_${act.step}` as const
    case 'appointment.book':
      return 'act_book'
    case 'appointment.move':
      return 'act_move'
    case 'appointment.setStatus':
      return act.status === null || act.status === 'cancelled' ? 'act_cancel' : (`act_status_${act.status}` as const)
    default:
      return 'act_cancel'
  }
}

/** The whole key of what a command was about. */
export function actKindKey(act: OutboxAct) {
  if (act.kind === 'request.decide') return `requests.kind_${act.requestKind}` as const
  return act.kind === 'certificate.revoke' ? 'outbox.kind_certificate' : 'outbox.kind_appointment'
}

/** The number by which people speak of its record; of an appointment its day and time. */
export function actNumber(act: OutboxAct): string {
  if (act.kind === 'request.decide') return act.requestNumber
  return act.kind === 'certificate.revoke' ? act.certificateNumber : `${act.slot.date} ${act.slot.time}`
}

/** Who did something at the authority, and when; '' for the name of somebody who is not known here. */
const DoneBy = z.object({
  /** A clerk's id, `member` or `system`. */
  by: z.string(),
  nameAr: z.string(),
  nameEn: z.string(),
  at: Instant,
})

/** How a certificate stands: `proposed` while its revocation awaits a second person. */
const CertificateStanding = z.object({ state: CertificateState, proposed: z.boolean() })
export type CertificateStanding = z.infer<typeof CertificateStanding>

/** How an appointment stands; the counter of a slot is null where its schedule is not here. */
const AppointmentStanding = z.object({ slot: SlotKey, counter: z.number().int().nullable(), state: AppointmentState })
export type AppointmentStanding = z.infer<typeof AppointmentStanding>

/** A decision of somebody else that stands in the way of one's own. */
const OtherDecision = DoneBy.extend({
  decision: Decision,
  step: DecisionStep,
  reasons: z.array(z.string()),
  remarks: z.string(),
  /** By field, of a data update alone: those that one's own decision names too, where there are such. */
  fields: FieldDecisions,
})
export type OtherDecision = z.infer<typeof OtherDecision>

/** Somebody was faster: how the record stands now, against what was seen and what the command would have made of it. */
const Overtaken = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('request'),
    state: RequestState,
    /** Newest first; empty where no clerk decided: `ended` or the state says what happened. */
    decisions: z.array(OtherDecision),
    /** The request was cancelled by its member, or has expired. */
    ended: DoneBy.nullable(),
  }),
  z.object({
    kind: z.literal('certificate'),
    base: CertificateStanding,
    theirs: CertificateStanding,
    mine: CertificateStanding,
    /** The step that was taken there; null when none stands on it. */
    last: DoneBy.extend({ step: RevocationStep, reason: z.string() }).nullable(),
  }),
  z.object({
    kind: z.literal('appointment'),
    base: AppointmentStanding,
    theirs: AppointmentStanding,
    mine: AppointmentStanding,
    last: DoneBy.nullable(),
  }),
])
export type Overtaken = z.infer<typeof Overtaken>

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
  /** Side by side, when an approval was refused because the member had changed in what it would set. */
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
  /** What stands there instead, when it was refused because somebody else had acted on the record. */
  overtaken: Overtaken.nullable(),
  /** Documents that go up before it, and how far they are. */
  attachments: z.array(
    z.object({
      hash: z.string(),
      name: z.string(),
      /** Bytes, and how many of them the authority has. */
      size: z.number().int(),
      sent: z.number().int(),
      /** Whether the authority has the whole and has checked it. */
      acknowledged: z.boolean(),
    }),
  ),
  can: z.object({ undo: z.boolean(), retry: z.boolean(), redo: z.boolean(), discard: z.boolean() }),
})
export type OutboxItem = z.infer<typeof OutboxItem>
