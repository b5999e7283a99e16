import { z } from 'zod'
import { ActKind } from '../domain/act-kind.ts'
import { AppointmentState, SlotKey, Visitor } from '../domain/appointments/appointment.ts'
import { CertificateState, RevocationStep } from '../domain/certificates/certificate.ts'
import { BranchCode } from '../domain/clerks/clerk.ts'
import { FieldValues, Instant } from '../domain/members/member.ts'
import { Decision, DecisionRecord, DecisionStep, FieldDecisions } from '../domain/requests/request.ts'
import { canonicalJson } from '../kernel/canonical-json.ts'

/** Printable ASCII: what no database and no log can stumble over. */
const Id = z
  .string()
  .max(64)
  .regex(/^[\x21-\x7e]+$/)
/** SHA-256 in lower-case hex. */
const Hash = z.string().regex(/^[0-9a-f]{64}$/)

/** What a command was decided on: a version of its record, or the effect of an earlier command that is not settled yet. */
export const CommandBase = z.union([
  z.strictObject({ version: z.number().int().positive() }),
  z.strictObject({ after: Id }),
])
export type CommandBase = z.infer<typeof CommandBase>

/** A decision on a request. `seen` are the member's fields that it rests on, as its clerk saw them. */
export const DecideArgs = z.strictObject({
  requestId: Id,
  memberId: Id,
  decision: Decision,
  step: DecisionStep,
  /** Codes of the reference data. */
  reasons: z.array(z.string().max(64)).max(20),
  remarks: z.string().max(4000),
  /** By field, of a data update alone; `decision` is then `approve` if any field is approved, else `return` if any is returned. */
  fields: FieldDecisions.optional(),
  /** Since protocol 2. The authority has their bytes before the command comes. */
  attachments: DecisionRecord.shape.attachments,
  seen: z.strictObject({ memberVersion: z.number().int().nonnegative(), fields: FieldValues }),
})
export type DecideArgs = z.infer<typeof DecideArgs>

/** A step of a revocation. `seen`: the certificate's state as its clerk saw it. */
export const RevokeArgs = z.strictObject({
  certificateId: Id,
  memberId: Id,
  step: RevocationStep,
  /** Code of the reference data; '' only with `decline`. */
  reason: z.string().max(64),
  remarks: z.string().max(4000),
  seen: z.strictObject({ state: CertificateState }),
})
export type RevokeArgs = z.infer<typeof RevokeArgs>

/** A booking at the counter. The id is made at the desk, so that offline moves can name it. */
export const BookArgs = z.strictObject({ appointmentId: Id, branch: BranchCode, slot: SlotKey, visitor: Visitor })
export type BookArgs = z.infer<typeof BookArgs>

/** Where and how the appointment stood on its clerk's screen: what a change of it rests on. */
const SeenAppointment = z.strictObject({ slot: SlotKey, state: AppointmentState })

export const MoveArgs = z.strictObject({ appointmentId: Id, branch: BranchCode, to: SlotKey, seen: SeenAppointment })
export type MoveArgs = z.infer<typeof MoveArgs>

export const CancelArgs = z.strictObject({
  appointmentId: Id,
  branch: BranchCode,
  remarks: z.string().max(1000),
  seen: SeenAppointment,
})
export type CancelArgs = z.infer<typeof CancelArgs>

export const SetStatusArgs = z.strictObject({
  appointmentId: Id,
  branch: BranchCode,
  status: AppointmentState,
  seen: SeenAppointment,
})
export type SetStatusArgs = z.infer<typeof SetStatusArgs>

const envelope = {
  /** UUIDv7, made at the desk; the same id is the same command for ever. */
  id: Id,
  device: Id,
  /** Grows by one per device and clerk, without gaps, from 1. */
  seq: z.number().int().positive(),
  /** The clerk whose decision this is, whoever is signed in when it is pushed. */
  actor: Id,
  madeAt: Instant,
}

const signature = z.string().regex(/^[A-Za-z0-9_-]{86}$/)

const RequestDecide = z.strictObject({
  ...envelope,
  kind: z.literal('request.decide'),
  args: DecideArgs,
  base: CommandBase,
  /** Binds the decision to the revision that was on the screen. */
  revisionHash: Hash,
})

const CertificateRevoke = z.strictObject({
  ...envelope,
  kind: z.literal('certificate.revoke'),
  args: RevokeArgs,
  base: CommandBase,
})

