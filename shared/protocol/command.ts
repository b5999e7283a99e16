import { z } from 'zod'
import { FieldValues, Instant } from '../domain/members/member.ts'
import { Decision, DecisionStep } from '../domain/requests/request.ts'
import { canonicalJson } from '../kernel/canonical-json.ts'

const Id = z.string().min(1).max(64)
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
  seen: z.strictObject({ memberVersion: z.number().int().nonnegative(), fields: FieldValues }),
})
export type DecideArgs = z.infer<typeof DecideArgs>

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

/** Stands in the place of a command that its clerk took back before it was sent, so that `seq` has no gap. */
const Withdrawn = z.strictObject({
  ...envelope,
  kind: z.literal('withdrawn'),
  args: z.strictObject({ replaced: z.literal('request.decide') }),
})

/** What is signed: everything but the signature. A closed union; a new kind is a new protocol version. */
export const CommandBody = z.discriminatedUnion('kind', [RequestDecide, Withdrawn])
export type CommandBody = z.infer<typeof CommandBody>

/** A command as it is stored and pushed. `signature`: Ed25519 over `signedText`, base64url. */
export const Command = z.discriminatedUnion('kind', [
  z.strictObject({ ...RequestDecide.shape, signature }),
  z.strictObject({ ...Withdrawn.shape, signature }),
])
export type Command = z.infer<typeof Command>

/**
 * Tells the authority that the command of this `seq` is parked at the desk, so that later ones may pass. The answer is
 * a receipt `deferred`, or the command's own receipt when it had arrived after all.
 */
export const DeferralBody = z.strictObject({ ...envelope, kind: z.literal('deferred') })
export type DeferralBody = z.infer<typeof DeferralBody>
export const Deferral = z.strictObject({ ...DeferralBody.shape, signature })
export type Deferral = z.infer<typeof Deferral>

/** The text over which the clerk's key on this device signs: the canonical JSON of the body. */
export function signedText(body: CommandBody | DeferralBody | Command | Deferral): string {
  return canonicalJson({ ...body, signature: undefined })
}
