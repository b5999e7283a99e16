import { z } from 'zod'
import { Appointment } from '../domain/appointments/appointment.ts'
import { Certificate } from '../domain/certificates/certificate.ts'
import { Instant, Member } from '../domain/members/member.ts'
import { Request } from '../domain/requests/request.ts'
import { Command, Deferral, StrangeCommand } from './command.ts'

/** A row that a command changed, with the version it has since. */
export const ChangedRow = z.object({ table: z.string(), id: z.string(), version: z.number().int().positive() })
export type ChangedRow = z.infer<typeof ChangedRow>

/**
 * What became of a command; stored at the authority in the same transaction as the effect, and given again, word for
 * word, when the command is pushed again.
 */
export const Receipt = z.object({
  id: z.string(),
  outcome: z.enum(['applied', 'refused', 'withdrawn', 'deferred']),
  /** Why it was refused: a code of the error table. */
  code: z.string().nullable(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  /** Applied although its record had moved on, because what was decided was not touched. */
  rebased: z.boolean(),
  /** Rows changed by it; its pending effect goes when these versions have been pulled. */
  changed: z.array(ChangedRow),
  /** The rows as they stand at the authority, with a refusal that came of them. */
  current: z
    .object({
      request: Request.nullable(),
      member: Member.nullable(),
      certificate: Certificate.nullable(),
      appointment: Appointment.nullable(),
    })
    .nullable(),
  at: Instant,
})
export type Receipt = z.infer<typeof Receipt>

/** At most this many items in one push. */
export const maxPushItems = 200

const KnownItem = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('command'), command: Command }),
  z.strictObject({ type: z.literal('deferral'), deferral: Deferral }),
])
/** A command of an unknown kind comes as any other; it is set apart where it is read. */
const StrangeItem = z
  .strictObject({ type: z.literal('command'), command: StrangeCommand })
  .transform(({ command }) => ({ type: 'stranger' as const, command }))
export const PushItem = z.union([KnownItem, StrangeItem])
export type PushItem = z.infer<typeof PushItem>

/** `POST /v1/push`. Items in the order of the desk's outbox, of all its clerks. */
export const PushInput = z.strictObject({
  protocol: z.number().int(),
  device: z.string().min(1).max(64),
  items: z.array(PushItem).min(1).max(maxPushItems),
})
export type PushInput = z.infer<typeof PushInput>
/** What a desk of this version sends. */
export type SentItem = z.infer<typeof KnownItem>

/**
 * Receipts of the first items, in order. `stop` names the item at which the authority had to stop (its own fault, or a
 * dependency that has not arrived); the items after it were not looked at.
 */
export const PushOutput = z.object({
  receipts: z.array(Receipt),
  stop: z.object({ id: z.string(), code: z.string() }).nullable(),
  serverTime: Instant,
})
export type PushOutput = z.infer<typeof PushOutput>

/** Problem of a 409 `sync/gap`: nothing of the push was looked at; push again from this `seq` of this clerk. */
export const GapProblem = z.object({
  code: z.literal('sync/gap'),
  wanted: z.object({ actor: z.string(), seq: z.number().int().positive() }),
})
export type GapProblem = z.infer<typeof GapProblem>