/** Nothing stands before a booking: its ground is the slot's capacity, which the authority alone counts. */
const AppointmentBook = z.strictObject({ ...envelope, kind: z.literal('appointment.book'), args: BookArgs })
const AppointmentMove = z.strictObject({
  ...envelope,
  kind: z.literal('appointment.move'),
  args: MoveArgs,
  base: CommandBase,
})
const AppointmentCancel = z.strictObject({
  ...envelope,
  kind: z.literal('appointment.cancel'),
  args: CancelArgs,
  base: CommandBase,
})
const AppointmentSetStatus = z.strictObject({
  ...envelope,
  kind: z.literal('appointment.setStatus'),
  args: SetStatusArgs,
  base: CommandBase,
})

/** Stands in the place of a command that its clerk took back before it was sent, so that `seq` has no gap. */
const Withdrawn = z.strictObject({
  ...envelope,
  kind: z.literal('withdrawn'),
  args: z.strictObject({ replaced: ActKind }),
})

/** What is signed: everything but the signature. A closed union; a new kind is a new protocol version. */
export const CommandBody = z.discriminatedUnion('kind', [
  RequestDecide,
  CertificateRevoke,
  AppointmentBook,
  AppointmentMove,
  AppointmentCancel,
  AppointmentSetStatus,
  Withdrawn,
])
export type CommandBody = z.infer<typeof CommandBody>

/** A command as it is stored and pushed. `signature`: Ed25519 over `signedText`, base64url. */
export const Command = z.discriminatedUnion('kind', [
  z.strictObject({ ...RequestDecide.shape, signature }),
  z.strictObject({ ...CertificateRevoke.shape, signature }),
  z.strictObject({ ...AppointmentBook.shape, signature }),
  z.strictObject({ ...AppointmentMove.shape, signature }),
  z.strictObject({ ...AppointmentCancel.shape, signature }),
  z.strictObject({ ...AppointmentSetStatus.shape, signature }),
  z.strictObject({ ...Withdrawn.shape, signature }),
])
export type Command = z.infer<typeof Command>

/** A command of a kind that only a later protocol knows: enough of it to give its place in the order a receipt. */
export const StrangeCommand = z.looseObject({
  ...envelope,
  kind: z
    .string()
    .min(1)
    .max(64)
    .refine((kind) => !['withdrawn', 'deferred', ...ActKind.options].includes(kind)),
  signature,
})
export type StrangeCommand = z.infer<typeof StrangeCommand>

/** A command of a clerk, whatever it acts on. */
export type ActCommand = Extract<Command, { kind: ActKind }>
export type DecideCommand = Extract<Command, { kind: 'request.decide' }>
export type RevokeCommand = Extract<Command, { kind: 'certificate.revoke' }>
export type AppointmentCommand = Extract<Command, { kind: `appointment.${string}` }>

/** The record that a command acts on, as the feed names it. */
export function subjectOf(command: ActCommand): { table: 'requests' | 'certificates' | 'appointments'; id: string } {
  switch (command.kind) {
    case 'request.decide':
      return { table: 'requests', id: command.args.requestId }
    case 'certificate.revoke':
      return { table: 'certificates', id: command.args.certificateId }
    default:
      return { table: 'appointments', id: command.args.appointmentId }
  }
}

/** The member whom a command concerns, when one is known. */
export function memberOf(command: ActCommand): string | null {
  switch (command.kind) {
    case 'request.decide':
    case 'certificate.revoke':
      return command.args.memberId
    case 'appointment.book':
      return command.args.visitor.memberId
    default:
      return null
  }
}

/**
 * Tells the authority that the command of this `seq` is parked at the desk, so that later ones may pass. The answer is
 * a receipt `deferred`, or the command's own receipt when it had arrived after all.
 */
export const DeferralBody = z.strictObject({ ...envelope, kind: z.literal('deferred') })
export type DeferralBody = z.infer<typeof DeferralBody>
export const Deferral = z.strictObject({ ...DeferralBody.shape, signature })
export type Deferral = z.infer<typeof Deferral>

/** The text over which the clerk's key on this device signs: the canonical JSON of the body. */
export function signedText(body: CommandBody | DeferralBody | Command | Deferral | StrangeCommand): string {
  return canonicalJson({ ...body, signature: undefined })
}
